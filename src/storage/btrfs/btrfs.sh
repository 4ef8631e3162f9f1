# ---- storage driver btrfs: every container is a snapshot of a subvolume ----

# BTRFS_ID[storage] is how the kernel calls the storage's file system.
declare -A BTRFS_ID=()

# Usage: btrfs_lacks
btrfs_lacks() {
  programs_lack btrfs mkfs.btrfs losetup truncate wipefs blkid sync || filesystem_lacks btrfs || :
}

# Usage: btrfs_create STORAGE
btrfs_create() {
  local shown
  [[ -n ${STORAGE_SIZE[$1]} ]] || STORAGE_SIZE[$1]=4294967296
  disk_create "$1"
  disk_mount "$1" btrfs
  shown=$(btrfs filesystem show "$RUN_DIR/storage/$1") || die "cannot look at the file system on $DISK"
  shown=${shown#*uuid: }
  BTRFS_ID[$1]=${shown%%[!0-9a-f-]*}
  mkdir -- "$RUN_DIR/storage/$1/base" || die "cannot make $RUN_DIR/storage/$1/base"
}

# Usage: btrfs_import STORAGE BASE IMAGE_ROOT SKELETON
btrfs_import() {
  local root=$RUN_DIR/storage/$1/base/$2
  quietly btrfs subvolume create "$root"
  quietly cp -a -- "$3/." "$root"
  skeleton_add "$4" "$root"
}

# Usage: btrfs_layer_directories STORAGE LAYER
btrfs_layer_directories() {
  DIRECTORIES=()
}

# Usage: btrfs_layer_create STORAGE LAYER BASE
btrfs_layer_create() {
  quietly btrfs subvolume snapshot "$RUN_DIR/storage/$1/base/$3" "$RUN_DIR/storage/$1/$2"
  REPLY="$RUN_DIR/storage/$1/$2 /.. none bind"
}

# Usage: btrfs_layer_view STORAGE LAYER BASE
btrfs_layer_view() {
  REPLY="$RUN_DIR/storage/$1/$2 /.. none bind"
}

# Usage: btrfs_layer_file STORAGE LAYER BASE PATH
btrfs_layer_file() {
  path_within "$RUN_DIR/storage/$1/$2" "$4"
}

# Usage: btrfs_layer_commit STORAGE LAYER BASE NEW running|stopped
btrfs_layer_commit() {
  quietly btrfs subvolume snapshot "$RUN_DIR/storage/$1/$2" "$RUN_DIR/storage/$1/base/$4"
  REPLY=$3
}

# Usage: btrfs_layer_rollback STORAGE LAYER BASE
btrfs_layer_rollback() {
  quietly btrfs subvolume delete "$RUN_DIR/storage/$1/$2"
  btrfs_layer_create "$@"
}

# Usage: btrfs_layer_usage STORAGE LAYER EXTRA
# What all of the storage uses; EXTRA is in it.
btrfs_layer_usage() {
  local allocation shown
  filesystem_usage "$RUN_DIR/storage/$1"
  allocation=/sys/fs/btrfs/${BTRFS_ID[$1]}/allocation
  read -r DATA_BYTES <"$allocation/data/bytes_used"
  read -r METADATA_BYTES <"$allocation/metadata/bytes_used"
  DATA_SOURCE='btrfs: allocation/data/bytes_used, after a commit'
  METADATA_SOURCE='btrfs: allocation/metadata/bytes_used, after a commit'
  [[ -n $2 ]] || return 0
  shown=$(btrfs filesystem du -s --raw "$RUN_DIR/storage/$1/$2" 2>/dev/null) || return 0
  read -r _ EXCLUSIVE_BYTES SHARED_BYTES _ <<<"${shown##*$'\n'}"
  SHARES_SOURCE='btrfs filesystem du'
}

# Usage: btrfs_layer_remove STORAGE LAYER
btrfs_layer_remove() {
  [[ ! -d $RUN_DIR/storage/$1/$2 ]] || quietly btrfs subvolume delete "$RUN_DIR/storage/$1/$2"
}

# Usage: btrfs_place STORAGE
btrfs_place() {
  folder_place "$1"
}

# Usage: btrfs_place_usage STORAGE FOLDER
btrfs_place_usage() {
  btrfs_layer_usage "$1" '' ''
}
