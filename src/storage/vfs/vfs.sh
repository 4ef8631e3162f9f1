# ---- storage driver vfs: every container has a full copy of the image ----

# Usage: vfs_layer_directories FOLDER
vfs_layer_directories() {
  DIRECTORIES=("$1/root")
}

# Usage: vfs_layer_create FOLDER IMAGE_ROOT SKELETON
vfs_layer_create() {
  # The skeleton first, so that what the image has too keeps the image's mode.
  cp -a -- "$3/." "$1/root" || die "cannot copy the mount points to $1"
  cp -a -- "$2/." "$1/root" || die "cannot copy the image to $1"
  REPLY="$1/root /.. none bind"
}

# Usage: vfs_layer_file FOLDER IMAGE_ROOT PATH
vfs_layer_file() {
  path_within "$1/root" "$3"
}

# Usage: vfs_layer_remove FOLDER
vfs_layer_remove() {
  tree_remove "$1"
}
