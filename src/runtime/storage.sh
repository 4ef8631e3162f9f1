# ---- storage: where containers keep their files ----

# STORAGE_DRIVER[storage] is its driver; its folder is $RUN_DIR/storage/STORAGE. In a storage, a base is what instances
# begin with, IMAGE.mSKELETON, or IMAGE.NUMBER of a committed one, and a layer holds the files of one instance.
# STORAGE_BASE[storage.base] says that the base is there.
declare -A STORAGE_DRIVER=() STORAGE_BASE=() STORAGE_SIZE=() STORAGE_DEVICE=() STORAGE_FILESYSTEM=()
GARBAGE=() UNLINKED=()

# Usage: storage_create NAME DRIVER [--size BYTES] [--device DEVICE] [--filesystem TYPE]
storage_create() {
  local name=$1
  STORAGE_DRIVER[$1]=$2 STORAGE_SIZE[$1]='' STORAGE_DEVICE[$1]='' STORAGE_FILESYSTEM[$1]=''
  mkdir -p -- "$RUN_DIR/storage/$1" || die "cannot make $RUN_DIR/storage/$1"
  shift 2
  while (($#)); do
    case $1 in
      --size) STORAGE_SIZE[$name]=$2 ;;
      --filesystem) STORAGE_FILESYSTEM[$name]=$2 ;;
      --device)
        recipe_path "$2"
        STORAGE_DEVICE[$name]=$REPLY
        ;;
    esac
    shift 2
  done
  driver_create "${STORAGE_DRIVER[$name]}" "$name"
}

# Usage: storage_remove NAME
storage_remove() {
  local base
  rmdir_now
  for base in "${!STORAGE_BASE[@]}"; do
    [[ $base != "$1".* ]] || unset "STORAGE_BASE[$base]"
  done
  tree_remove "$RUN_DIR/storage/$1"
}

# Usage: storage_import STORAGE IMAGE CONTAINER SKELETON
# Makes an image of the recipe the base of a container: the image over the mount points of $RUN_DIR/skeleton/SKELETON. All that
# have the same mount points share it. Sets REPLY to the name of the base.
storage_import() {
  local base=$2.m$4 begun
  if [[ -z ${STORAGE_BASE[$1.$base]-} ]]; then
    clock_now
    begun=$REPLY
    driver_import "${STORAGE_DRIVER[$1]}" "$1" "$base" "${IMAGE_ROOT[$2]}" "$RUN_DIR/skeleton/$4"
    clock_now
    event image-imported "\"cell\":$CELL,\"storage\":\"${1%%.*}\",\"image\":\"$2\",\"container\":\"${3%%.*}\",\"durationNs\":$((REPLY - begun))"
    STORAGE_BASE[$1.$base]=1
  fi
  REPLY=$base
}

# Usage: layer_directories STORAGE LAYER
# Sets DIRECTORIES to the folders that a layer begins with, all empty.
layer_directories() {
  driver_layer_directories "${STORAGE_DRIVER[$1]}" "$1" "$2"
}

# Usage: layer_create STORAGE LAYER BASE
# Sets REPLY to the line of a table of mounts that mounts the layer, over the base, on `/..`. Relative paths in it begin in the
# storage's folder.
layer_create() {
  driver_layer_create "${STORAGE_DRIVER[$1]}" "$1" "$2" "$3"
}

# Usage: layer_view STORAGE LAYER BASE
# Sets REPLY to such a line for reading the files of a layer that is not mounted.
layer_view() {
  driver_layer_view "${STORAGE_DRIVER[$1]}" "$1" "$2" "$3"
}

# Usage: layer_file STORAGE LAYER BASE PATH
# Sets REPLY to where a file of a layer that is not mounted is found.
layer_file() {
  driver_layer_file "${STORAGE_DRIVER[$1]}" "$1" "$2" "$3" "$4"
}

# Usage: layer_commit STORAGE LAYER BASE NEW running|stopped
# Makes what the layer holds, over BASE, a base of its own called NEW. Sets REPLY to what the layer lies over from now on.
layer_commit() {
  driver_layer_commit "${STORAGE_DRIVER[$1]}" "$1" "$2" "$3" "$4" "$5"
  STORAGE_BASE[$1.$4]=1
}

# Usage: layer_rollback STORAGE LAYER BASE
# Forgets what the layer, which is not mounted, holds: it begins with BASE again.
layer_rollback() {
  [[ -n ${STORAGE_BASE[$1.$3]-} ]] || die "the image $3 is not on the storage $1"
  driver_layer_rollback "${STORAGE_DRIVER[$1]}" "$1" "$2" "$3"
}

# Usage: layer_usage STORAGE LAYER EXTRA
# LAYER may be empty, EXTRA too: more of the storage's folder. Does what `disk_usage` says.
layer_usage() {
  driver_layer_usage "${STORAGE_DRIVER[$1]}" "$1" "$2" "$3"
}

# Usage: storage_place STORAGE
# For engines that keep files themselves. Sets PLACE to a folder for them, and POOL to the name of a thin pool for devicemapper
# where the storage is one.
storage_place() {
  POOL=''
  driver_place "${STORAGE_DRIVER[$1]}" "$1"
}

# Usage: place_usage STORAGE FOLDER
# Does what `disk_usage` says, for all that such an engine has in FOLDER.
place_usage() {
  driver_place_usage "${STORAGE_DRIVER[$1]}" "$1" "$2"
}

# Usage: layer_remove STORAGE LAYER
layer_remove() {
  driver_layer_remove "${STORAGE_DRIVER[$1]}" "$1" "$2"
}

# Usage: rmdir_later DIRECTORY…
# Empty directories, deepest first, are removed many at a time: one rmdir costs as much as a third of a container.
rmdir_later() {
  GARBAGE+=("$@")
  ((${#GARBAGE[@]} < 256)) || rmdir_now
}

# Usage: unlink_later FILE…
# Files that are in such a directory.
unlink_later() {
  UNLINKED+=("$@")
}

# Removes what `rmdir_later` collected. What is still busy goes with the folder or cgroup that it lies in.
rmdir_now() {
  ((${#GARBAGE[@]})) || return 0
  ((${#UNLINKED[@]} == 0)) || rm -f -- "${UNLINKED[@]}"
  UNLINKED=()
  rmdir -- "${GARBAGE[@]}" 2>/dev/null || :
  GARBAGE=()
}
