#!/usr/bin/env bash
# imports: Declarations from other files
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:32b3e070495cddb69dd308e458406513d11ed0555b459bdb1f5e637a6234832d
#
#   bash imports.sh              does all of it
#   bash imports.sh --dry-run    says what it would do
#   bash imports.sh --help       lists parameters, options and exit statuses
#
# check it-runs
#
# The recipe:
#
#@ recipe.ctr
#| recipe imports "Declarations from other files"
#|
#| import "common/boxes.ctr"
#|
#| check it-runs {
#|   run box $ true
#| }
#@ common/boxes.ctr
#| import "../limits.ctr"
#|
#| container box {
#|   root   host
#|   cgroup small
#| }
#@ limits.ctr
#> "cgroup small { # lines with blanks at their end \n"
#> "\tpids.max 10\r\n"
#> "}"

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

RECIPE=imports
TITLE='Declarations from other files'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:32b3e070495cddb69dd308e458406513d11ed0555b459bdb1f5e637a6234832d
CTRC_VERSION=0.1.0
CGROUPS_OF=script
CELLS=1
PARAMETERS=()
PARAMETER_TYPES=()
PARAMETER_WRITTEN=()
PARAMETER_DOCS=()
BLOCKS=(it-runs)
BLOCK_KINDS=(check)
CELL_TEXTS=('')
CELL_VALUES=('{}')
RECIPE_FUNCTIONS=(recipe_cell_1 recipe_check_it_runs)
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
probes_before() { :; }

# Usage: probes_ran ENGINE CONTAINER [N [EXTRA]]
probes_ran() { :; }

# Usage: undo_one FUNCTION NAME; nothing else that a journal names is ever run
undo_one() {
  case $1 in
    cgroup_remove) cgroup_remove "$2" ;;
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
  at limits.ctr:2 'pids.max 10'
  require_privilege 'limit processes' delegated-cgroup pids
  at common/boxes.ctr:3 'container box'
  require_privilege 'make namespaces and mounts for native' user-namespace
  require_tools cp ln mkdir mkfifo mount mv nsenter readlink rm rmdir setpriv sh sha256sum stat truncate unshare
  require_room results state
  require_engine native
}

recipe_cell_1() {
  at limits.ctr:1 'cgroup small'
  undo cell cgroup_remove small
  cgroup_create small
  at limits.ctr:2 'pids.max 10'
  cgroup_write small pids.max 10
  at common/boxes.ctr:3 'container box'
  container_define box native \
    --root host \
    --cgroup small
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  :
}

# recipe.ctr:5: check it-runs
recipe_check_it_runs() {
  at recipe.ctr:6 'run box $ true'
  container_run box -- true
  expect_exit is 0 || return 0
}

# Everything, in order.
recipe_run() {
  run_begin
  if cell_selected 1; then
    cell_begin 1
    recipe_cell_1
    if block_selected it-runs; then
      if block_begin check it-runs 5; then
        recipe_check_it_runs
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
