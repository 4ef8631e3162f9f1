#!/usr/bin/env bash
# measure: Prepared, warmed up, repeated, judged at the end
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:c8579ae070f32a0c99600d10af95c020eb66d32c0485d89dc16778df27c63fee
#
#   bash measure.sh              does all of it
#   bash measure.sh --dry-run    says what it would do
#   bash measure.sh --help       lists parameters, options and exit statuses
#
# measure repeated
# measure timed
#
# The recipe:
#
#@ recipe.ctr
#| recipe measure "Prepared, warmed up, repeated, judged at the end"
#|
#| param rounds 5
#|
#| container box {
#|   root host
#| }
#|
#| measure repeated {
#|   repeat ${rounds} as i
#|   warmup 1
#|   probe  time, cpu, memory, io, pids, pressure
#|   exclude when swapped
#|   exclude when steal > 1%
#|   prepare {
#|     drop-caches
#|     host $ mkdir /tmp/measured-${i}
#|     expect exit 0
#|   }
#|   run box $ touch /tmp/measured-${i}/x
#|   expect time < 1s
#|   expect memory.peak < 100MiB
#|   expect median time < 500ms
#|   finally { host $ rm -rf /tmp/measured-1 }
#| }
#|
#| measure timed {
#|   for 250ms
#|   sleep 10ms
#|   sync
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

RECIPE=measure
TITLE='Prepared, warmed up, repeated, judged at the end'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:c8579ae070f32a0c99600d10af95c020eb66d32c0485d89dc16778df27c63fee
CTRC_VERSION=0.1.0
CGROUPS_OF=script
# rounds (5)
v_rounds=5
CELLS=1
PARAMETERS=(rounds)
PARAMETER_TYPES=(number)
PARAMETER_WRITTEN=(5)
PARAMETER_DOCS=('')
BLOCKS=(repeated timed)
BLOCK_KINDS=(measure measure)
CELL_TEXTS=('')
CELL_VALUES=('{}')
RECIPE_FUNCTIONS=(
  recipe_cell_1
  recipe_prepare_repeated
  recipe_measure_repeated
  recipe_finally_repeated
  recipe_measure_timed
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

# Usage: engine_wait ENGINE ARGUMENTS
engine_wait() {
  case $1 in
    native) layered_wait "${@:2}" ;;
  esac
}

# Usage: engine_remove ENGINE ARGUMENTS
engine_remove() {
  case $1 in
    native) layered_remove "${@:2}" ;;
  esac
}

# Usage: driver_import DRIVER ARGUMENTS
driver_import() { :; }

# Usage: driver_layer_directories DRIVER ARGUMENTS
driver_layer_directories() { :; }

# Usage: driver_layer_create DRIVER ARGUMENTS
driver_layer_create() { :; }

# Usage: driver_layer_remove DRIVER ARGUMENTS
driver_layer_remove() { :; }

# Usage: probes_before ENGINE CONTAINER [N [EXTRA]]
probes_before() {
  memory_before "$@"
}

# Usage: probes_ran ENGINE CONTAINER [N [EXTRA]]
probes_ran() {
  memory_after "$@"
}

# Usage: undo_one FUNCTION NAME; nothing else that a journal names is ever run
undo_one() {
  case $1 in
    *) return 1 ;;
  esac
}

# What the check or measure that ends wants to be done
block_finally() {
  case $BLOCK in
    repeated) recipe_finally_repeated ;;
  esac
}

# Prints what this script knows; a failed step leaves it in variables.txt.
variables_print() { …; }

# ---- the recipe's steps ----

# What this host must have.
recipe_requires() {
  at recipe.ctr:5 'container box'
  require_privilege 'make namespaces and mounts for native' user-namespace
  at recipe.ctr:16 drop-caches
  require_privilege $'empty the kernel\'s caches' impossible
  require_tools cp ln mkdir mkfifo mount mv nsenter readlink rm rmdir setpriv sh sha256sum sort stat sync truncate unshare
  require_room results state
  require_engine native
}

recipe_cell_1() {
  at recipe.ctr:5 'container box'
  container_define box native \
    --root host
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  :
}

# recipe.ctr:9: measure repeated, prepare
recipe_prepare_repeated() {
  prepare_begin
  at recipe.ctr:16 drop-caches
  host_drop_caches
  at recipe.ctr:17 $'host $ mkdir /tmp/measured-${i}'
  host_run -- mkdir "/tmp/measured-$v_i"
  at recipe.ctr:18 'expect exit 0'
  expect_exit is 0 || return 0
  prepare_end
}

# recipe.ctr:9: measure repeated
recipe_measure_repeated() {
  at recipe.ctr:20 $'run box $ touch /tmp/measured-${i}/x'
  container_run box -- touch "/tmp/measured-$v_i/x"
  at recipe.ctr:21 'expect time < 1s'
  expect_time '<' 1000000000 || return 0
  at recipe.ctr:22 'expect memory.peak < 100MiB'
  expect_memory_peak '<' 104857600 || return 0
}

# recipe.ctr:9: measure repeated, finally
recipe_finally_repeated() {
  at recipe.ctr:24 'host $ rm -rf /tmp/measured-1'
  host_run -- rm -rf /tmp/measured-1
  is_cleanup || expect_exit is 0 || :
}

# recipe.ctr:27: measure timed
recipe_measure_timed() {
  at recipe.ctr:29 'sleep 10ms'
  host_sleep 10000000
  at recipe.ctr:30 sync
  host_sync
}

# Everything, in order.
recipe_run() {
  run_begin
  probe_begin io pids pressure
  if cell_selected 1; then
    cell_begin 1
    recipe_cell_1
    if block_selected repeated; then
      block_begin measure repeated 9
      finally_note
      measure_begin --repeat "$v_rounds" \
        --warmup 1 \
        --probe 'time cpu memory io pids pressure' \
        --exclude 'exclude when swapped' swapped '>' 0 \
        --exclude 'exclude when steal > 1%' steal '>' 1
      while calibrate_next; do
        at recipe.ctr:20 $'run box $ touch /tmp/measured-${i}/x'
        calibrate_container box
      done
      while measure_next; do
        v_i=$ITERATION
        recipe_prepare_repeated
        [[ $BLOCK_OUTCOME == passed ]] || continue
        recipe_measure_repeated
      done
      while measure_close; do
        at recipe.ctr:23 'expect median time < 500ms'
        expect_median_time '<' 500000000 || :
        block_finally
      done
      measure_end
    fi
    if block_selected timed; then
      block_begin measure timed 27
      measure_begin --for 250000000 --probe 'time'
      while measure_next; do
        recipe_measure_timed
      done
      while measure_close; do
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
