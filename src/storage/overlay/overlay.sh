# ---- storage driver overlay: what a container changes lies over the image ----

# OVERLAY_LOWER[storage.base] is the base as a value of lowerdir, OVERLAY_DEPTH[storage.base] the number of its folders. A committed image
# is called by a short relative path: all the options of a mount must fit into one page.
declare -A OVERLAY_LOWER=() OVERLAY_DEPTH=()
OVERLAY_OPTIONS=''

# Usage: overlay_lacks
overlay_lacks() {
  local kernel
  ! filesystem_lacks overlay || return 0
  is_rootless || return 0
  read -r kernel </proc/sys/kernel/osrelease
  version_reached "${kernel%%[!0-9.]*}" 5.11 || REPLY="without root it needs Linux 5.11, this is $kernel"
}

# Usage: overlay_create STORAGE
overlay_create() {
  # In a user namespace only attributes of users can hold what overlay notes about folders.
  ! is_rootless || OVERLAY_OPTIONS=,userxattr
  folder_create "$1"
}

# Usage: overlay_import STORAGE BASE IMAGE_ROOT SKELETON
overlay_import() {
  OVERLAY_LOWER[$1.$2]=$3:$4 OVERLAY_DEPTH[$1.$2]=2
}

# Usage: overlay_layer_directories STORAGE LAYER
overlay_layer_directories() {
  DIRECTORIES=("$RUN_DIR/storage/$1/$2/upper" "$RUN_DIR/storage/$1/$2/scratch")
}

# Usage: overlay_layer_create STORAGE LAYER BASE
overlay_layer_create() {
  local depth=${OVERLAY_DEPTH[$1.$3]}
  REPLY="lowerdir=${OVERLAY_LOWER[$1.$3]},upperdir=$2/upper,workdir=$2/scratch$OVERLAY_OPTIONS"
  # OVL_MAX_STACK of the kernel, and the page that mount(2) takes.
  ((depth <= 500 && ${#REPLY} < 4000)) ||
    die "the image ${3%.*} has $depth layers, which is more than one overlay mount takes (500, in 4000 characters)"
  REPLY="overlay /.. overlay $REPLY"
}

# Usage: overlay_layer_view STORAGE LAYER BASE
# Nothing is written, so that what the container wrote is one more folder below; it is left out when there is nothing in it.
overlay_layer_view() {
  local changed upper=''
  shopt -s dotglob
  changed=("$RUN_DIR/storage/$1/$2/upper"/*)
  shopt -u dotglob
  ((${#changed[@]} == 0)) || upper=$2/upper:
  REPLY="overlay /.. overlay lowerdir=$upper${OVERLAY_LOWER[$1.$3]}$OVERLAY_OPTIONS"
}

# Usage: overlay_layer_file STORAGE LAYER BASE PATH
overlay_layer_file() {
  local folder=$RUN_DIR/storage/$1 lowers lower
  path_within "$folder/$2/upper" "$4"
  IFS=: read -r -a lowers <<<"${OVERLAY_LOWER[$1.$3]}"
  for lower in "${lowers[@]}"; do
    [[ ! -e $REPLY ]] || return 0
    [[ $lower == /* ]] || lower=$folder/$lower
    path_within "$lower" "$4"
  done
}

# Usage: overlay_layer_commit STORAGE LAYER BASE NEW running|stopped
# What a container that has ended wrote is not copied: it becomes the image, and the container lies over it.
overlay_layer_commit() {
  local folder=$RUN_DIR/storage/$1 upper=$RUN_DIR/storage/$1/$2/upper
  if [[ ! -d $upper ]]; then
    # Nothing was written since the last time.
    OVERLAY_LOWER[$1.$4]=${OVERLAY_LOWER[$1.$3]} OVERLAY_DEPTH[$1.$4]=${OVERLAY_DEPTH[$1.$3]}
    REPLY=$4
    return 0
  fi
  [[ -d $folder/c ]] || mkdir -- "$folder/c" || die "cannot make $folder/c"
  if [[ $5 == running ]]; then
    # Whiteouts are devices and opaque folders have an attribute: -a keeps both.
    cp -a --reflink=auto -- "$upper" "$folder/c/$COMMITS" || die "cannot copy $upper"
    REPLY=$3
  else
    mv -T -- "$upper" "$folder/c/$COMMITS" || die "cannot move $upper"
    REPLY=$4
  fi
  OVERLAY_LOWER[$1.$4]=c/$COMMITS:${OVERLAY_LOWER[$1.$3]}
  OVERLAY_DEPTH[$1.$4]=$((OVERLAY_DEPTH[$1.$3] + 1))
}

# Usage: overlay_layer_rollback STORAGE LAYER BASE
overlay_layer_rollback() {
  tree_remove "$RUN_DIR/storage/$1/$2/upper"
}

# Usage: overlay_layer_usage STORAGE LAYER EXTRA
overlay_layer_usage() {
  local folder=$RUN_DIR/storage/$1
  filesystem_usage "$folder"
  tree_usage ${2:+"$folder/$2/upper" "$folder/$2/scratch"} ${3:+"$folder/$3"}
  DATA_SOURCE='du: blocks of the files in upperdir and workdir'
  METADATA_SOURCE='find: blocks of the folders and other entries in upperdir and workdir, inodes not counted'
}

# Usage: overlay_layer_remove STORAGE LAYER
overlay_layer_remove() {
  local changed folder=$RUN_DIR/storage/$1/$2
  shopt -s dotglob
  changed=("$folder/upper"/*)
  shopt -u dotglob
  if ((${#changed[@]})); then
    tree_remove "$folder"
  else
    # The kernel made `work` in it.
    rmdir_later "$folder/upper" "$folder/scratch/work" "$folder/scratch" "$folder"
  fi
}

# Usage: overlay_place STORAGE
overlay_place() {
  folder_place "$1"
}

# Usage: overlay_place_usage STORAGE FOLDER
overlay_place_usage() {
  folder_place_usage "$@"
}
