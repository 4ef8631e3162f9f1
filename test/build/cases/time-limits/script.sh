#!/usr/bin/env bash
# time-limits: Whatever can hang has a time limit
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:778c49968513309f5d0ceeef14284cad1d1d87ad727ce756e926297d0b16e09f
#
#   bash time-limits.sh              does all of it
#   bash time-limits.sh --dry-run    says what it would do
#   bash time-limits.sh --help       lists parameters, options and exit statuses
#
# check everything
# measure all-of-it
#
# The recipe:
#
#@ recipe.ctr
#| recipe time-limits "Whatever can hang has a time limit"
#|
#| param patience 2min "for what is fetched and built"
#|
#| image source timeout 20min {
#|   fetch "https://example.org/a.tar.gz" sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 as source timeout ${patience}
#|   build in "${source}" timeout ${patience} {
#|     $ make
#|     directory tree "_install" to "/"
#|   }
#| }
#|
#| storage disk timeout 1min {
#|   size 1GiB
#| }
#|
#| container box timeout ${patience} {
#|   image   source
#|   storage disk
#| }
#|
#| check everything timeout 10min {
#|   prepare { drop-caches timeout 1min }
#|   start box as running timeout 10s $ sleep 60
#|   exec running timeout 5s $ true
#|   commit running as later timeout 30s
#|   save later to "later.tar" timeout 30s
#|   stop running timeout 20s
#|   host timeout 5s $ true
#|   finally { sync timeout 1min }
#| }
#|
#| measure all-of-it timeout ${patience} {
#|   repeat 3
#|   run box timeout 5s $ true
#|   expect median time < 1s
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

RECIPE='time-limits'
TITLE='Whatever can hang has a time limit'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:778c49968513309f5d0ceeef14284cad1d1d87ad727ce756e926297d0b16e09f
CTRC_VERSION=0.1.0
CGROUPS_OF=script
# patience: for what is fetched and built (2min)
v_patience=120000000000
CELLS=1
PARAMETERS=(patience)
PARAMETER_TYPES=(duration)
PARAMETER_WRITTEN=(2min)
PARAMETER_DOCS=('for what is fetched and built')
BLOCKS=(everything all-of-it)
BLOCK_KINDS=(check measure)
CELL_TEXTS=('')
CELL_VALUES=('{}')
RECIPE_FUNCTIONS=(
  recipe_set_up
  recipe_cell_1
  recipe_check_everything
  recipe_finally_everything
  recipe_measure_all_of_it
)
ROOT_ONLY=()

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

# Usage: engine_stop ENGINE ARGUMENTS
engine_stop() {
  case $1 in
    native) layered_stop "${@:2}" ;;
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

# Usage: driver_layer_view DRIVER ARGUMENTS
driver_layer_view() {
  case $1 in
    overlay) overlay_layer_view "${@:2}" ;;
  esac
}

# Usage: driver_layer_commit DRIVER ARGUMENTS
driver_layer_commit() {
  case $1 in
    overlay) overlay_layer_commit "${@:2}" ;;
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

# Usage: probes_started ENGINE CONTAINER [N [EXTRA]]
probes_started() { :; }

# Usage: probes_ran ENGINE CONTAINER [N [EXTRA]]
probes_ran() { :; }

# Usage: probes_stored ENGINE CONTAINER [N [EXTRA]]
probes_stored() { :; }

# Usage: undo_one FUNCTION NAME; nothing else that a journal names is ever run
undo_one() {
  case $1 in
    container_discard) container_discard "$2" ;;
    disk_remove) disk_remove "$2" ;;
    disk_unmount) disk_unmount "$2" ;;
    image_discard) image_discard "$2" ;;
    storage_remove) storage_remove "$2" ;;
    *) return 1 ;;
  esac
}

# What the check or measure that ends wants to be done
block_finally() {
  case $BLOCK in
    everything) recipe_finally_everything ;;
  esac
}

# Prints what this script knows; a failed step leaves it in variables.txt.
variables_print() { …; }

# ---- the recipe's steps ----

# What this host must have.
recipe_requires() {
  at recipe.ctr:13 'storage disk timeout 1min'
  require_privilege 'mount files for overlay' user-namespace
  at recipe.ctr:13 'storage disk timeout 1min'
  require_privilege 'make and mount a file system for a storage' impossible
  at recipe.ctr:17 $'container box timeout ${patience}'
  require_privilege 'make namespaces and mounts for native' user-namespace
  at recipe.ctr:23 'drop-caches timeout 1min'
  require_privilege $'empty the kernel\'s caches' impossible
  require_tools chmod cp df env find flock grep head ln md5sum mkdir mkfifo mount mv nsenter readlink rm rmdir setpriv sh sha256sum sort stat sync tail tar truncate uname unshare
  require_room results state images
  require_driver overlay
  require_engine native
}

recipe_set_up() {
  at recipe.ctr:5 'image source timeout 20min'
  image_begin source
  alarm_set 1200000000000 'image source'
  while image_next; do
    at recipe.ctr:6 'fetch "https://example.org/a.tar.gz" sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca4959...'
    alarm_set "$v_patience"
    image_fetch https://example.org/a.tar.gz \
      sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    v_source=$REPLY
    alarm_clear
    at recipe.ctr:7 $'build in "${source}" timeout ${patience}'
    alarm_set "$v_patience"
    image_build_in "$v_source"
    at recipe.ctr:8 '$ make'
    image_build_run -- make
    at recipe.ctr:9 'directory tree "_install" to "/"'
    image_build_tree _install /
    at recipe.ctr:7 $'build in "${source}" timeout ${patience}'
    image_build_leave
    alarm_clear
  done
  alarm_clear
}

recipe_cell_1() {
  at recipe.ctr:13 'storage disk timeout 1min'
  undo cell storage_remove disk
  alarm_set 60000000000
  storage_create disk overlay --size 1073741824
  alarm_clear
  at recipe.ctr:17 $'container box timeout ${patience}'
  alarm_set "$v_patience"
  container_define box native \
    --image source \
    --storage disk
  alarm_clear
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  :
}

# recipe.ctr:22: check everything
recipe_check_everything() {
  at recipe.ctr:23 'drop-caches timeout 1min'
  alarm_set 60000000000
  host_drop_caches
  alarm_clear
  at recipe.ctr:24 'start box as running timeout 10s $ sleep 60'
  undo block container_discard running
  alarm_set 10000000000
  container_start box running -- sleep 60
  alarm_clear
  at recipe.ctr:25 'exec running timeout 5s $ true'
  alarm_set_engine 5000000000
  container_exec running --timeout 5000000000 -- true
  alarm_clear
  expect_exit is 0 || return 0
  at recipe.ctr:26 'commit running as later timeout 30s'
  alarm_set 30000000000
  container_commit running later
  alarm_clear
  at recipe.ctr:27 'save later to "later.tar" timeout 30s'
  alarm_set 30000000000
  image_save later later.tar tar
  alarm_clear
  at recipe.ctr:28 'stop running timeout 20s'
  alarm_set 20000000000
  container_stop running
  alarm_clear
  at recipe.ctr:29 'host timeout 5s $ true'
  host_run --timeout 5000000000 -- true
  expect_exit is 0 || return 0
}

# recipe.ctr:22: check everything, finally
recipe_finally_everything() {
  at recipe.ctr:30 'sync timeout 1min'
  alarm_set 60000000000
  host_sync
  alarm_clear
}

# recipe.ctr:33: measure all-of-it
recipe_measure_all_of_it() {
  at recipe.ctr:35 'run box timeout 5s $ true'
  alarm_set_engine 5000000000
  container_run box --timeout 5000000000 -- true
  alarm_clear
  expect_exit is 0 || return 0
}

# Everything, in order.
recipe_run() {
  run_begin
  recipe_set_up
  if cell_selected 1; then
    cell_begin 1
    recipe_cell_1
    if block_selected everything; then
      if block_begin check everything 22 cell; then
        finally_note
        alarm_set 600000000000 'check everything'
        recipe_check_everything
        alarm_clear
        block_end
      fi
    fi
    if block_selected all-of-it; then
      block_begin measure all-of-it 33
      measure_begin --repeat 3 --probe 'time'
      alarm_set "$v_patience" 'measure all-of-it'
      while measure_next; do
        recipe_measure_all_of_it
      done
      alarm_clear
      while measure_close; do
        at recipe.ctr:36 'expect median time < 1s'
        expect_median_time '<' 1000000000 || :
        block_finally
      done
      measure_end
    fi
    cell_end
  fi
}

{
  main "$@"
  exit
}
