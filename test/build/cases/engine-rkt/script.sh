#!/usr/bin/env bash
# engine-rkt: All that can be asked of rkt
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:c85643552a27a6f2129f86d16eb6d5bb29ba5ca0c9b2d431523eb6a5d9278052
#
#   bash engine-rkt.sh              does all of it
#   bash engine-rkt.sh --dry-run    says what it would do
#   bash engine-rkt.sh --help       lists parameters, options and exit statuses
#
# check life
# measure start
# each in 2 cells of the matrix
#
# The recipe:
#
#@ recipe.ctr
#| recipe engine-rkt "All that can be asked of rkt"
#|
#| matrix {
#|   driver [overlay, vfs]
#| }
#|
#| cgroup limited {
#|   memory.max  64MiB
#|   cpu.max     50%
#|   cpuset.cpus 0
#| }
#|
#| namespace joined {
#|   network loopback
#| }
#|
#| image busybox {
#|   program "/bin/busybox" links [sh]
#| }
#|
#| storage files {
#|   driver ${driver}
#| }
#|
#| container box {
#|   engine            rkt
#|   image             busybox
#|   storage           files
#|   cgroup            limited
#|   namespace         joined
#|   mount             "/srv" at "/srv" read-only
#|   tmpfs             "/scratch" size 1MiB
#|   env               WORD "it's"
#|   workdir           "/scratch"
#|   hostname          box
#|   user              1000
#|   no-new-privileges off
#|   seccomp           unconfined
#|   mask              "/etc"
#| }
#|
#| check life {
#|   start box as server $ sh -c 'sleep 100'
#|   exec server $ sh
#|   diff server busybox
#|   commit server as state
#|   pause server
#|   resume server
#|   stop server
#|   rollback server to busybox
#|   expect server file "/srv/x" is "x"
#|   remove server
#|   run state $ sh
#|   expect not oom
#| }
#|
#| measure start {
#|   repeat 3
#|   probe  time, cpu, memory, disk
#|   run box $ sh
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

RECIPE='engine-rkt'
TITLE='All that can be asked of rkt'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:c85643552a27a6f2129f86d16eb6d5bb29ba5ca0c9b2d431523eb6a5d9278052
CTRC_VERSION=0.1.0
CGROUPS_OF=script
CELLS=2
PARAMETERS=()
PARAMETER_TYPES=()
PARAMETER_WRITTEN=()
PARAMETER_DOCS=()
BLOCKS=(life start)
BLOCK_KINDS=(check measure)
CELL_TEXTS=('driver overlay' 'driver vfs')
CELL_VALUES=('{"driver":"overlay"}' '{"driver":"vfs"}')
RECIPE_FUNCTIONS=(
  recipe_set_up
  recipe_cell_1
  recipe_cell_2
  recipe_values
  recipe_check_life
  recipe_measure_start
)
ROOT_ONLY=('rkt make namespaces and mounts for rkt')

NAMESPACE_INIT=…

NATIVE_INIT=…

# ---- … the runtime … ----

# ---- what this recipe uses of it ----

# Usage: engine_lacks ENGINE ARGUMENTS
engine_lacks() {
  case $1 in
    rkt) rkt_lacks "${@:2}" ;;
  esac
}

# Usage: engine_define ENGINE ARGUMENTS
engine_define() {
  case $1 in
    rkt) rkt_define "${@:2}" ;;
  esac
}

# Usage: engine_create ENGINE ARGUMENTS
engine_create() {
  case $1 in
    rkt) rkt_create "${@:2}" ;;
  esac
}

# Usage: engine_start ENGINE ARGUMENTS
engine_start() {
  case $1 in
    rkt) rkt_start "${@:2}" ;;
  esac
}

# Usage: engine_enter ENGINE ARGUMENTS
engine_enter() {
  case $1 in
    rkt) rkt_enter "${@:2}" ;;
  esac
}

# Usage: engine_wait ENGINE ARGUMENTS
engine_wait() {
  case $1 in
    rkt) rkt_wait "${@:2}" ;;
  esac
}

# Usage: engine_exec ENGINE ARGUMENTS
engine_exec() {
  case $1 in
    rkt) rkt_exec "${@:2}" ;;
  esac
}

# Usage: engine_view ENGINE ARGUMENTS
engine_view() {
  case $1 in
    rkt) rkt_view "${@:2}" ;;
  esac
}

# Usage: engine_stop ENGINE ARGUMENTS
engine_stop() {
  case $1 in
    rkt) layered_stop "${@:2}" ;;
  esac
}

# Usage: engine_pause ENGINE ARGUMENTS
engine_pause() {
  case $1 in
    rkt) layered_pause "${@:2}" ;;
  esac
}

# Usage: engine_resume ENGINE ARGUMENTS
engine_resume() {
  case $1 in
    rkt) layered_resume "${@:2}" ;;
  esac
}

# Usage: engine_remove ENGINE ARGUMENTS
engine_remove() {
  case $1 in
    rkt) rkt_remove "${@:2}" ;;
  esac
}

# Usage: engine_file ENGINE ARGUMENTS
engine_file() {
  case $1 in
    rkt) rkt_file "${@:2}" ;;
  esac
}

# Usage: engine_commit ENGINE ARGUMENTS
engine_commit() {
  case $1 in
    rkt) rkt_commit "${@:2}" ;;
  esac
}

# Usage: engine_rollback ENGINE ARGUMENTS
engine_rollback() {
  case $1 in
    rkt) rkt_rollback "${@:2}" ;;
  esac
}

# Usage: engine_disk ENGINE ARGUMENTS
engine_disk() {
  case $1 in
    rkt) rkt_disk "${@:2}" ;;
  esac
}

# Usage: driver_lacks DRIVER ARGUMENTS
driver_lacks() {
  case $1 in
    overlay) overlay_lacks "${@:2}" ;;
    vfs) vfs_lacks "${@:2}" ;;
  esac
}

# Usage: driver_create DRIVER ARGUMENTS
driver_create() {
  case $1 in
    overlay) overlay_create "${@:2}" ;;
    vfs) vfs_create "${@:2}" ;;
  esac
}

# Usage: driver_import DRIVER ARGUMENTS
driver_import() {
  case $1 in
    overlay) overlay_import "${@:2}" ;;
    vfs) vfs_import "${@:2}" ;;
  esac
}

# Usage: driver_layer_directories DRIVER ARGUMENTS
driver_layer_directories() {
  case $1 in
    overlay) overlay_layer_directories "${@:2}" ;;
    vfs) vfs_layer_directories "${@:2}" ;;
  esac
}

# Usage: driver_layer_create DRIVER ARGUMENTS
driver_layer_create() {
  case $1 in
    overlay) overlay_layer_create "${@:2}" ;;
    vfs) vfs_layer_create "${@:2}" ;;
  esac
}

# Usage: driver_layer_remove DRIVER ARGUMENTS
driver_layer_remove() {
  case $1 in
    overlay) overlay_layer_remove "${@:2}" ;;
    vfs) vfs_layer_remove "${@:2}" ;;
  esac
}

# Usage: driver_place DRIVER ARGUMENTS
driver_place() {
  case $1 in
    overlay) overlay_place "${@:2}" ;;
    vfs) vfs_place "${@:2}" ;;
  esac
}

# Usage: driver_place_usage DRIVER ARGUMENTS
driver_place_usage() {
  case $1 in
    overlay) overlay_place_usage "${@:2}" ;;
    vfs) vfs_place_usage "${@:2}" ;;
  esac
}

# Usage: probes_before ENGINE CONTAINER [N [EXTRA]]
probes_before() {
  memory_before "$@"
  disk_before "$@"
}

# Usage: probes_started ENGINE CONTAINER [N [EXTRA]]
probes_started() {
  cpu_started "$@"
  memory_started "$@"
  memory_after "$@"
  disk_after "$@"
}

# Usage: probes_ran ENGINE CONTAINER [N [EXTRA]]
probes_ran() {
  memory_after "$@"
  disk_after "$@"
}

# Usage: probes_stored ENGINE CONTAINER [N [EXTRA]]
probes_stored() {
  disk_after "$@"
}

# Usage: undo_one FUNCTION NAME; nothing else that a journal names is ever run
undo_one() {
  case $1 in
    cgroup_remove) cgroup_remove "$2" ;;
    container_discard) container_discard "$2" ;;
    disk_remove) disk_remove "$2" ;;
    disk_unmount) disk_unmount "$2" ;;
    image_discard) image_discard "$2" ;;
    namespace_remove) namespace_remove "$2" ;;
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
  at recipe.ctr:21 'storage files'
  require_privilege 'mount files for overlay' user-namespace
  at recipe.ctr:8 'memory.max 64MiB'
  require_privilege 'limit memory' delegated-cgroup memory
  at recipe.ctr:9 'cpu.max 50%'
  require_privilege 'limit CPU time' delegated-cgroup cpu
  at recipe.ctr:10 'cpuset.cpus 0'
  require_privilege 'limit CPUs' delegated-cgroup cpuset
  at recipe.ctr:13 'namespace joined'
  require_privilege 'make namespaces' user-namespace
  at recipe.ctr:25 'container box'
  require_privilege 'make namespaces and mounts for rkt' impossible
  at recipe.ctr:25 'container box'
  require_privilege 'run a container as another user' subordinate-ids
  at recipe.ctr:47 'pause server'
  require_privilege 'pause containers' delegated-cgroup freezer
  require_tools cat cp cut df du find iconv ldd ln mkdir mkfifo mount mv nsenter readlink rkt rm rmdir setpriv sh sha256sum sort stat sync tar tr truncate umount unshare xargs
  require_room results state images
  require_engine rkt
}

recipe_set_up() {
  at recipe.ctr:17 'image busybox'
  image_begin busybox
  while image_next; do
    at recipe.ctr:18 'program "/bin/busybox" links [sh]'
    image_program /bin/busybox sh
  done
}

# Cell 1: driver overlay
recipe_cell_1() {
  at recipe.ctr:21 'storage files'
  undo cell storage_remove files.1
  storage_create files.1 overlay
  at recipe.ctr:7 'cgroup limited'
  undo cell cgroup_remove limited.1
  cgroup_create limited.1
  at recipe.ctr:8 'memory.max 64MiB'
  cgroup_write limited.1 memory.max 67108864
  cgroup_write limited.1 memory.swap.max 0
  at recipe.ctr:9 'cpu.max 50%'
  cgroup_write limited.1 cpu.max '50000 100000'
  at recipe.ctr:10 'cpuset.cpus 0'
  cgroup_write limited.1 cpuset.cpus 0
  at recipe.ctr:13 'namespace joined'
  undo cell namespace_remove joined.1
  namespace_create joined.1 network=loopback
  at recipe.ctr:25 'container box'
  container_define box.1 rkt \
    --image busybox \
    --storage files.1 \
    --cgroup limited.1 \
    --join joined.1 \
    --mount /srv /srv ro \
    --tmpfs /scratch 1048576 \
    --mask /etc \
    --env WORD $'it\'s' \
    --workdir /scratch \
    --hostname box \
    --user 1000 1000 \
    --no-new-privileges off \
    --seccomp unconfined
}

# Cell 2: driver vfs
recipe_cell_2() {
  at recipe.ctr:21 'storage files'
  undo cell storage_remove files.2
  storage_create files.2 vfs
  at recipe.ctr:7 'cgroup limited'
  undo cell cgroup_remove limited.2
  cgroup_create limited.2
  at recipe.ctr:8 'memory.max 64MiB'
  cgroup_write limited.2 memory.max 67108864
  cgroup_write limited.2 memory.swap.max 0
  at recipe.ctr:9 'cpu.max 50%'
  cgroup_write limited.2 cpu.max '50000 100000'
  at recipe.ctr:10 'cpuset.cpus 0'
  cgroup_write limited.2 cpuset.cpus 0
  at recipe.ctr:13 'namespace joined'
  undo cell namespace_remove joined.2
  namespace_create joined.2 network=loopback
  at recipe.ctr:25 'container box'
  container_define box.2 rkt \
    --image busybox \
    --storage files.2 \
    --cgroup limited.2 \
    --join joined.2 \
    --mount /srv /srv ro \
    --tmpfs /scratch 1048576 \
    --mask /etc \
    --env WORD $'it\'s' \
    --workdir /scratch \
    --hostname box \
    --user 1000 1000 \
    --no-new-privileges off \
    --seccomp unconfined
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  :
}

# recipe.ctr:42: check life
recipe_check_life() {
  at recipe.ctr:43 $'start box as server $ sh -c \'sleep 100\''
  undo block container_discard "server.$CELL"
  container_start "box.$CELL" "server.$CELL" -- sh -c 'sleep 100'
  at recipe.ctr:44 'exec server $ sh'
  container_exec "server.$CELL" -- sh
  expect_exit is 0 || return 0
  at recipe.ctr:45 'diff server busybox'
  container_diff "server.$CELL" busybox
  at recipe.ctr:46 'commit server as state'
  container_commit "server.$CELL" "state.$CELL"
  at recipe.ctr:47 'pause server'
  container_pause "server.$CELL"
  at recipe.ctr:48 'resume server'
  container_resume "server.$CELL"
  at recipe.ctr:49 'stop server'
  container_stop "server.$CELL"
  at recipe.ctr:50 'rollback server to busybox'
  container_rollback "server.$CELL" busybox
  at recipe.ctr:51 'expect server file "/srv/x" is "x"'
  expect_file --of "server.$CELL" /srv/x is x || return 0
  at recipe.ctr:52 'remove server'
  container_remove "server.$CELL"
  at recipe.ctr:53 'run state $ sh'
  container_run "state.$CELL" -- sh
  at recipe.ctr:54 'expect not oom'
  expect_oom no || return 0
}

# recipe.ctr:57: measure start
recipe_measure_start() {
  at recipe.ctr:60 'run box $ sh'
  container_run "box.$CELL" -- sh
  expect_exit is 0 || return 0
}

# The checks and measures; the cells take turns.
recipe_blocks() {
  if block_selected life; then
    while cell_next; do
      if block_begin check life 42 cell; then
        recipe_check_life
        block_end
      fi
    done
  fi
  if block_selected start; then
    block_begin measure start 57
    measure_begin --repeat 3 --order random --probe 'time cpu memory disk'
    while calibrate_next; do
      at recipe.ctr:60 'run box $ sh'
      calibrate_container "box.$CELL" busybox
    done
    while measure_next; do
      recipe_measure_start
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
  if cell_selected 1 && cell_possible 1 driver overlay; then
    cell_begin 1 together
    recipe_cell_1
  fi
  if cell_selected 2 && cell_possible 2 driver vfs; then
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
