# ---- storage drivers lvm-loop, lvm-direct: every container is a snapshot in a thin pool ----

# What a base or a layer is called: a logical volume b.BASE or l.LAYER in the volume group of the storage.

# For what changes a volume group: LVM keeps no copies of its metadata in /etc/lvm, and starts no daemon that watches its pool, both
# of which would outlive the group.
LVM=(-q -y --config 'backup/backup=0 backup/archive=0 activation/monitoring=0')

# Usage: lvm_lacks
lvm_lacks() {
  local targets
  programs_lack lvcreate lvremove pvcreate vgcreate vgremove pvremove dmsetup losetup truncate wipefs blkid sync && return 0
  modprobe -q -a dm-mod dm-thin-pool 2>/dev/null || :
  targets=$(dmsetup targets 2>/dev/null) || REPLY='this kernel has no device-mapper'
  [[ -n $REPLY || $targets == *thin-pool* ]] || REPLY='the device-mapper of this kernel has no target thin-pool'
}

# Usage: lvm_group STORAGE
# Sets GROUP to the name of the storage's volume group, which only this run can have.
lvm_group() {
  GROUP=ctrc_${RUN_ID}_${1//-/_}
}

# Sets REPLY to the identifier of a physical volume, which begins with that of this run, as nothing else of it can be named.
lvm_uuid() {
  local all
  printf -v all '%s%04x%04x%04x%04x%04x' "$RUN_ID" "$RANDOM" "$RANDOM" "$RANDOM" "$RANDOM" "$RANDOM"
  REPLY=${all:0:6}-${all:6:4}-${all:10:4}-${all:14:4}-${all:18:4}-${all:22:4}-${all:26:6}
}

# Usage: lvm_create STORAGE
lvm_create() {
  # They say which descriptors of the script are open.
  export LVM_SUPPRESS_FD_WARNINGS=1
  lvm_group "$1"
  : "${STORAGE_SIZE[$1]:=4294967296}" "${STORAGE_FILESYSTEM[$1]:=ext4}"
  disk_create "$1"
  undo_lasting cell lvm_remove "$1"
  undo cell lvm_detach "$1"
  mkdir -p -- "$RUN_DIR/volume/$1" || die "cannot make $RUN_DIR/volume/$1"
  lvm_uuid
  quietly pvcreate "${LVM[@]}" -ff --norestorefile --uuid "$REPLY" "$DISK"
  # Udev shall not activate it at its own time, as it does what has just been found. Before 2.03.12 LVM has no word for that.
  vgcreate "${LVM[@]}" --setautoactivation n --addtag "$RUN_ID" "$GROUP" "$DISK" >/dev/null 2>&1 ||
    quietly vgcreate "${LVM[@]}" --addtag "$RUN_ID" "$GROUP" "$DISK"
  quietly lvcreate "${LVM[@]}" --type thin-pool -l '90%FREE' --chunksize 64k --zero n -n pool "$GROUP"
}

# Usage: lvm_remove STORAGE
lvm_remove() {
  local try said
  lvm_group "$1"
  export LVM_SUPPRESS_FD_WARNINGS=1
  lvm_release "$1" || return 1
  for ((try = 0; ; try++)); do
    said=$(vgremove "${LVM[@]}" -f "$GROUP" 2>&1) && break
    [[ $said != *"\"$GROUP\" not found"* ]] || break
    ((try < 20)) || return 1
    pause 0.1
  done
  disk_find "$1" || return 1
  [[ -z $DISK ]] || lvm_volume_remove || return 1
  # Udev has LVM note which volumes there are, and LVM forgets none of them.
  [[ ! -S /run/udev/control ]] || udevadm settle --timeout=30 2>/dev/null || :
  rm -f -- "/run/lvm/vgs_online/$GROUP" "/run/lvm/pvs_online/$RUN_ID"*
}

# Makes DISK, which no group has yet or any more, no physical volume either, if it is one of this run. Udev may be looking into it.
lvm_volume_remove() {
  local try
  for ((try = 0; try < 20; try++)); do
    disk_signature "$DISK" UUID || return 1
    [[ ${REPLY//-/} == "$RUN_ID"* ]] || return 0
    ! pvremove "${LVM[@]}" "$DISK" >/dev/null 2>&1 || return 0
    pause 0.1
  done
  return 1
}

# Usage: lvm_attach STORAGE VOLUME OPTIONS
# Mounts a volume where the script can look into it, until `lvm_detach`. Sets REPLY to where.
lvm_attach() {
  lvm_detach "$1" || die "cannot unmount $RUN_DIR/volume/$1"
  lvm_options "$1"
  quietly mount -t "${STORAGE_FILESYSTEM[$1]}" -o "$3$REPLY" -- "/dev/$GROUP/$2" "$RUN_DIR/volume/$1"
  REPLY=$RUN_DIR/volume/$1
}

# Usage: lvm_detach STORAGE
lvm_detach() {
  mount_remove "$RUN_DIR/volume/$1"
}

# Usage: lvm_options STORAGE
# Sets REPLY to more options for mounting one of its volumes: all have the same identifier, and nothing shall write but the container.
lvm_options() {
  REPLY=,noinit_itable
  [[ ${STORAGE_FILESYSTEM[$1]} != xfs ]] || REPLY=,nouuid
  lvm_group "$1"
}

# Usage: lvm_import STORAGE BASE IMAGE_ROOT SKELETON
lvm_import() {
  local root
  lvm_group "$1"
  quietly lvcreate "${LVM[@]}" -V "${STORAGE_SIZE[$1]}b" --thin -n "b.$2" "$GROUP/pool"
  disk_format "/dev/$GROUP/b.$2" "${STORAGE_FILESYSTEM[$1]}"
  lvm_attach "$1" "b.$2" rw
  root=$REPLY
  # No file of the image; fsck makes it where it needs it.
  [[ ! -d $root/lost+found ]] || quietly rmdir -- "$root/lost+found"
  quietly cp -a -- "$3/." "$root"
  skeleton_add "$4" "$root"
  lvm_detach "$1" || die "cannot unmount $root"
}

# Usage: lvm_layer_directories STORAGE LAYER
lvm_layer_directories() {
  DIRECTORIES=()
}

# Usage: lvm_snapshot STORAGE FROM TO
lvm_snapshot() {
  lvm_detach "$1" || die "cannot unmount $RUN_DIR/volume/$1"
  lvm_group "$1"
  quietly lvcreate "${LVM[@]}" -s -k n -n "$3" "$GROUP/$2"
}

# Usage: lvm_layer_create STORAGE LAYER BASE
lvm_layer_create() {
  lvm_snapshot "$1" "b.$3" "l.$2"
  lvm_options "$1"
  REPLY="/dev/$GROUP/l.$2 /.. ${STORAGE_FILESYSTEM[$1]} rw$REPLY"
}

# Usage: lvm_layer_view STORAGE LAYER BASE
lvm_layer_view() {
  lvm_group "$1"
  lvm_options "$1"
  REPLY="/dev/$GROUP/l.$2 /.. ${STORAGE_FILESYSTEM[$1]} rw$REPLY"
}

# Usage: lvm_layer_file STORAGE LAYER BASE PATH
lvm_layer_file() {
  lvm_attach "$1" "l.$2" ro
  path_within "$REPLY" "$4"
}

# Usage: lvm_layer_commit STORAGE LAYER BASE NEW running|stopped
lvm_layer_commit() {
  lvm_snapshot "$1" "l.$2" "b.$4"
  REPLY=$3
}

# Usage: lvm_layer_rollback STORAGE LAYER BASE
lvm_layer_rollback() {
  lvm_layer_remove "$1" "$2" || die "cannot remove the volume of $2"
  lvm_layer_create "$@"
}

# Usage: lvm_layer_usage STORAGE LAYER EXTRA
# What all of the pool uses: blocks of 64 KiB of data and of 4 KiB of metadata.
lvm_layer_usage() {
  local line fields
  sync
  lvm_group "$1"
  # START LENGTH thin-pool TRANSACTION METADATA-USED/ALL DATA-USED/ALL …
  # It has the shorter name while LVM has no volume in it, but an engine devices of its own.
  line=$(dmsetup status "$GROUP-pool-tpool" 2>/dev/null) || line=$(dmsetup status "$GROUP-pool") ||
    die "cannot look at the pool of $1"
  read -r -a fields <<<"$line"
  DATA_BYTES=$((${fields[5]%%/*} * 65536)) METADATA_BYTES=$((${fields[4]%%/*} * 4096))
  DATA_SOURCE='dmsetup status: used data blocks of 64 KiB of the thin pool'
  METADATA_SOURCE='dmsetup status: used metadata blocks of 4 KiB of the thin pool'
  USED_SOURCE='every container has a file system of its own'
}

# Usage: lvm_layer_remove STORAGE LAYER
# The kernel lets go of a volume moments after the last process of the container has ended.
lvm_layer_remove() {
  local try
  lvm_detach "$1" || return 1
  lvm_group "$1"
  for ((try = 0; try < 50; try++)); do
    [[ -e /dev/$GROUP/l.$2 ]] || return 0
    lvremove "${LVM[@]}" -f "$GROUP/l.$2" >/dev/null 2>&1 || pause 0.05
  done
  return 1
}

# Usage: lvm_place STORAGE
lvm_place() {
  lvm_group "$1"
  PLACE=$RUN_DIR/storage/$1 POOL=$GROUP-pool
}

# Usage: lvm_place_usage STORAGE FOLDER
# What the engine keeps of its own account in FOLDER is not in the pool.
lvm_place_usage() {
  lvm_layer_usage "$1" '' ''
}

# Usage: lvm_release STORAGE
# Removes the devices that an engine which was killed has left in the pool.
lvm_release() {
  local name type pool line
  lvm_group "$1"
  pool=$(dmsetup info -c --noheadings --separator : -o major,minor "$GROUP-pool-tpool" 2>/dev/null) ||
    pool=$(dmsetup info -c --noheadings --separator : -o major,minor "$GROUP-pool" 2>/dev/null) || return 0
  while read -r name _ _ type line; do
    [[ $type != thin || ${line%% *} != "$pool" || $name == "$GROUP-"* ]] || dmsetup remove --retry "${name%:}" || return 1
  done < <(dmsetup table 2>/dev/null)
}
