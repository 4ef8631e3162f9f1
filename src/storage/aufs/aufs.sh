# ---- storage driver aufs: what a container changes lies over the image ----

# AUFS_LOWER[storage.base] is the base as read-only branches of a mount.
declare -A AUFS_LOWER=()

# Usage: aufs_lacks
aufs_lacks() {
  filesystem_lacks aufs || :
}

# Usage: aufs_create STORAGE
aufs_create() {
  folder_create "$1"
}

# Usage: aufs_import STORAGE BASE IMAGE_ROOT SKELETON
aufs_import() {
  AUFS_LOWER[$1.$2]=$3=ro+wh:$4=ro
}

# Usage: aufs_layer_directories STORAGE LAYER
aufs_layer_directories() {
  DIRECTORIES=("$RUN_DIR/storage/$1/$2/upper")
}

# Usage: aufs_layer_create STORAGE LAYER BASE
aufs_layer_create() {
  REPLY="br=$2/upper=rw:${AUFS_LOWER[$1.$3]},noxino"
  ((${#REPLY} < 4000)) || die "the image ${3%.*} has more layers than the options of one mount have room for (4000 characters)"
  REPLY="aufs /.. aufs $REPLY"
}

# Usage: aufs_layer_view STORAGE LAYER BASE
aufs_layer_view() {
  aufs_layer_create "$@"
}

# Usage: aufs_layer_file STORAGE LAYER BASE PATH
aufs_layer_file() {
  local folder=$RUN_DIR/storage/$1 branches branch
  path_within "$folder/$2/upper" "$4"
  IFS=: read -r -a branches <<<"${AUFS_LOWER[$1.$3]}"
  for branch in "${branches[@]%=*}"; do
    # A file of this name says that there is none from here down.
    [[ ! -e $REPLY && ! -e ${REPLY%/*}/.wh.${REPLY##*/} ]] || return 0
    [[ $branch == /* ]] || branch=$folder/$branch
    path_within "$branch" "$4"
  done
}

# Usage: aufs_layer_commit STORAGE LAYER BASE NEW running|stopped
aufs_layer_commit() {
  local folder=$RUN_DIR/storage/$1
  [[ -d $folder/c ]] || mkdir -- "$folder/c" || die "cannot make $folder/c"
  quietly cp -a --reflink=auto -- "$folder/$2/upper" "$folder/c/$COMMITS"
  AUFS_LOWER[$1.$4]=c/$COMMITS=ro+wh:${AUFS_LOWER[$1.$3]}
  REPLY=$3
}

# Usage: aufs_layer_rollback STORAGE LAYER BASE
aufs_layer_rollback() {
  tree_remove "$RUN_DIR/storage/$1/$2/upper"
}

# Usage: aufs_layer_usage STORAGE LAYER EXTRA
aufs_layer_usage() {
  local folder=$RUN_DIR/storage/$1
  filesystem_usage "$folder"
  tree_usage ${2:+"$folder/$2/upper"} ${3:+"$folder/$3"}
  DATA_SOURCE='du: blocks of the files of the writable branch'
  METADATA_SOURCE='find: blocks of the folders and other entries of the writable branch, inodes not counted'
}

# Usage: aufs_layer_remove STORAGE LAYER
aufs_layer_remove() {
  tree_remove "$RUN_DIR/storage/$1/$2"
}

# Usage: aufs_place STORAGE
aufs_place() {
  folder_place "$1"
}

# Usage: aufs_place_usage STORAGE FOLDER
aufs_place_usage() {
  folder_place_usage "$@"
}
