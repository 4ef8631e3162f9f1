# ---- disks: what a storage lies on when it does not lie in the run's own folder ----

DISK_TOLD=''

# Usage: quietly COMMAND…
# Runs a command whose output only matters when it fails; then that ends the run.
quietly() {
  "$@" >"$RUN_DIR/said" 2>&1 || die "$1 failed: $(<"$RUN_DIR/said")"
}

# Usage: mount_is_there PATH
# Whether something is mounted there.
mount_is_there() {
  local point
  while read -r _ _ _ _ point _; do
    [[ $point != "$1" ]] || return 0
  done </proc/self/mountinfo
  return 1
}

# Usage: mount_remove PATH
# What a container that was just killed still holds is let go of within moments.
mount_remove() {
  local try
  for ((try = 0; try < 100; try++)); do
    mount_is_there "$1" || return 0
    umount -- "$1" 2>/dev/null || pause 0.05
  done
  return 1
}

# Usage: disk_create STORAGE
# Sets DISK to the block device that the storage may write to: the one it names, or a loop device on a sparse file.
disk_create() {
  local file=$RUN_DIR/disk/$1
  mkdir -p -- "$RUN_DIR/disk" || die "cannot make $RUN_DIR/disk"
  if [[ -n ${STORAGE_DEVICE[$1]} ]]; then
    DISK=${STORAGE_DEVICE[$1]}
    [[ -b $DISK ]] || die "$DISK is not a block device"
    undo_lasting cell disk_remove "$1"
    # Fails while anybody uses the device or a part of it.
    quietly wipefs -q -a -- "$DISK"
    printf '%s\n' "$DISK" >"$file.device" || die "cannot write to $file.device"
    return 0
  fi
  undo cell disk_remove "$1"
  tool_find losetup
  truncate -s "${STORAGE_SIZE[$1]}" -- "$file" || die "cannot make $file"
  disk_room "$1"
  DISK=$(losetup --find --show -- "$file") || die "cannot make a loop device on $file"
}

# Usage: disk_room STORAGE
# Says so, once, when the files of all storages may come to more than their file system has room for: they take no more of it than
# what is written to them.
disk_room() {
  local name sum=0
  [[ -z $DISK_TOLD ]] && room_read "$RUN_DIR/disk" || return 0
  for name in "${!STORAGE_SIZE[@]}"; do
    [[ ! -f $RUN_DIR/disk/$name ]] || sum=$((sum + STORAGE_SIZE[$name]))
  done
  [[ -n ${ROOM_BYTES[0]} ]] && ((ROOM_BYTES[0] < sum)) || return 0
  DISK_TOLD=yes
  warning "storage ${1%%.*}: the disk may take up to $sum bytes in $RUN_DIR/disk, where ${ROOM_BYTES[0]} are free"
}

# Usage: disk_find STORAGE
# Sets DISK to the block device of a storage, which another process may have made, or to nothing; fails when that cannot be told.
disk_find() {
  local file=$RUN_DIR/disk/$1
  DISK=
  if [[ -e $file.device ]]; then
    read -r DISK <"$file.device" || :
  elif [[ -e $file ]]; then
    DISK=$(losetup -j "$file") || return 1
    DISK=${DISK%%:*}
  fi
}

# Usage: disk_signature DEVICE TAG
# Sets REPLY to the LABEL or UUID of what is on a device, or to nothing; fails when that cannot be told.
disk_signature() {
  REPLY=$(blkid -p -o value -s "$2" -- "$1" 2>/dev/null) || case $? in
    2 | 8) REPLY= ;; # nothing, or several things, of which none is ours
    *) return 1 ;;
  esac
}

# Usage: disk_remove STORAGE
disk_remove() {
  local device devices file=$RUN_DIR/disk/$1
  if [[ -e $file.device ]]; then
    read -r device <"$file.device"
    # It is no storage any more, for whoever looks at it next. After a restart of the machine the name may be another
    # device's: one without the label that this run gave it is left alone.
    disk_signature "$device" LABEL || return 1
    if [[ $REPLY == "$RUN_ID" ]]; then wipefs -q -a -- "$device" || return 1; fi
    # What its driver has not taken off it yet, that finds it here.
    disk_signature "$device" UUID || return 1
    [[ ${REPLY//-/} != "$RUN_ID"* ]] || return 1
    rm -f -- "$file.device"
  fi
  [[ -e $file ]] || return 0
  devices=$(losetup -j "$file") || return 1
  while [[ -n $devices ]]; do
    losetup -d "${devices%%:*}" || return 1
    [[ $devices == *$'\n'* ]] || break
    devices=${devices#*$'\n'}
  done
  rm -f -- "$file"
}

# Usage: disk_format DEVICE ext4|xfs|btrfs
# The file system is labelled with the run's id, which is as long as a label may be.
disk_format() {
  tool_find "mkfs.$2"
  case $2 in
    ext4) quietly mkfs.ext4 -q -F -L "$RUN_ID" "$1" ;;
    xfs) quietly mkfs.xfs -q -f -L "$RUN_ID" "$1" ;;
    btrfs) quietly mkfs.btrfs -q -f -L "$RUN_ID" "$1" ;;
  esac
}

# Usage: disk_mount STORAGE TYPE
# Makes a file system on DISK and mounts it as the storage's folder.
disk_mount() {
  disk_format "$DISK" "$2"
  undo cell disk_unmount "$1"
  quietly mount -t "$2" -- "$DISK" "$RUN_DIR/storage/$1"
}

# Usage: disk_unmount STORAGE
disk_unmount() {
  rmdir_now
  mount_remove "$RUN_DIR/storage/$1"
}

# Usage: folder_create STORAGE
# For drivers that want no more than a folder: on a disk of its own where the recipe gives it one.
folder_create() {
  [[ -n ${STORAGE_SIZE[$1]}${STORAGE_DEVICE[$1]} ]] || return 0
  disk_create "$1"
  disk_mount "$1" "${STORAGE_FILESYSTEM[$1]:-ext4}"
}

# Usage: folder_place STORAGE
# For storages that are a mounted folder.
folder_place() {
  PLACE=$RUN_DIR/storage/$1
}

# Usage: folder_place_usage STORAGE FOLDER
folder_place_usage() {
  filesystem_usage "$RUN_DIR/storage/$1"
  tree_usage "$2"
  DATA_SOURCE="du: blocks of the files in the engine's folder"
  METADATA_SOURCE="find: blocks of the folders and other entries in the engine's folder, inodes not counted"
}

# Usage: skeleton_add SKELETON ROOT
# Makes the mount points of SKELETON that ROOT lacks; what is there keeps its mode.
skeleton_add() {
  local type path
  while IFS= read -r -d '' path; do
    type=${path%% *} path=/${path#* }
    [[ $type == f ]] || path+=/.
    path_within "$2" "$path" make
    [[ $type == d || -e $REPLY || -L $REPLY ]] || : >"$REPLY" || die "cannot make $path in $2"
  done < <(find "$1" -mindepth 1 -printf '%y %P\0')
}

# Usage: programs_lack PROGRAM…
# Sets REPLY to what is missing; fails when nothing is.
programs_lack() {
  local program
  for program in "$@"; do
    hash "$program" 2>/dev/null || REPLY="the program $program is missing"
  done
  [[ -n $REPLY ]]
}

# Usage: filesystem_lacks TYPE
# Sets REPLY to that the kernel does not have it; fails when it does.
filesystem_lacks() {
  local type try
  for try in 1 2; do
    while read -r -a type; do
      [[ ${type[*]: -1} != "$1" ]] || return 1
    done </proc/filesystems
    # Who may not load a module has the kernel look for it by a mount, which fails, since it lacks all options.
    ((try == 2)) || modprobe -q "$1" 2>/dev/null || mount -i -t "$1" none / 2>/dev/null || :
  done
  REPLY="this kernel has no file system $1"
}
