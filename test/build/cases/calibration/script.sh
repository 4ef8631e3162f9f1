#!/usr/bin/env bash
# calibration: What the harness itself takes
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:01a4f6ccc97be42610a8706b84bb312f1f3dee121fb60bc23f8f66e8d2f069b4
#
#   bash calibration.sh              does all of it
#   bash calibration.sh --dry-run    says what it would do
#   bash calibration.sh --help       lists parameters, options and exit statuses
#
# measure both
# measure host-only
# each in 2 cells of the matrix
#
# The recipe:
#
#@ recipe.ctr
#| recipe calibration "What the harness itself takes"
#|
#| param size 1
#|
#| matrix {
#|   engine [native, runc]
#| }
#|
#| image busybox {
#|   program "/bin/busybox" links [true, sleep]
#| }
#|
#| container box {
#|   engine ${engine}
#|   image  busybox
#| }
#|
#| measure both {
#|   repeat 3 as i
#|   order  interleaved
#|   calibrate box $ true ${engine} ${size}
#|   host $ echo ${i}
#|   run box $ sleep 0.01
#| }
#|
#| measure host-only {
#|   repeat 3
#|   host shell """exit 0"""
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

RECIPE=calibration
TITLE='What the harness itself takes'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:01a4f6ccc97be42610a8706b84bb312f1f3dee121fb60bc23f8f66e8d2f069b4
CTRC_VERSION=0.1.0
CGROUPS_OF=engines
# size (1)
v_size=1
CELLS=2
PARAMETERS=(size)
PARAMETER_TYPES=(number)
PARAMETER_WRITTEN=(1)
PARAMETER_DOCS=('')
BLOCKS=(both host-only)
BLOCK_KINDS=(measure measure)
CELL_TEXTS=('engine native' 'engine runc')
CELL_VALUES=('{"engine":"native"}' '{"engine":"runc"}')
RECIPE_FUNCTIONS=(
  recipe_set_up
  recipe_cell_1
  recipe_cell_2
  recipe_values
  recipe_measure_both
  recipe_measure_host_only
)
ROOT_ONLY=()

NATIVE_INIT=…

# ---- … the runtime … ----

# ---- what this recipe uses of it ----

# Usage: engine_lacks ENGINE ARGUMENTS
engine_lacks() {
  case $1 in
    native) native_lacks "${@:2}" ;;
    runc) runc_lacks "${@:2}" ;;
  esac
}

# Usage: engine_define ENGINE ARGUMENTS
engine_define() {
  case $1 in
    native) native_define "${@:2}" ;;
    runc) runc_define "${@:2}" ;;
  esac
}

# Usage: engine_create ENGINE ARGUMENTS
engine_create() {
  case $1 in
    native) layered_create "${@:2}" ;;
    runc) layered_create "${@:2}" ;;
  esac
}

# Usage: engine_start ENGINE ARGUMENTS
engine_start() {
  case $1 in
    native) native_start "${@:2}" ;;
    runc) oci_start "${@:2}" ;;
  esac
}

# Usage: engine_wait ENGINE ARGUMENTS
engine_wait() {
  case $1 in
    native) layered_wait "${@:2}" ;;
    runc) oci_wait "${@:2}" ;;
  esac
}

# Usage: engine_remove ENGINE ARGUMENTS
engine_remove() {
  case $1 in
    native) layered_remove "${@:2}" ;;
    runc) oci_remove "${@:2}" ;;
  esac
}

# Usage: driver_lacks DRIVER ARGUMENTS
driver_lacks() {
  case $1 in
    overlay) overlay_lacks "${@:2}" ;;
  esac
}

# Usage: driver_create DRIVER ARGUMENTS
driver_create() {
  case $1 in
    overlay) overlay_create "${@:2}" ;;
  esac
}

# Usage: driver_import DRIVER ARGUMENTS
driver_import() {
  case $1 in
    overlay) overlay_import "${@:2}" ;;
  esac
}

# Usage: driver_layer_directories DRIVER ARGUMENTS
driver_layer_directories() {
  case $1 in
    overlay) overlay_layer_directories "${@:2}" ;;
  esac
}

# Usage: driver_layer_create DRIVER ARGUMENTS
driver_layer_create() {
  case $1 in
    overlay) overlay_layer_create "${@:2}" ;;
  esac
}

# Usage: driver_layer_remove DRIVER ARGUMENTS
driver_layer_remove() {
  case $1 in
    overlay) overlay_layer_remove "${@:2}" ;;
  esac
}

# Usage: probes_before ENGINE CONTAINER [N [EXTRA]]
probes_before() { :; }

# Usage: probes_ran ENGINE CONTAINER [N [EXTRA]]
probes_ran() { :; }

# Usage: undo_one FUNCTION NAME; nothing else that a journal names is ever run
undo_one() {
  case $1 in
    disk_remove) disk_remove "$2" ;;
    disk_unmount) disk_unmount "$2" ;;
    image_discard) image_discard "$2" ;;
    namespace_folder_remove) namespace_folder_remove "$2" ;;
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
  at recipe.ctr:13 'container box'
  require_privilege 'mount files for overlay' user-namespace
  at recipe.ctr:13 'container box'
  require_privilege 'make namespaces and mounts for native' user-namespace
  at recipe.ctr:13 'container box'
  require_privilege 'make namespaces and mounts for runc' user-namespace
  require_tools cp env ldd ln mkdir mkfifo mv readlink rm rmdir sha256sum sort stat tar truncate
  require_room results state images
  require_driver overlay
}

recipe_set_up() {
  at recipe.ctr:9 'image busybox'
  image_begin busybox
  while image_next; do
    at recipe.ctr:10 'program "/bin/busybox" links [true, sleep]'
    image_program /bin/busybox true sleep
  done
}

# Cell 1: engine native
recipe_cell_1() {
  at recipe.ctr:13 'container box'
  undo cell storage_remove default.1
  storage_create default.1 overlay
  container_define box.1 native \
    --image busybox \
    --storage default.1
}

# Cell 2: engine runc
recipe_cell_2() {
  at recipe.ctr:13 'container box'
  undo cell storage_remove default.2
  storage_create default.2 overlay
  container_define box.2 runc \
    --image busybox \
    --storage default.2
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  case $CELL in
    1) v_engine=native ;;
    2) v_engine=runc ;;
  esac
}

# recipe.ctr:18: measure both
recipe_measure_both() {
  at recipe.ctr:22 $'host $ echo ${i}'
  host_run -- echo "$v_i"
  expect_exit is 0 || return 0
  at recipe.ctr:23 'run box $ sleep 0.01'
  container_run "box.$CELL" -- sleep 0.01
  expect_exit is 0 || return 0
}

# recipe.ctr:26: measure host-only
recipe_measure_host_only() {
  at recipe.ctr:28 'host shell """exit 0"""'
  host_shell -- 'exit 0'
  expect_exit is 0 || return 0
}

# The checks and measures; the cells take turns.
recipe_blocks() {
  if block_selected both; then
    block_begin measure both 18
    measure_begin --repeat 3 --order interleaved --probe 'time'
    while calibrate_next; do
      at recipe.ctr:22 $'host $ echo ${i}'
      host_run -- true
      at recipe.ctr:21 $'calibrate box $ true ${engine} ${size}'
      container_run "box.$CELL" -- true "$v_engine" "$v_size"
      expect_exit is 0 || :
    done
    while measure_next; do
      v_i=$ITERATION
      recipe_measure_both
    done
    while measure_close; do
      block_finally
    done
    measure_end
  fi
  if block_selected host-only; then
    block_begin measure host-only 26
    measure_begin --repeat 3 --order random --probe 'time'
    while calibrate_next; do
      at recipe.ctr:28 'host shell """exit 0"""'
      host_run -- true
    done
    while measure_next; do
      recipe_measure_host_only
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
  if cell_selected 1 && cell_possible 1 engine native; then
    cell_begin 1 together
    recipe_cell_1
  fi
  if cell_selected 2 && cell_possible 2 engine runc; then
    cell_begin 2 together
    recipe_cell_2
  fi
  cells_done
  recipe_blocks
  cell_end
}

{
  main "$@"
  exit
}
