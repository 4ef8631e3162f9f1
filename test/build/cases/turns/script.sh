#!/usr/bin/env bash
# turns: Cells take turns, under names of their own
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:65d1f78b371dd826c1f5690a87a59f9632b034da405138f60393527ab031ee41
#
#   bash turns.sh              does all of it
#   bash turns.sh --dry-run    says what it would do
#   bash turns.sh --help       lists parameters, options and exit statuses
#
# check each-has-its-own
# measure copy
# measure precise
# measure one-after-the-other
# each in 4 cells of the matrix
#
# The recipe:
#
#@ recipe.ctr
#| recipe turns "Cells take turns, under names of their own"
#|
#| matrix {
#|   driver [overlay, vfs]
#|   bytes  [4KiB, 1MiB]
#| }
#|
#| image tools {
#|   program "/bin/busybox" links [sh, dd, sleep]
#| }
#|
#| cgroup small { memory.max 64MiB }
#|
#| namespace quiet { network none }
#|
#| storage cow { driver ${driver} }
#|
#| container box {
#|   image     tools
#|   storage   cow
#|   cgroup    small
#|   namespace quiet
#| }
#|
#| check each-has-its-own {
#|   start box as nap $ sleep 10
#|   expect nap in small
#|   wait nap ready "x" timeout 1s
#|   host $ echo ${nap.pid}
#| }
#|
#| measure copy {
#|   repeat 3 as i
#|   warmup 1
#|   prepare { sync }
#|   run box keep as "box-${i}" $ dd if=/dev/zero of=/data bs=${bytes} count=1
#|   metric speed from stderr "([0-9.]+) MB/s" unit "MB/s"
#|   commit "box-${i}" as "image-${i}"
#|   diff "box-${i}" tools
#|   expect exit 1
#|   save "image-${i}" to "x.tar"
#|   rollback "box-${i}" to tools
#|   exec "box-${i}" $ sh
#|   load "x.tar" as "loaded-${i}"
#|   run "loaded-${i}" $ sh
#|   expect median time < 1s
#| }
#|
#| measure precise {
#|   until 2% of cpu max 200
#|   order random seed 7
#|   probe cpu
#|   run box $ sleep 0
#| }
#|
#| measure one-after-the-other {
#|   for 10ms
#|   order sequential
#|   run box $ sleep 0
#|   finally { sync }
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

RECIPE=turns
TITLE='Cells take turns, under names of their own'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:65d1f78b371dd826c1f5690a87a59f9632b034da405138f60393527ab031ee41
CTRC_VERSION=0.1.0
CGROUPS_OF=script
CELLS=4
PARAMETERS=()
PARAMETER_TYPES=()
PARAMETER_WRITTEN=()
PARAMETER_DOCS=()
BLOCKS=(each-has-its-own copy precise one-after-the-other)
BLOCK_KINDS=(check measure measure measure)
CELL_TEXTS=(
  'driver overlay, bytes 4KiB'
  'driver overlay, bytes 1MiB'
  'driver vfs, bytes 4KiB'
  'driver vfs, bytes 1MiB'
)
CELL_VALUES=(
  '{"driver":"overlay","bytes":"4096"}'
  '{"driver":"overlay","bytes":"1048576"}'
  '{"driver":"vfs","bytes":"4096"}'
  '{"driver":"vfs","bytes":"1048576"}'
)
RECIPE_FUNCTIONS=(
  recipe_set_up
  recipe_cell_1
  recipe_cell_2
  recipe_cell_3
  recipe_cell_4
  recipe_values
  recipe_check_each_has_its_own
  recipe_prepare_copy
  recipe_measure_copy
  recipe_measure_precise
  recipe_measure_one_after_the_other
  recipe_finally_one_after_the_other
)
ROOT_ONLY=()

NAMESPACE_INIT=…

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

# Usage: engine_exec ENGINE ARGUMENTS
engine_exec() {
  case $1 in
    native) entered_exec "${@:2}" ;;
  esac
}

# Usage: engine_view ENGINE ARGUMENTS
engine_view() {
  case $1 in
    native) layered_view "${@:2}" ;;
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

# Usage: driver_lacks DRIVER ARGUMENTS
driver_lacks() {
  case $1 in
    overlay) overlay_lacks "${@:2}" ;;
    vfs) vfs_lacks "${@:2}" ;;
  esac
}

# Usage: driver_create DRIVER ARGUMENTS
driver_create() {
  case $1 in
    overlay) overlay_create "${@:2}" ;;
    vfs) vfs_create "${@:2}" ;;
  esac
}

# Usage: driver_import DRIVER ARGUMENTS
driver_import() {
  case $1 in
    overlay) overlay_import "${@:2}" ;;
    vfs) vfs_import "${@:2}" ;;
  esac
}

# Usage: driver_layer_directories DRIVER ARGUMENTS
driver_layer_directories() {
  case $1 in
    overlay) overlay_layer_directories "${@:2}" ;;
    vfs) vfs_layer_directories "${@:2}" ;;
  esac
}

# Usage: driver_layer_create DRIVER ARGUMENTS
driver_layer_create() {
  case $1 in
    overlay) overlay_layer_create "${@:2}" ;;
    vfs) vfs_layer_create "${@:2}" ;;
  esac
}

# Usage: driver_layer_view DRIVER ARGUMENTS
driver_layer_view() {
  case $1 in
    overlay) overlay_layer_view "${@:2}" ;;
    vfs) vfs_layer_view "${@:2}" ;;
  esac
}

# Usage: driver_layer_commit DRIVER ARGUMENTS
driver_layer_commit() {
  case $1 in
    overlay) overlay_layer_commit "${@:2}" ;;
    vfs) vfs_layer_commit "${@:2}" ;;
  esac
}

# Usage: driver_layer_rollback DRIVER ARGUMENTS
driver_layer_rollback() {
  case $1 in
    overlay) overlay_layer_rollback "${@:2}" ;;
    vfs) vfs_layer_rollback "${@:2}" ;;
  esac
}

# Usage: driver_layer_remove DRIVER ARGUMENTS
driver_layer_remove() {
  case $1 in
    overlay) overlay_layer_remove "${@:2}" ;;
    vfs) vfs_layer_remove "${@:2}" ;;
  esac
}

# Usage: probes_before ENGINE CONTAINER [N [EXTRA]]
probes_before() { :; }

# Usage: probes_started ENGINE CONTAINER [N [EXTRA]]
probes_started() {
  cpu_started "$@"
}

# Usage: probes_ran ENGINE CONTAINER [N [EXTRA]]
probes_ran() { :; }

# Usage: probes_stored ENGINE CONTAINER [N [EXTRA]]
probes_stored() { :; }

# Usage: undo_one FUNCTION NAME; nothing else that a journal names is ever run
undo_one() {
  case $1 in
    cgroup_remove) cgroup_remove "$2" ;;
    container_discard) container_discard "$2" ;;
    disk_remove) disk_remove "$2" ;;
    disk_unmount) disk_unmount "$2" ;;
    image_discard) image_discard "$2" ;;
    namespace_remove) namespace_remove "$2" ;;
    storage_remove) storage_remove "$2" ;;
    *) return 1 ;;
  esac
}

# What the check or measure that ends wants to be done
block_finally() {
  case $BLOCK in
    one-after-the-other) recipe_finally_one_after_the_other ;;
  esac
}

# Prints what this script knows; a failed step leaves it in variables.txt.
variables_print() { …; }

# ---- the recipe's steps ----

# What this host must have.
recipe_requires() {
  at recipe.ctr:16 $'storage cow { driver ${driver} }'
  require_privilege 'mount files for overlay' user-namespace
  at recipe.ctr:12 'memory.max 64MiB'
  require_privilege 'limit memory' delegated-cgroup memory
  at recipe.ctr:14 'namespace quiet { network none }'
  require_privilege 'make namespaces' user-namespace
  at recipe.ctr:18 'container box'
  require_privilege 'make namespaces and mounts for native' user-namespace
  require_tools cat chmod chown cp cut df find grep gzip head ldd ln mkdir mkfifo mount mv nsenter readlink rm rmdir setpriv sh sha256sum sort stat sync tar touch truncate umount uname unshare xargs
  require_room results state images
  require_driver overlay
  require_engine native
}

recipe_set_up() {
  at recipe.ctr:8 'image tools'
  image_begin tools
  while image_next; do
    at recipe.ctr:9 'program "/bin/busybox" links [sh, dd, sleep]'
    image_program /bin/busybox sh dd sleep
  done
}

# Cell 1: driver overlay, bytes 4KiB
recipe_cell_1() {
  at recipe.ctr:16 $'storage cow { driver ${driver} }'
  undo cell storage_remove cow.1
  storage_create cow.1 overlay
  at recipe.ctr:44 $'load "x.tar" as "loaded-${i}"'
  undo cell storage_remove default.1
  storage_create default.1 overlay
  at recipe.ctr:12 'cgroup small { memory.max 64MiB }'
  undo cell cgroup_remove small.1
  cgroup_create small.1
  at recipe.ctr:12 'memory.max 64MiB'
  cgroup_write small.1 memory.max 67108864
  cgroup_write small.1 memory.swap.max 0
  at recipe.ctr:14 'namespace quiet { network none }'
  undo cell namespace_remove quiet.1
  namespace_create quiet.1 network=none
  at recipe.ctr:18 'container box'
  container_define box.1 native \
    --image tools \
    --storage cow.1 \
    --cgroup small.1 \
    --join quiet.1
}

# Cell 2: driver overlay, bytes 1MiB
recipe_cell_2() {
  at recipe.ctr:16 $'storage cow { driver ${driver} }'
  undo cell storage_remove cow.2
  storage_create cow.2 overlay
  at recipe.ctr:44 $'load "x.tar" as "loaded-${i}"'
  undo cell storage_remove default.2
  storage_create default.2 overlay
  at recipe.ctr:12 'cgroup small { memory.max 64MiB }'
  undo cell cgroup_remove small.2
  cgroup_create small.2
  at recipe.ctr:12 'memory.max 64MiB'
  cgroup_write small.2 memory.max 67108864
  cgroup_write small.2 memory.swap.max 0
  at recipe.ctr:14 'namespace quiet { network none }'
  undo cell namespace_remove quiet.2
  namespace_create quiet.2 network=none
  at recipe.ctr:18 'container box'
  container_define box.2 native \
    --image tools \
    --storage cow.2 \
    --cgroup small.2 \
    --join quiet.2
}

# Cell 3: driver vfs, bytes 4KiB
recipe_cell_3() {
  at recipe.ctr:16 $'storage cow { driver ${driver} }'
  undo cell storage_remove cow.3
  storage_create cow.3 vfs
  at recipe.ctr:44 $'load "x.tar" as "loaded-${i}"'
  undo cell storage_remove default.3
  storage_create default.3 overlay
  at recipe.ctr:12 'cgroup small { memory.max 64MiB }'
  undo cell cgroup_remove small.3
  cgroup_create small.3
  at recipe.ctr:12 'memory.max 64MiB'
  cgroup_write small.3 memory.max 67108864
  cgroup_write small.3 memory.swap.max 0
  at recipe.ctr:14 'namespace quiet { network none }'
  undo cell namespace_remove quiet.3
  namespace_create quiet.3 network=none
  at recipe.ctr:18 'container box'
  container_define box.3 native \
    --image tools \
    --storage cow.3 \
    --cgroup small.3 \
    --join quiet.3
}

# Cell 4: driver vfs, bytes 1MiB
recipe_cell_4() {
  at recipe.ctr:16 $'storage cow { driver ${driver} }'
  undo cell storage_remove cow.4
  storage_create cow.4 vfs
  at recipe.ctr:44 $'load "x.tar" as "loaded-${i}"'
  undo cell storage_remove default.4
  storage_create default.4 overlay
  at recipe.ctr:12 'cgroup small { memory.max 64MiB }'
  undo cell cgroup_remove small.4
  cgroup_create small.4
  at recipe.ctr:12 'memory.max 64MiB'
  cgroup_write small.4 memory.max 67108864
  cgroup_write small.4 memory.swap.max 0
  at recipe.ctr:14 'namespace quiet { network none }'
  undo cell namespace_remove quiet.4
  namespace_create quiet.4 network=none
  at recipe.ctr:18 'container box'
  container_define box.4 native \
    --image tools \
    --storage cow.4 \
    --cgroup small.4 \
    --join quiet.4
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  case $CELL in
    1) v_bytes=4096 ;;
    2) v_bytes=1048576 ;;
    3) v_bytes=4096 ;;
    4) v_bytes=1048576 ;;
  esac
}

# recipe.ctr:25: check each-has-its-own
recipe_check_each_has_its_own() {
  at recipe.ctr:26 'start box as nap $ sleep 10'
  undo block container_discard "nap.$CELL"
  container_start "box.$CELL" "nap.$CELL" -- sleep 10
  at recipe.ctr:27 'expect nap in small'
  expect_cgroup --of "nap.$CELL" "small.$CELL" || return 0
  at recipe.ctr:28 'wait nap ready "x" timeout 1s'
  wait_ready "nap.$CELL" x 1000000000
  at recipe.ctr:29 $'host $ echo ${nap.pid}'
  instance_pid "nap.$CELL"
  pid_of_nap=$REPLY
  host_run -- echo "$pid_of_nap"
  expect_exit is 0 || return 0
}

# recipe.ctr:32: measure copy, prepare
recipe_prepare_copy() {
  prepare_begin
  at recipe.ctr:35 sync
  host_sync
  prepare_end
}

# recipe.ctr:32: measure copy
recipe_measure_copy() {
  at recipe.ctr:36 $'run box keep as "box-${i}" $ dd if=/dev/zero of=/data bs=${bytes} count=1'
  undo cell container_discard "box-$v_i.$CELL"
  container_run "box.$CELL" \
    --keep "box-$v_i.$CELL" \
    --metric speed stderr '([0-9.]+) MB/s' MB/s \
    -- dd if=/dev/zero of=/data "bs=$v_bytes" count=1
  expect_exit is 0 || return 0
  at recipe.ctr:38 $'commit "box-${i}" as "image-${i}"'
  container_commit "box-$v_i.$CELL" "image-$v_i.$CELL"
  at recipe.ctr:39 $'diff "box-${i}" tools'
  container_diff "box-$v_i.$CELL" tools
  at recipe.ctr:40 'expect exit 1'
  expect_exit is 1 || return 0
  at recipe.ctr:41 $'save "image-${i}" to "x.tar"'
  image_save "image-$v_i.$CELL" x.tar tar
  at recipe.ctr:42 $'rollback "box-${i}" to tools'
  container_rollback "box-$v_i.$CELL" tools
  at recipe.ctr:43 $'exec "box-${i}" $ sh'
  container_exec "box-$v_i.$CELL" -- sh
  expect_exit is 0 || return 0
  at recipe.ctr:44 $'load "x.tar" as "loaded-${i}"'
  image_load x.tar "loaded-$v_i.$CELL" native --storage "default.$CELL"
  at recipe.ctr:45 $'run "loaded-${i}" $ sh'
  container_run "loaded-$v_i.$CELL" -- sh
  expect_exit is 0 || return 0
}

# recipe.ctr:49: measure precise
recipe_measure_precise() {
  at recipe.ctr:53 'run box $ sleep 0'
  container_run "box.$CELL" -- sleep 0
  expect_exit is 0 || return 0
}

# recipe.ctr:56: measure one-after-the-other
recipe_measure_one_after_the_other() {
  at recipe.ctr:59 'run box $ sleep 0'
  container_run "box.$CELL" -- sleep 0
  expect_exit is 0 || return 0
}

# recipe.ctr:56: measure one-after-the-other, finally
recipe_finally_one_after_the_other() {
  at recipe.ctr:60 sync
  host_sync
}

# The checks and measures; the cells take turns.
recipe_blocks() {
  if block_selected each-has-its-own; then
    while cell_next; do
      if block_begin check each-has-its-own 25; then
        recipe_check_each_has_its_own
        block_end
      fi
    done
  fi
  if block_selected copy; then
    block_begin measure copy 32 cell
    measure_begin --repeat 3 --warmup 1 --order random --probe 'time'
    while calibrate_next; do
      at recipe.ctr:36 $'run box keep as "box-${i}" $ dd if=/dev/zero of=/data bs=${bytes} count=1'
      calibrate_container "box.$CELL" tools
    done
    while measure_next; do
      v_i=$ITERATION
      recipe_prepare_copy
      [[ $BLOCK_OUTCOME == passed ]] || continue
      recipe_measure_copy
    done
    while measure_close; do
      at recipe.ctr:46 'expect median time < 1s'
      expect_median_time '<' 1000000000 || :
      block_finally
    done
    measure_end
  fi
  if block_selected precise; then
    block_begin measure precise 49
    measure_begin --until 2 200 --of cpuUsageNs --order random --seed 7 --probe cpu
    while calibrate_next; do
      at recipe.ctr:53 'run box $ sleep 0'
      calibrate_container "box.$CELL" tools
    done
    while measure_next; do
      recipe_measure_precise
    done
    while measure_close; do
      block_finally
    done
    measure_end
  fi
  if block_selected one-after-the-other; then
    block_begin measure one-after-the-other 56
    while cell_next; do
      finally_note
    done
    measure_begin --for 10000000 --probe 'time'
    while calibrate_next; do
      at recipe.ctr:59 'run box $ sleep 0'
      calibrate_container "box.$CELL" tools
    done
    while measure_next; do
      recipe_measure_one_after_the_other
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
  if cell_selected 1; then
    cell_begin 1 together
    recipe_cell_1
  fi
  if cell_selected 2; then
    cell_begin 2 together
    recipe_cell_2
  fi
  if cell_selected 3 && cell_possible 3 driver vfs; then
    cell_begin 3 together
    recipe_cell_3
  fi
  if cell_selected 4 && cell_possible 4 driver vfs; then
    cell_begin 4 together
    recipe_cell_4
  fi
  cells_done
  recipe_blocks
  cell_end
}

{
  main "$@"
  exit
}
