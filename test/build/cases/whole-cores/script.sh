#!/usr/bin/env bash
# whole-cores: Cores that the script chooses when it runs
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:db365d3de9e265c194992a45c303f0e1e77a05e5b2832ee73c051bc557f1630d
#
#   bash whole-cores.sh              does all of it
#   bash whole-cores.sh --dry-run    says what it would do
#   bash whole-cores.sh --help       lists parameters, options and exit statuses
#
# measure work
# each in 2 cells of the matrix
#
# The recipe:
#
#@ recipe.ctr
#| recipe whole-cores "Cores that the script chooses when it runs"
#|
#| param helpers 1 "cores of the other group"
#|
#| matrix {
#|   cores [1, 2]
#| }
#|
#| cgroup pinned {
#|   memory.max  64MiB
#|   cpuset.cpus auto ${cores}
#| }
#|
#| cgroup helpers {
#|   cpuset.cpus auto ${helpers}
#|   cpuset.mems 0
#| }
#|
#| container box {
#|   root   host
#|   cgroup pinned
#| }
#|
#| container helper {
#|   root   host
#|   cgroup helpers
#| }
#|
#| measure work {
#|   repeat 3
#|   order  interleaved
#|   run box $ true
#|   run helper $ true
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

RECIPE='whole-cores'
TITLE='Cores that the script chooses when it runs'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:db365d3de9e265c194992a45c303f0e1e77a05e5b2832ee73c051bc557f1630d
CTRC_VERSION=0.1.0
CGROUPS_OF=script
# helpers: cores of the other group (1)
v_helpers=1
CELLS=2
PARAMETERS=(helpers)
PARAMETER_TYPES=(number)
PARAMETER_WRITTEN=(1)
PARAMETER_DOCS=('cores of the other group')
BLOCKS=(work)
BLOCK_KINDS=(measure)
CELL_TEXTS=('cores 1' 'cores 2')
CELL_VALUES=('{"cores":"1"}' '{"cores":"2"}')
RECIPE_FUNCTIONS=(recipe_cell_1 recipe_cell_2 recipe_values recipe_measure_work)
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
  at recipe.ctr:11 $'cpuset.cpus auto ${cores}'
  require_privilege 'limit CPUs' delegated-cgroup cpuset
  at recipe.ctr:10 'memory.max 64MiB'
  require_privilege 'limit memory' delegated-cgroup memory
  at recipe.ctr:19 'container box'
  require_privilege 'make namespaces and mounts for native' user-namespace
  require_tools cp ln mkdir mkfifo mount mv nsenter readlink rm rmdir setpriv sh sha256sum sort stat truncate unshare
  require_room results state
  require_engine native
}

# Cell 1: cores 1
recipe_cell_1() {
  at recipe.ctr:9 'cgroup pinned'
  undo cell cgroup_remove pinned.1
  cgroup_create pinned.1
  at recipe.ctr:11 $'cpuset.cpus auto ${cores}'
  cgroup_pin pinned.1 1
  at recipe.ctr:10 'memory.max 64MiB'
  cgroup_write pinned.1 memory.max 67108864
  cgroup_write pinned.1 memory.swap.max 0
  at recipe.ctr:14 'cgroup helpers'
  undo cell cgroup_remove helpers.1
  cgroup_create helpers.1
  at recipe.ctr:15 $'cpuset.cpus auto ${helpers}'
  cgroup_pin helpers.1 "$v_helpers"
  at recipe.ctr:16 'cpuset.mems 0'
  cgroup_write helpers.1 cpuset.mems 0
  at recipe.ctr:19 'container box'
  container_define box.1 native \
    --root host \
    --cgroup pinned.1
  at recipe.ctr:24 'container helper'
  container_define helper.1 native \
    --root host \
    --cgroup helpers.1
}

# Cell 2: cores 2
recipe_cell_2() {
  at recipe.ctr:9 'cgroup pinned'
  undo cell cgroup_remove pinned.2
  cgroup_create pinned.2
  at recipe.ctr:11 $'cpuset.cpus auto ${cores}'
  cgroup_pin pinned.2 2
  at recipe.ctr:10 'memory.max 64MiB'
  cgroup_write pinned.2 memory.max 67108864
  cgroup_write pinned.2 memory.swap.max 0
  at recipe.ctr:14 'cgroup helpers'
  undo cell cgroup_remove helpers.2
  cgroup_create helpers.2
  at recipe.ctr:15 $'cpuset.cpus auto ${helpers}'
  cgroup_pin helpers.2 "$v_helpers"
  at recipe.ctr:16 'cpuset.mems 0'
  cgroup_write helpers.2 cpuset.mems 0
  at recipe.ctr:19 'container box'
  container_define box.2 native \
    --root host \
    --cgroup pinned.2
  at recipe.ctr:24 'container helper'
  container_define helper.2 native \
    --root host \
    --cgroup helpers.2
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  :
}

# recipe.ctr:29: measure work
recipe_measure_work() {
  at recipe.ctr:32 'run box $ true'
  container_run "box.$CELL" -- true
  expect_exit is 0 || return 0
  at recipe.ctr:33 'run helper $ true'
  container_run "helper.$CELL" -- true
  expect_exit is 0 || return 0
}

# The checks and measures; the cells take turns.
recipe_blocks() {
  if block_selected work; then
    block_begin measure work 29
    measure_begin --repeat 3 --order interleaved --probe 'time'
    while measure_next; do
      recipe_measure_work
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
  if cell_selected 1 && cell_has_cores 1 1; then
    cell_begin 1 together
    recipe_cell_1
  fi
  if cell_selected 2 && cell_has_cores 2 2; then
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
