#!/usr/bin/env bash
# storages: Every storage driver, on a file or a device of its own
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:cece2cafbca435a53946beaec668726f1c39afd794d6138fe36e4d8d9998c771
#
#   bash storages.sh              does all of it
#   bash storages.sh --dry-run    says what it would do
#   bash storages.sh --help       lists parameters, options and exit statuses
#
# check every
# measure what-it-takes
# each in 9 cells of the matrix
#
# The recipe:
#
#@ recipe.ctr
#| recipe storages "Every storage driver, on a file or a device of its own"
#|
#| param volume 1GiB
#|
#| matrix {
#|   driver [overlay, vfs, btrfs, lvm-loop, aufs]
#|   filesystem [ext4, xfs]
#|   except driver btrfs filesystem xfs
#| }
#|
#| image tools {
#|   program "/bin/busybox" links [sh, touch]
#| }
#|
#| storage cow {
#|   driver     ${driver}
#|   size       ${volume}
#|   filesystem ${filesystem}
#| }
#|
#| storage disk {
#|   driver lvm-direct
#|   device "/dev/sdb"
#| }
#|
#| container box {
#|   image   tools
#|   storage cow
#| }
#|
#| container other {
#|   image   tools
#|   storage disk
#| }
#|
#| check every {
#|   run box keep as kept $ touch /x
#|   expect kept file "/x" is ""
#|   commit kept as again
#|   rollback kept to again
#|   run again $ true
#|   run other $ true
#| }
#|
#| measure what-it-takes {
#|   repeat 2 as i
#|   order sequential
#|   probe time, disk
#|   run other keep as "other-${i}" $ touch /x
#| }

# Any shell may be asked to run this file; from here on it is bash 4.2 or newer.
if [ -z "${BASH_VERSION:-}" ]; then exec bash "$0" "$@"; fi
case $BASH_VERSION in
  [0-3].* | 4.[01].*)
    echo "$0: needs bash 4.2 or newer, this is bash $BASH_VERSION" >&2
    exit 3
    ;;
esac
# A function that the caller exports would stand in for the command of its name; in POSIX mode none stands in for `unset`.
POSIXLY_CORRECT=1
unset -f builtin set
set +o posix
while IFS= builtin read -r -d '' REPLY; do
  case $REPLY in
    BASH_FUNC_*'%%='*)
      REPLY=${REPLY#BASH_FUNC_}
      builtin unset -f "${REPLY%%'%%='*}"
      ;;
  esac
done </proc/self/environ

# ---- this recipe ----

RECIPE=storages
TITLE='Every storage driver, on a file or a device of its own'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:cece2cafbca435a53946beaec668726f1c39afd794d6138fe36e4d8d9998c771
CTRC_VERSION=0.1.0
CGROUPS_OF=script
# volume (1GiB)
v_volume=1073741824
CELLS=9
PARAMETERS=(volume)
PARAMETER_TYPES=(size)
PARAMETER_WRITTEN=(1GiB)
PARAMETER_DOCS=('')
BLOCKS=(every what-it-takes)
BLOCK_KINDS=(check measure)
CELL_TEXTS=(
  'driver overlay, filesystem ext4'
  'driver overlay, filesystem xfs'
  'driver vfs, filesystem ext4'
  'driver vfs, filesystem xfs'
  'driver btrfs, filesystem ext4'
  'driver lvm-loop, filesystem ext4'
  'driver lvm-loop, filesystem xfs'
  'driver aufs, filesystem ext4'
  'driver aufs, filesystem xfs'
)
CELL_VALUES=(
  '{"driver":"overlay","filesystem":"ext4"}'
  '{"driver":"overlay","filesystem":"xfs"}'
  '{"driver":"vfs","filesystem":"ext4"}'
  '{"driver":"vfs","filesystem":"xfs"}'
  '{"driver":"btrfs","filesystem":"ext4"}'
  '{"driver":"lvm-loop","filesystem":"ext4"}'
  '{"driver":"lvm-loop","filesystem":"xfs"}'
  '{"driver":"aufs","filesystem":"ext4"}'
  '{"driver":"aufs","filesystem":"xfs"}'
)
RECIPE_FUNCTIONS=(
  recipe_set_up
  recipe_cell_1
  recipe_cell_2
  recipe_cell_3
  recipe_cell_4
  recipe_cell_5
  recipe_cell_6
  recipe_cell_7
  recipe_cell_8
  recipe_cell_9
  recipe_values
  recipe_check_every
  recipe_measure_what_it_takes
)
ROOT_ONLY=(
  'lvm-direct make and mount volumes for lvm-direct'
  'btrfs make and mount a file system for btrfs'
  'lvm-loop make and mount volumes for lvm-loop'
  'aufs mount files for aufs'
)

NATIVE_INIT=…

# ---- … the runtime … ----

# ---- what this recipe uses of it ----

# Usage: engine_lacks ENGINE ARGUMENTS
engine_lacks() {
  case $1 in
    native) native_lacks "${@:2}" ;;
  esac
}

# Usage: engine_define ENGINE ARGUMENTS
engine_define() {
  case $1 in
    native) native_define "${@:2}" ;;
  esac
}

# Usage: engine_create ENGINE ARGUMENTS
engine_create() {
  case $1 in
    native) layered_create "${@:2}" ;;
  esac
}

# Usage: engine_start ENGINE ARGUMENTS
engine_start() {
  case $1 in
    native) native_start "${@:2}" ;;
  esac
}

# Usage: engine_enter ENGINE ARGUMENTS
engine_enter() {
  case $1 in
    native) native_enter "${@:2}" ;;
  esac
}

# Usage: engine_wait ENGINE ARGUMENTS
engine_wait() {
  case $1 in
    native) layered_wait "${@:2}" ;;
  esac
}

# Usage: engine_pause ENGINE ARGUMENTS
engine_pause() {
  case $1 in
    native) layered_pause "${@:2}" ;;
  esac
}

# Usage: engine_resume ENGINE ARGUMENTS
engine_resume() {
  case $1 in
    native) layered_resume "${@:2}" ;;
  esac
}

# Usage: engine_remove ENGINE ARGUMENTS
engine_remove() {
  case $1 in
    native) layered_remove "${@:2}" ;;
  esac
}

# Usage: engine_file ENGINE ARGUMENTS
engine_file() {
  case $1 in
    native) layered_file "${@:2}" ;;
  esac
}

# Usage: engine_commit ENGINE ARGUMENTS
engine_commit() {
  case $1 in
    native) layered_commit "${@:2}" ;;
  esac
}

# Usage: engine_rollback ENGINE ARGUMENTS
engine_rollback() {
  case $1 in
    native) layered_rollback "${@:2}" ;;
  esac
}

# Usage: engine_disk ENGINE ARGUMENTS
engine_disk() {
  case $1 in
    native) layered_disk "${@:2}" ;;
  esac
}

# Usage: driver_lacks DRIVER ARGUMENTS
driver_lacks() {
  case $1 in
    overlay) overlay_lacks "${@:2}" ;;
    vfs) vfs_lacks "${@:2}" ;;
    btrfs) btrfs_lacks "${@:2}" ;;
    lvm-loop) lvm_lacks "${@:2}" ;;
    lvm-direct) lvm_lacks "${@:2}" ;;
    aufs) aufs_lacks "${@:2}" ;;
  esac
}

# Usage: driver_create DRIVER ARGUMENTS
driver_create() {
  case $1 in
    overlay) overlay_create "${@:2}" ;;
    vfs) vfs_create "${@:2}" ;;
    btrfs) btrfs_create "${@:2}" ;;
    lvm-loop) lvm_create "${@:2}" ;;
    lvm-direct) lvm_create "${@:2}" ;;
    aufs) aufs_create "${@:2}" ;;
  esac
}

# Usage: driver_import DRIVER ARGUMENTS
driver_import() {
  case $1 in
    overlay) overlay_import "${@:2}" ;;
    vfs) vfs_import "${@:2}" ;;
    btrfs) btrfs_import "${@:2}" ;;
    lvm-loop) lvm_import "${@:2}" ;;
    lvm-direct) lvm_import "${@:2}" ;;
    aufs) aufs_import "${@:2}" ;;
  esac
}

# Usage: driver_layer_directories DRIVER ARGUMENTS
driver_layer_directories() {
  case $1 in
    overlay) overlay_layer_directories "${@:2}" ;;
    vfs) vfs_layer_directories "${@:2}" ;;
    btrfs) btrfs_layer_directories "${@:2}" ;;
    lvm-loop) lvm_layer_directories "${@:2}" ;;
    lvm-direct) lvm_layer_directories "${@:2}" ;;
    aufs) aufs_layer_directories "${@:2}" ;;
  esac
}

# Usage: driver_layer_create DRIVER ARGUMENTS
driver_layer_create() {
  case $1 in
    overlay) overlay_layer_create "${@:2}" ;;
    vfs) vfs_layer_create "${@:2}" ;;
    btrfs) btrfs_layer_create "${@:2}" ;;
    lvm-loop) lvm_layer_create "${@:2}" ;;
    lvm-direct) lvm_layer_create "${@:2}" ;;
    aufs) aufs_layer_create "${@:2}" ;;
  esac
}

# Usage: driver_layer_file DRIVER ARGUMENTS
driver_layer_file() {
  case $1 in
    overlay) overlay_layer_file "${@:2}" ;;
    vfs) vfs_layer_file "${@:2}" ;;
    btrfs) btrfs_layer_file "${@:2}" ;;
    lvm-loop) lvm_layer_file "${@:2}" ;;
    lvm-direct) lvm_layer_file "${@:2}" ;;
    aufs) aufs_layer_file "${@:2}" ;;
  esac
}

# Usage: driver_layer_commit DRIVER ARGUMENTS
driver_layer_commit() {
  case $1 in
    overlay) overlay_layer_commit "${@:2}" ;;
    vfs) vfs_layer_commit "${@:2}" ;;
    btrfs) btrfs_layer_commit "${@:2}" ;;
    lvm-loop) lvm_layer_commit "${@:2}" ;;
    lvm-direct) lvm_layer_commit "${@:2}" ;;
    aufs) aufs_layer_commit "${@:2}" ;;
  esac
}

# Usage: driver_layer_rollback DRIVER ARGUMENTS
driver_layer_rollback() {
  case $1 in
    overlay) overlay_layer_rollback "${@:2}" ;;
    vfs) vfs_layer_rollback "${@:2}" ;;
    btrfs) btrfs_layer_rollback "${@:2}" ;;
    lvm-loop) lvm_layer_rollback "${@:2}" ;;
    lvm-direct) lvm_layer_rollback "${@:2}" ;;
    aufs) aufs_layer_rollback "${@:2}" ;;
  esac
}

# Usage: driver_layer_usage DRIVER ARGUMENTS
driver_layer_usage() {
  case $1 in
    overlay) overlay_layer_usage "${@:2}" ;;
    vfs) vfs_layer_usage "${@:2}" ;;
    btrfs) btrfs_layer_usage "${@:2}" ;;
    lvm-loop) lvm_layer_usage "${@:2}" ;;
    lvm-direct) lvm_layer_usage "${@:2}" ;;
    aufs) aufs_layer_usage "${@:2}" ;;
  esac
}

# Usage: driver_layer_remove DRIVER ARGUMENTS
driver_layer_remove() {
  case $1 in
    overlay) overlay_layer_remove "${@:2}" ;;
    vfs) vfs_layer_remove "${@:2}" ;;
    btrfs) btrfs_layer_remove "${@:2}" ;;
    lvm-loop) lvm_layer_remove "${@:2}" ;;
    lvm-direct) lvm_layer_remove "${@:2}" ;;
    aufs) aufs_layer_remove "${@:2}" ;;
  esac
}

# Usage: probes_before ENGINE CONTAINER [N [EXTRA]]
probes_before() {
  disk_before "$@"
}

# Usage: probes_ran ENGINE CONTAINER [N [EXTRA]]
probes_ran() {
  disk_after "$@"
}

# Usage: probes_stored ENGINE CONTAINER [N [EXTRA]]
probes_stored() {
  disk_after "$@"
}

# Usage: undo_one FUNCTION NAME; nothing else that a journal names is ever run
undo_one() {
  case $1 in
    container_discard) container_discard "$2" ;;
    disk_remove) disk_remove "$2" ;;
    disk_unmount) disk_unmount "$2" ;;
    image_discard) image_discard "$2" ;;
    lvm_detach) lvm_detach "$2" ;;
    lvm_remove) lvm_remove "$2" ;;
    storage_remove) storage_remove "$2" ;;
    *) return 1 ;;
  esac
}

# What the check or measure that ends wants to be done
block_finally() { :; }

# Prints what this script knows; a failed step leaves it in variables.txt.
variables_print() { …; }

# ---- the recipe's steps ----

# What this host must have.
recipe_requires() {
  at recipe.ctr:15 'storage cow'
  require_privilege 'mount files for overlay' user-namespace
  at recipe.ctr:15 'storage cow'
  require_privilege 'make and mount a file system for a storage' impossible
  at recipe.ctr:21 'storage disk'
  require_privilege 'make and mount volumes for lvm-direct' impossible
  at recipe.ctr:26 'container box'
  require_privilege 'make namespaces and mounts for native' user-namespace
  require_tools blkid cp df dmsetup du find ldd ln losetup lvcreate lvremove mkdir mkfifo mount mv nsenter pvcreate pvremove readlink rm rmdir setpriv sh sha256sum sort stat sync tar tr truncate umount unshare vgcreate vgremove wipefs
  require_room results state images
  require_driver lvm-direct
  require_engine native
}

recipe_set_up() {
  at recipe.ctr:11 'image tools'
  image_begin tools
  while image_next; do
    at recipe.ctr:12 'program "/bin/busybox" links [sh, touch]'
    image_program /bin/busybox sh touch
  done
}

# Cell 1: driver overlay, filesystem ext4
recipe_cell_1() {
  at recipe.ctr:15 'storage cow'
  undo cell storage_remove cow
  storage_create cow overlay --size "$v_volume" --filesystem ext4
  at recipe.ctr:21 'storage disk'
  undo cell storage_remove disk
  storage_create disk lvm-direct --device /dev/sdb
  at recipe.ctr:26 'container box'
  container_define box native \
    --image tools \
    --storage cow
  at recipe.ctr:31 'container other'
  container_define other native \
    --image tools \
    --storage disk
}

# Cell 2: driver overlay, filesystem xfs
recipe_cell_2() {
  at recipe.ctr:15 'storage cow'
  undo cell storage_remove cow
  storage_create cow overlay --size "$v_volume" --filesystem xfs
  at recipe.ctr:21 'storage disk'
  undo cell storage_remove disk
  storage_create disk lvm-direct --device /dev/sdb
  at recipe.ctr:26 'container box'
  container_define box native \
    --image tools \
    --storage cow
  at recipe.ctr:31 'container other'
  container_define other native \
    --image tools \
    --storage disk
}

# Cell 3: driver vfs, filesystem ext4
recipe_cell_3() {
  at recipe.ctr:15 'storage cow'
  undo cell storage_remove cow
  storage_create cow vfs --size "$v_volume" --filesystem ext4
  at recipe.ctr:21 'storage disk'
  undo cell storage_remove disk
  storage_create disk lvm-direct --device /dev/sdb
  at recipe.ctr:26 'container box'
  container_define box native \
    --image tools \
    --storage cow
  at recipe.ctr:31 'container other'
  container_define other native \
    --image tools \
    --storage disk
}

# Cell 4: driver vfs, filesystem xfs
recipe_cell_4() {
  at recipe.ctr:15 'storage cow'
  undo cell storage_remove cow
  storage_create cow vfs --size "$v_volume" --filesystem xfs
  at recipe.ctr:21 'storage disk'
  undo cell storage_remove disk
  storage_create disk lvm-direct --device /dev/sdb
  at recipe.ctr:26 'container box'
  container_define box native \
    --image tools \
    --storage cow
  at recipe.ctr:31 'container other'
  container_define other native \
    --image tools \
    --storage disk
}

# Cell 5: driver btrfs, filesystem ext4
recipe_cell_5() {
  at recipe.ctr:15 'storage cow'
  undo cell storage_remove cow
  storage_create cow btrfs --size "$v_volume" --filesystem ext4
  at recipe.ctr:21 'storage disk'
  undo cell storage_remove disk
  storage_create disk lvm-direct --device /dev/sdb
  at recipe.ctr:26 'container box'
  container_define box native \
    --image tools \
    --storage cow
  at recipe.ctr:31 'container other'
  container_define other native \
    --image tools \
    --storage disk
}

# Cell 6: driver lvm-loop, filesystem ext4
recipe_cell_6() {
  at recipe.ctr:15 'storage cow'
  undo cell storage_remove cow
  storage_create cow lvm-loop --size "$v_volume" --filesystem ext4
  at recipe.ctr:21 'storage disk'
  undo cell storage_remove disk
  storage_create disk lvm-direct --device /dev/sdb
  at recipe.ctr:26 'container box'
  container_define box native \
    --image tools \
    --storage cow
  at recipe.ctr:31 'container other'
  container_define other native \
    --image tools \
    --storage disk
}

# Cell 7: driver lvm-loop, filesystem xfs
recipe_cell_7() {
  at recipe.ctr:15 'storage cow'
  undo cell storage_remove cow
  storage_create cow lvm-loop --size "$v_volume" --filesystem xfs
  at recipe.ctr:21 'storage disk'
  undo cell storage_remove disk
  storage_create disk lvm-direct --device /dev/sdb
  at recipe.ctr:26 'container box'
  container_define box native \
    --image tools \
    --storage cow
  at recipe.ctr:31 'container other'
  container_define other native \
    --image tools \
    --storage disk
}

# Cell 8: driver aufs, filesystem ext4
recipe_cell_8() {
  at recipe.ctr:15 'storage cow'
  undo cell storage_remove cow
  storage_create cow aufs --size "$v_volume" --filesystem ext4
  at recipe.ctr:21 'storage disk'
  undo cell storage_remove disk
  storage_create disk lvm-direct --device /dev/sdb
  at recipe.ctr:26 'container box'
  container_define box native \
    --image tools \
    --storage cow
  at recipe.ctr:31 'container other'
  container_define other native \
    --image tools \
    --storage disk
}

# Cell 9: driver aufs, filesystem xfs
recipe_cell_9() {
  at recipe.ctr:15 'storage cow'
  undo cell storage_remove cow
  storage_create cow aufs --size "$v_volume" --filesystem xfs
  at recipe.ctr:21 'storage disk'
  undo cell storage_remove disk
  storage_create disk lvm-direct --device /dev/sdb
  at recipe.ctr:26 'container box'
  container_define box native \
    --image tools \
    --storage cow
  at recipe.ctr:31 'container other'
  container_define other native \
    --image tools \
    --storage disk
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  :
}

# recipe.ctr:36: check every
recipe_check_every() {
  at recipe.ctr:37 'run box keep as kept $ touch /x'
  undo cell container_discard kept
  container_run box --keep kept -- touch /x
  at recipe.ctr:38 'expect kept file "/x" is ""'
  expect_file --of kept /x is '' || return 0
  at recipe.ctr:39 'commit kept as again'
  container_commit kept again
  at recipe.ctr:40 'rollback kept to again'
  container_rollback kept again
  at recipe.ctr:41 'run again $ true'
  container_run again -- true
  expect_exit is 0 || return 0
  at recipe.ctr:42 'run other $ true'
  container_run other -- true
  expect_exit is 0 || return 0
}

# recipe.ctr:45: measure what-it-takes
recipe_measure_what_it_takes() {
  at recipe.ctr:49 $'run other keep as "other-${i}" $ touch /x'
  undo cell container_discard "other-$v_i"
  container_run other --keep "other-$v_i" -- touch /x
  expect_exit is 0 || return 0
}

# The checks and measures of one cell.
recipe_blocks() {
  if block_selected every; then
    if block_begin check every 36 cell; then
      recipe_check_every
      block_end
    fi
  fi
  if block_selected what-it-takes; then
    block_begin measure what-it-takes 45 cell
    measure_begin --repeat 2 --probe 'time disk'
    while calibrate_next; do
      at recipe.ctr:49 $'run other keep as "other-${i}" $ touch /x'
      calibrate_container other tools
    done
    while measure_next; do
      v_i=$ITERATION
      recipe_measure_what_it_takes
    done
    while measure_close; do
      block_finally
    done
    measure_end
  fi
}

# Everything, in order.
recipe_run() {
  run_begin
  recipe_set_up
  if cell_selected 1 && cell_possible 1 driver overlay; then
    cell_begin 1
    recipe_cell_1
    recipe_blocks
    cell_end
  fi
  if cell_selected 2 && cell_possible 2 driver overlay; then
    cell_begin 2
    recipe_cell_2
    recipe_blocks
    cell_end
  fi
  if cell_selected 3 && cell_possible 3 driver vfs; then
    cell_begin 3
    recipe_cell_3
    recipe_blocks
    cell_end
  fi
  if cell_selected 4 && cell_possible 4 driver vfs; then
    cell_begin 4
    recipe_cell_4
    recipe_blocks
    cell_end
  fi
  if cell_selected 5 && cell_possible 5 driver btrfs; then
    cell_begin 5
    recipe_cell_5
    recipe_blocks
    cell_end
  fi
  if cell_selected 6 && cell_possible 6 driver lvm-loop; then
    cell_begin 6
    recipe_cell_6
    recipe_blocks
    cell_end
  fi
  if cell_selected 7 && cell_possible 7 driver lvm-loop; then
    cell_begin 7
    recipe_cell_7
    recipe_blocks
    cell_end
  fi
  if cell_selected 8 && cell_possible 8 driver aufs; then
    cell_begin 8
    recipe_cell_8
    recipe_blocks
    cell_end
  fi
  if cell_selected 9 && cell_possible 9 driver aufs; then
    cell_begin 9
    recipe_cell_9
    recipe_blocks
    cell_end
  fi
  cells_done
}

{
  main "$@"
  exit
}
