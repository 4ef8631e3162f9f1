# ---- storage: where containers keep their files ----

declare -A STORAGE_DRIVER=()
GARBAGE=()

# Usage: storage_create NAME DRIVER
storage_create() {
  STORAGE_DRIVER[$1]=$2
  mkdir -p -- "$RUN_DIR/storage/$1" || die "cannot make $RUN_DIR/storage/$1"
}

# Usage: storage_remove NAME
storage_remove() {
  rmdir_now
  tree_remove "$RUN_DIR/storage/$1"
}

# A layer is the files of one instance, in the folder $RUN_DIR/storage/STORAGE/LAYER.

# Usage: layer_directories STORAGE LAYER
# Sets DIRECTORIES to the folders that a layer begins with, all empty.
layer_directories() {
  driver_layer_directories "${STORAGE_DRIVER[$1]}" "$RUN_DIR/storage/$1/$2"
}

# Usage: layer_create STORAGE LAYER IMAGE_ROOT SKELETON
# Sets REPLY to the line of a table of mounts that mounts the layer, over the image, over the skeleton, on `/..`.
layer_create() {
  driver_layer_create "${STORAGE_DRIVER[$1]}" "$RUN_DIR/storage/$1/$2" "$3" "$4"
}

# Usage: layer_file STORAGE LAYER IMAGE_ROOT PATH
# Sets REPLY to where a file of a layer that is not mounted is found.
layer_file() {
  driver_layer_file "${STORAGE_DRIVER[$1]}" "$RUN_DIR/storage/$1/$2" "$3" "$4"
}

# Usage: layer_remove STORAGE LAYER
layer_remove() {
  driver_layer_remove "${STORAGE_DRIVER[$1]}" "$RUN_DIR/storage/$1/$2"
}

# Usage: rmdir_later DIRECTORY…
# Empty directories, deepest first, are removed many at a time: one rmdir costs as much as a third of a container.
rmdir_later() {
  GARBAGE+=("$@")
  ((${#GARBAGE[@]} < 256)) || rmdir_now
}

# Removes what `rmdir_later` collected. What is still busy goes with the folder or cgroup that it lies in.
rmdir_now() {
  ((${#GARBAGE[@]})) || return 0
  rmdir -- "${GARBAGE[@]}" 2>/dev/null || :
  GARBAGE=()
}
