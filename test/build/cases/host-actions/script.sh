#!/usr/bin/env bash
# host-actions: What is done outside any container
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:7b454217b0e7d2920aafb5b9b92be5dba0c56d252e5425e7f68221d389d1f48f
#
#   bash host-actions.sh              does all of it
#   bash host-actions.sh --dry-run    says what it would do
#   bash host-actions.sh --help       lists parameters, options and exit statuses
#
# check outside
#
# The recipe:
#
#@ recipe.ctr
#| recipe host-actions "What is done outside any container"
#|
#| require root
#| require program cat
#| require kernel 3.10
#| require free 1MiB
#|
#| param rounds 2
#| param pause  10ms
#|
#| check outside {
#|   host stdin "hello" timeout 2s $ cat
#|   host stdin "x" shell """
#|     cat
#|     echo "${rounds} $pause"
#|     """
#|   sleep ${pause}
#|   sleep 10ms
#|   sync
#|   drop-caches
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

RECIPE='host-actions'
TITLE='What is done outside any container'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:7b454217b0e7d2920aafb5b9b92be5dba0c56d252e5425e7f68221d389d1f48f
CTRC_VERSION=0.1.0
CGROUPS_OF=script
# rounds (2)
v_rounds=2
# pause (10ms)
v_pause=10000000
CELLS=1
PARAMETERS=(rounds pause)
PARAMETER_TYPES=(number duration)
PARAMETER_WRITTEN=(2 10ms)
PARAMETER_DOCS=('' '')
BLOCKS=(outside)
BLOCK_KINDS=(check)
CELL_TEXTS=('')
CELL_VALUES=('{}')
RECIPE_FUNCTIONS=(recipe_cell_1 recipe_check_outside)

# ---- … the runtime … ----

# ---- what this recipe uses of it ----

# Usage: engine_wait ENGINE ARGUMENTS
engine_wait() { :; }

# Usage: undo_one FUNCTION NAME; nothing else that a journal names is ever run
undo_one() {
  case $1 in
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
  at recipe.ctr:3 'require root'
  require_root
  at recipe.ctr:4 'require program cat'
  require_program cat
  at recipe.ctr:5 'require kernel 3.10'
  require_kernel 3.10
  at recipe.ctr:6 'require free 1MiB'
  require_free 1048576
  at recipe.ctr:20 drop-caches
  require_privilege $'empty the kernel\'s caches' impossible
  require_tools cp env mkdir mkfifo mv readlink rm rmdir sha256sum stat sync truncate
  require_room results state
}

recipe_cell_1() {
  :
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  :
}

# recipe.ctr:11: check outside
recipe_check_outside() {
  at recipe.ctr:12 'host stdin "hello" timeout 2s $ cat'
  host_run --stdin hello --timeout 2000000000 -- cat
  expect_exit is 0 || return 0
  at recipe.ctr:13 $'host stdin "x" shell """ cat echo "${rounds} $pause" """'
  seconds_of "$v_pause"
  seconds_of_pause=$REPLY
  host_shell --stdin x --variable rounds "$v_rounds" --variable pause "$seconds_of_pause" -- $'cat
echo "${rounds} $pause"
'
  expect_exit is 0 || return 0
  at recipe.ctr:17 $'sleep ${pause}'
  host_sleep "$v_pause"
  at recipe.ctr:18 'sleep 10ms'
  host_sleep 10000000
  at recipe.ctr:19 sync
  host_sync
  at recipe.ctr:20 drop-caches
  host_drop_caches
}

# Everything, in order.
recipe_run() {
  run_begin
  if cell_selected 1; then
    cell_begin 1
    recipe_cell_1
    if block_selected outside; then
      if block_begin check outside 11; then
        recipe_check_outside
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
