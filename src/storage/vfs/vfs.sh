# ---- storage driver vfs: every container has a full copy of the image ----

# VFS_SOURCES[storage.base] are the folders, one a line, that are copied one over the other.
declare -A VFS_SOURCES=()

# Usage: vfs_lacks
vfs_lacks() { :; }

# Usage: vfs_create STORAGE
vfs_create() {
  folder_create "$1"
}

# Usage: vfs_import STORAGE BASE IMAGE_ROOT SKELETON
vfs_import() {
  # The skeleton first, so that what the image has too keeps the image's mode.
  VFS_SOURCES[$1.$2]=$4$'\n'$3
}

# Usage: vfs_layer_directories STORAGE LAYER
vfs_layer_directories() {
  DIRECTORIES=("$RUN_DIR/storage/$1/$2/root")
}

# Usage: vfs_layer_create STORAGE LAYER BASE
vfs_layer_create() {
  local source root=$RUN_DIR/storage/$1/$2/root
  while read -r source; do
    cp -a -- "$source/." "$root" || die "cannot copy $source to $root"
  done <<<"${VFS_SOURCES[$1.$3]}"
  REPLY="$root /.. none bind"
}

# Usage: vfs_layer_view STORAGE LAYER BASE
vfs_layer_view() {
  mount_flags "$RUN_DIR"
  REPLY="$RUN_DIR/storage/$1/$2/root /.. none bind$FLAGS"
}

# Usage: vfs_layer_file STORAGE LAYER BASE PATH
vfs_layer_file() {
  path_within "$RUN_DIR/storage/$1/$2/root" "$4"
}

# Usage: vfs_layer_commit STORAGE LAYER BASE NEW running|stopped
vfs_layer_commit() {
  local folder=$RUN_DIR/storage/$1
  [[ -d $folder/c ]] || mkdir -- "$folder/c" || die "cannot make $folder/c"
  VFS_SOURCES[$1.$4]=$folder/c/$COMMITS
  cp -a -- "$folder/$2/root" "$folder/c/$COMMITS" || die "cannot copy $folder/$2/root"
  REPLY=$3
}

# Usage: vfs_layer_rollback STORAGE LAYER BASE
vfs_layer_rollback() {
  local root=$RUN_DIR/storage/$1/$2/root
  tree_remove "$root" || die "cannot empty $root"
  mkdir -m 0755 -- "$root" || die "cannot make $root"
  vfs_layer_create "$1" "$2" "$3"
}

# Usage: vfs_layer_usage STORAGE LAYER EXTRA
vfs_layer_usage() {
  local folder=$RUN_DIR/storage/$1
  filesystem_usage "$folder"
  tree_usage ${2:+"$folder/$2"} ${3:+"$folder/$3"}
  DATA_SOURCE='du: blocks of the files of the copy'
  METADATA_SOURCE='find: blocks of the folders and other entries of the copy, inodes not counted'
}

# Usage: vfs_layer_remove STORAGE LAYER
vfs_layer_remove() {
  tree_remove "$RUN_DIR/storage/$1/$2"
}

# Usage: vfs_place STORAGE
vfs_place() {
  folder_place "$1"
}

# Usage: vfs_place_usage STORAGE FOLDER
vfs_place_usage() {
  folder_place_usage "$@"
}
