#!/usr/bin/env bash
# expectations: Every expectation, about the action before and about a named container
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:39b74112f22be58af223d83927302e491ca4b2d9082c927b4240968290036adf
#
#   bash expectations.sh              does all of it
#   bash expectations.sh --dry-run    says what it would do
#   bash expectations.sh --help       lists parameters, options and exit statuses
#
# check about-the-action
# check about-a-container
#
# The recipe:
#
#@ recipe.ctr
#| recipe expectations "Every expectation, about the action before and about a named container"
#|
#| cgroup small {
#|   cpuset.cpus 0
#|   memory.max  64MiB
#| }
#|
#| container box {
#|   root   host
#|   cgroup small
#| }
#|
#| check about-the-action {
#|   run box $ sh -c 'echo out; echo err >&2'
#|   expect exit 0
#|   expect exit not 1
#|   expect stdout is "out"
#|   expect stdout contains "u"
#|   expect stderr matches "^e.r$"
#|   expect not oom
#|   expect time < 2s
#|   expect time >= 1us
#|   expect memory.peak < 64MiB
#|   host $ touch /tmp/x
#|   expect file "/etc/passwd" matches "^root:"
#| }
#|
#| check about-a-container {
#|   start box as server $ sleep 10
#|   expect server cpus 0
#|   expect server in small
#|   expect server not oom
#|   expect server memory.peak < 64MiB
#|   run box keep as done $ false
#|   expect done exit 1
#|   expect done file "/etc/passwd" contains "root"
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

RECIPE=expectations
TITLE='Every expectation, about the action before and about a named container'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:39b74112f22be58af223d83927302e491ca4b2d9082c927b4240968290036adf
CTRC_VERSION=0.1.0
CGROUPS_OF=script
CELLS=1
PARAMETERS=()
PARAMETER_TYPES=()
PARAMETER_WRITTEN=()
PARAMETER_DOCS=()
BLOCKS=(about-the-action about-a-container)
BLOCK_KINDS=(check check)
CELL_TEXTS=('')
CELL_VALUES=('{}')
RECIPE_FUNCTIONS=(recipe_cell_1 recipe_check_about_the_action recipe_check_about_a_container)
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

# Usage: driver_import DRIVER ARGUMENTS
driver_import() { :; }

# Usage: driver_layer_directories DRIVER ARGUMENTS
driver_layer_directories() { :; }

# Usage: driver_layer_create DRIVER ARGUMENTS
driver_layer_create() { :; }

# Usage: driver_layer_file DRIVER ARGUMENTS
driver_layer_file() { :; }

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
    cgroup_remove) cgroup_remove "$2" ;;
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
  at recipe.ctr:4 'cpuset.cpus 0'
  require_privilege 'limit CPUs' delegated-cgroup cpuset
  at recipe.ctr:5 'memory.max 64MiB'
  require_privilege 'limit memory' delegated-cgroup memory
  at recipe.ctr:8 'container box'
  require_privilege 'make namespaces and mounts for native' user-namespace
  require_tools cp ln mkdir mkfifo mount mv nsenter readlink rm rmdir setpriv sh sha256sum stat tr truncate unshare
  require_room results state
  require_engine native
}

recipe_cell_1() {
  at recipe.ctr:3 'cgroup small'
  undo cell cgroup_remove small
  cgroup_create small
  at recipe.ctr:4 'cpuset.cpus 0'
  cgroup_write small cpuset.cpus 0
  at recipe.ctr:5 'memory.max 64MiB'
  cgroup_write small memory.max 67108864
  cgroup_write small memory.swap.max 0
  at recipe.ctr:8 'container box'
  container_define box native \
    --root host \
    --cgroup small
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  :
}

# recipe.ctr:13: check about-the-action
recipe_check_about_the_action() {
  at recipe.ctr:14 $'run box $ sh -c \'echo out; echo err >&2\''
  container_run box -- sh -c 'echo out; echo err >&2'
  at recipe.ctr:15 'expect exit 0'
  expect_exit is 0 || return 0
  at recipe.ctr:16 'expect exit not 1'
  expect_exit not 1 || return 0
  at recipe.ctr:17 'expect stdout is "out"'
  expect_output stdout is out || return 0
  at recipe.ctr:18 'expect stdout contains "u"'
  expect_output stdout contains u || return 0
  at recipe.ctr:19 'expect stderr matches "^e.r$"'
  expect_output stderr matches '^e.r$' || return 0
  at recipe.ctr:20 'expect not oom'
  expect_oom no || return 0
  at recipe.ctr:21 'expect time < 2s'
  expect_time '<' 2000000000 || return 0
  at recipe.ctr:22 'expect time >= 1us'
  expect_time '>=' 1000 || return 0
  at recipe.ctr:23 'expect memory.peak < 64MiB'
  expect_memory_peak '<' 67108864 || return 0
  at recipe.ctr:24 'host $ touch /tmp/x'
  host_run -- touch /tmp/x
  at recipe.ctr:25 'expect file "/etc/passwd" matches "^root:"'
  expect_file /etc/passwd matches '^root:' || return 0
}

# recipe.ctr:28: check about-a-container
recipe_check_about_a_container() {
  at recipe.ctr:29 'start box as server $ sleep 10'
  undo block container_discard server
  container_start box server -- sleep 10
  at recipe.ctr:30 'expect server cpus 0'
  expect_cpus --of server 0 || return 0
  at recipe.ctr:31 'expect server in small'
  expect_cgroup --of server small || return 0
  at recipe.ctr:32 'expect server not oom'
  expect_oom --of server no || return 0
  at recipe.ctr:33 'expect server memory.peak < 64MiB'
  expect_memory_peak --of server '<' 67108864 || return 0
  at recipe.ctr:34 'run box keep as done $ false'
  undo cell container_discard 'done'
  container_run box --keep 'done' -- false
  at recipe.ctr:35 'expect done exit 1'
  expect_exit --of 'done' is 1 || return 0
  at recipe.ctr:36 'expect done file "/etc/passwd" contains "root"'
  expect_file --of 'done' /etc/passwd contains root || return 0
}

# Everything, in order.
recipe_run() {
  run_begin
  if cell_selected 1; then
    cell_begin 1
    recipe_cell_1
    if block_selected about-the-action; then
      if block_begin check about-the-action 13; then
        recipe_check_about_the_action
        block_end
      fi
    fi
    if block_selected about-a-container; then
      if block_begin check about-a-container 28 cell; then
        recipe_check_about_a_container
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
