#!/usr/bin/env bash
# parameters-unused: parameters-unused
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:64388fe20ecdd53102716b0c9066da5b02cb0fbb6559c6304fb1b47c728f5cca
#
#   bash parameters-unused.sh              does all of it
#   bash parameters-unused.sh --dry-run    says what it would do
#   bash parameters-unused.sh --help       lists parameters, options and exit statuses
#
# check host-answers
#
# The recipe:
#
#@ recipe.ctr
#| recipe parameters-unused
#|
#| param quoted "a \"b\"" "is only listed"
#|
#| check host-answers {
#|   host $ true
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

RECIPE='parameters-unused'
TITLE='parameters-unused'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:64388fe20ecdd53102716b0c9066da5b02cb0fbb6559c6304fb1b47c728f5cca
CTRC_VERSION=0.1.0
CGROUPS_OF=script
CELLS=1
PARAMETERS=(quoted)
PARAMETER_TYPES=(string)
PARAMETER_WRITTEN=('"a \"b\""')
PARAMETER_DOCS=('is only listed')
BLOCKS=(host-answers)
BLOCK_KINDS=(check)
CELL_TEXTS=('')
CELL_VALUES=('{}')
RECIPE_FUNCTIONS=(recipe_cell_1 recipe_check_host_answers)

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
  require_tools cp mkdir mkfifo mv readlink rm rmdir sha256sum stat truncate
  require_room results state
}

recipe_cell_1() {
  :
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  :
}

# recipe.ctr:5: check host-answers
recipe_check_host_answers() {
  at recipe.ctr:6 'host $ true'
  host_run -- true
  expect_exit is 0 || return 0
}

# Everything, in order.
recipe_run() {
  run_begin
  if cell_selected 1; then
    cell_begin 1
    recipe_cell_1
    if block_selected host-answers; then
      if block_begin check host-answers 5; then
        recipe_check_host_answers
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
