#!/usr/bin/env bash
# instances: All that can be done to a container that was started
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:251ee48886ea2032c0a96d0bc58cb82f83632df501374c42fcf1b70f591584c2
#
#   bash instances.sh              does all of it
#   bash instances.sh --dry-run    says what it would do
#   bash instances.sh --help       lists parameters, options and exit statuses
#
# check life
# check port
#
# The recipe:
#
#@ recipe.ctr
#| recipe instances "All that can be done to a container that was started"
#|
#| container box {
#|   root host
#| }
#|
#| check life {
#|   start box as server stdin "hello" $ sh -c 'cat; sleep 100'
#|   wait server ready "hello"
#|   exec server stdin "again" timeout 5s $ cat
#|   expect stdout is "again"
#|   exec server $ kill -0 ${server.pid}
#|   pause server
#|   resume server
#|   stop server
#|   remove server
#| }
#|
#| check port {
#|   start box as server $ nc -l -p 8080
#|   wait server port 8080 timeout 500ms
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

RECIPE=instances
TITLE='All that can be done to a container that was started'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:251ee48886ea2032c0a96d0bc58cb82f83632df501374c42fcf1b70f591584c2
CTRC_VERSION=0.1.0
CGROUPS_OF=script
CELLS=1
PARAMETERS=()
PARAMETER_TYPES=()
PARAMETER_WRITTEN=()
PARAMETER_DOCS=()
BLOCKS=(life port)
BLOCK_KINDS=(check check)
CELL_TEXTS=('')
CELL_VALUES=('{}')
RECIPE_FUNCTIONS=(recipe_cell_1 recipe_check_life recipe_check_port)
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
  at recipe.ctr:3 'container box'
  require_privilege 'make namespaces and mounts for native' user-namespace
  at recipe.ctr:13 'pause server'
  require_privilege 'pause containers' delegated-cgroup freezer
  require_tools cp ln mkdir mkfifo mount mv nsenter readlink rm rmdir setpriv sh sha256sum stat tr truncate unshare
  require_room results state
  require_engine native
}

recipe_cell_1() {
  at recipe.ctr:3 'container box'
  container_define box native \
    --root host
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  :
}

# recipe.ctr:7: check life
recipe_check_life() {
  at recipe.ctr:8 $'start box as server stdin "hello" $ sh -c \'cat; sleep 100\''
  undo block container_discard server
  container_start box server --stdin hello -- sh -c 'cat; sleep 100'
  at recipe.ctr:9 'wait server ready "hello"'
  wait_ready server hello 10000000000
  at recipe.ctr:10 'exec server stdin "again" timeout 5s $ cat'
  alarm_set_engine 5000000000
  container_exec server --stdin again --timeout 5000000000 -- cat
  alarm_clear
  at recipe.ctr:11 'expect stdout is "again"'
  expect_output stdout is again || return 0
  at recipe.ctr:12 $'exec server $ kill -0 ${server.pid}'
  instance_pid server
  pid_of_server=$REPLY
  container_exec server -- kill -0 "$pid_of_server"
  expect_exit is 0 || return 0
  at recipe.ctr:13 'pause server'
  container_pause server
  at recipe.ctr:14 'resume server'
  container_resume server
  at recipe.ctr:15 'stop server'
  container_stop server
  at recipe.ctr:16 'remove server'
  container_remove server
}

# recipe.ctr:19: check port
recipe_check_port() {
  at recipe.ctr:20 'start box as server $ nc -l -p 8080'
  undo block container_discard server
  container_start box server -- nc -l -p 8080
  at recipe.ctr:21 'wait server port 8080 timeout 500ms'
  wait_port server 8080 500000000
}

# Everything, in order.
recipe_run() {
  run_begin
  if cell_selected 1; then
    cell_begin 1
    recipe_cell_1
    if block_selected life; then
      if block_begin check life 7; then
        recipe_check_life
        block_end
      fi
    fi
    if block_selected port; then
      if block_begin check port 19; then
        recipe_check_port
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
