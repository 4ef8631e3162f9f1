#!/usr/bin/env bash
# loops: Loops, names made in them, and what is kept
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:7a27343d104daf94d5fbec6add8d775e2abb47477726d5ec8272aadfe59b446d
#
#   bash loops.sh              does all of it
#   bash loops.sh --dry-run    says what it would do
#   bash loops.sh --help       lists parameters, options and exit statuses
#
# check many
#
# The recipe:
#
#@ recipe.ctr
#| recipe loops "Loops, names made in them, and what is kept"
#|
#| param rounds 3
#| param pause  20ms
#|
#| container box {
#|   root host
#| }
#|
#| check many {
#|   for i in 1..${rounds} {
#|     run box keep as "box-${i}" $ echo ${i}
#|     expect stdout is "${i}"
#|     for j in 2..4 {
#|       start box as "idle-${i}-${j}" $ sleep ${pause}
#|     }
#|   }
#|   expect "box-1" exit 0
#|   remove "box-1"
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

RECIPE=loops
TITLE='Loops, names made in them, and what is kept'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:7a27343d104daf94d5fbec6add8d775e2abb47477726d5ec8272aadfe59b446d
CTRC_VERSION=0.1.0
CGROUPS_OF=script
# rounds (3)
v_rounds=3
# pause (20ms)
v_pause=20000000
CELLS=1
PARAMETERS=(rounds pause)
PARAMETER_TYPES=(number duration)
PARAMETER_WRITTEN=(3 20ms)
PARAMETER_DOCS=('' '')
BLOCKS=(many)
BLOCK_KINDS=(check)
CELL_TEXTS=('')
CELL_VALUES=('{}')
RECIPE_FUNCTIONS=(recipe_cell_1 recipe_check_many)
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

# Usage: driver_import DRIVER ARGUMENTS
driver_import() { :; }

# Usage: driver_layer_directories DRIVER ARGUMENTS
driver_layer_directories() { :; }

# Usage: driver_layer_create DRIVER ARGUMENTS
driver_layer_create() { :; }

# Usage: driver_layer_remove DRIVER ARGUMENTS
driver_layer_remove() { :; }

# Usage: probes_before ENGINE CONTAINER [N [EXTRA]]
probes_before() { :; }

# Usage: probes_started ENGINE CONTAINER [N [EXTRA]]
probes_started() { :; }

# Usage: probes_ran ENGINE CONTAINER [N [EXTRA]]
probes_ran() { :; }

# Usage: undo_one FUNCTION NAME; nothing else that a journal names is ever run
undo_one() {
  case $1 in
    container_discard) container_discard "$2" ;;
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
  at recipe.ctr:6 'container box'
  require_privilege 'make namespaces and mounts for native' user-namespace
  require_tools cp ln mkdir mkfifo mount mv nsenter readlink rm rmdir setpriv sh sha256sum stat tr truncate unshare
  require_room results state
  require_engine native
}

recipe_cell_1() {
  at recipe.ctr:6 'container box'
  container_define box native \
    --root host
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  :
}

# recipe.ctr:10: check many
recipe_check_many() {
  for ((v_i = 1; v_i <= v_rounds; v_i++)); do
    at recipe.ctr:12 $'run box keep as "box-${i}" $ echo ${i}'
    undo cell container_discard "box-$v_i"
    container_run box --keep "box-$v_i" -- echo "$v_i"
    at recipe.ctr:13 $'expect stdout is "${i}"'
    expect_output stdout is "$v_i" || return 0
    for ((v_j = 2; v_j <= 4; v_j++)); do
      at recipe.ctr:15 $'start box as "idle-${i}-${j}" $ sleep ${pause}'
      seconds_of "$v_pause"
      seconds_of_pause=$REPLY
      undo block container_discard "idle-$v_i-$v_j"
      container_start box "idle-$v_i-$v_j" -- sleep "$seconds_of_pause"
    done
  done
  at recipe.ctr:18 'expect "box-1" exit 0'
  expect_exit --of box-1 is 0 || return 0
  at recipe.ctr:19 'remove "box-1"'
  container_remove box-1
}

# Everything, in order.
recipe_run() {
  run_begin
  if cell_selected 1; then
    cell_begin 1
    recipe_cell_1
    if block_selected many; then
      if block_begin check many 10 cell; then
        recipe_check_many
        block_end
      fi
    fi
    cell_end
  fi
}

{
  main "$@"
  exit
}
