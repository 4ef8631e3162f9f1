# ---- storage driver overlay: what a container changes lies over the image ----

# Usage: overlay_layer_directories FOLDER
overlay_layer_directories() {
  DIRECTORIES=("$1/upper" "$1/work")
}

# Usage: overlay_layer_create FOLDER IMAGE_ROOT SKELETON
overlay_layer_create() {
  REPLY="overlay /.. overlay lowerdir=$2:$3,upperdir=$1/upper,workdir=$1/work"
}

# Usage: overlay_layer_file FOLDER IMAGE_ROOT PATH
overlay_layer_file() {
  path_within "$1/upper" "$3"
  [[ -e $REPLY ]] || path_within "$2" "$3"
}

# Usage: overlay_layer_remove FOLDER
overlay_layer_remove() {
  local changed
  shopt -s dotglob
  changed=("$1/upper"/*)
  shopt -u dotglob
  if ((${#changed[@]})); then
    tree_remove "$1"
  else
    # The kernel made work/work.
    rmdir_later "$1/upper" "$1/work/work" "$1/work" "$1"
  fi
}
