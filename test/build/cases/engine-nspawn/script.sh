#!/usr/bin/env bash
# engine-nspawn: A command and a whole system by nspawn
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:d44d74c03530091fc80c03259aba75fb3186fafc8bfb7c86c79923d714fa12fc
#
#   bash engine-nspawn.sh              does all of it
#   bash engine-nspawn.sh --dry-run    says what it would do
#   bash engine-nspawn.sh --help       lists parameters, options and exit statuses
#
# check command
# check whole-system
#
# The recipe:
#
#@ recipe.ctr
#| recipe engine-nspawn "A command and a whole system by nspawn"
#|
#| cgroup small {
#|   memory.max 64MiB
#| }
#|
#| namespace shared {
#|   network loopback
#| }
#|
#| image busybox {
#|   program "/bin/busybox" links [sh, sleep]
#| }
#|
#| image system {
#|   debian bookworm packages [systemd-sysv, dbus]
#| }
#|
#| container box {
#|   engine    nspawn
#|   image     busybox
#|   cgroup    small
#|   namespace shared
#|   tmpfs     "/scratch"
#|   mask      "/proc/cpuinfo"
#| }
#|
#| container machine {
#|   engine nspawn
#|   image  system
#|   boot
#| }
#|
#| check command {
#|   run box $ sh -c "exit 0"
#|   start box as b $ sleep 100
#|   exec b $ sh -c "exit 0"
#|   pause b
#|   resume b
#|   limit b pids.max 10
#|   diff b busybox
#|   expect exit not 2
#|   stop b
#|   commit b as made
#|   rollback b to busybox
#|   run made $ sh -c "exit 0"
#| }
#|
#| check whole-system {
#|   start machine as m timeout 1min
#|   exec m $ /bin/true
#|   limit m memory.max 256MiB
#|   stop m
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

RECIPE='engine-nspawn'
TITLE='A command and a whole system by nspawn'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:d44d74c03530091fc80c03259aba75fb3186fafc8bfb7c86c79923d714fa12fc
CTRC_VERSION=0.1.0
CGROUPS_OF=engines
CELLS=1
PARAMETERS=()
PARAMETER_TYPES=()
PARAMETER_WRITTEN=()
PARAMETER_DOCS=()
BLOCKS=(command whole-system)
BLOCK_KINDS=(check check)
CELL_TEXTS=('')
CELL_VALUES=('{}')
RECIPE_FUNCTIONS=(recipe_set_up recipe_cell_1 recipe_check_command recipe_check_whole_system)
ROOT_ONLY=()

NAMESPACE_INIT=…

# ---- … the runtime … ----

# ---- what this recipe uses of it ----

# Usage: engine_lacks ENGINE ARGUMENTS
engine_lacks() {
  case $1 in
    nspawn) nspawn_lacks "${@:2}" ;;
  esac
}

# Usage: engine_define ENGINE ARGUMENTS
engine_define() {
  case $1 in
    nspawn) nspawn_define "${@:2}" ;;
  esac
}

# Usage: engine_create ENGINE ARGUMENTS
engine_create() {
  case $1 in
    nspawn) nspawn_create "${@:2}" ;;
  esac
}

# Usage: engine_start ENGINE ARGUMENTS
engine_start() {
  case $1 in
    nspawn) nspawn_start "${@:2}" ;;
  esac
}

# Usage: engine_enter ENGINE ARGUMENTS
engine_enter() {
  case $1 in
    nspawn) entered_enter "${@:2}" ;;
  esac
}

# Usage: engine_wait ENGINE ARGUMENTS
engine_wait() {
  case $1 in
    nspawn) layered_wait "${@:2}" ;;
  esac
}

# Usage: engine_exec ENGINE ARGUMENTS
engine_exec() {
  case $1 in
    nspawn) entered_exec "${@:2}" ;;
  esac
}

# Usage: engine_view ENGINE ARGUMENTS
engine_view() {
  case $1 in
    nspawn) rooted_view "${@:2}" ;;
  esac
}

# Usage: engine_stop ENGINE ARGUMENTS
engine_stop() {
  case $1 in
    nspawn) init_stop "${@:2}" ;;
  esac
}

# Usage: engine_pause ENGINE ARGUMENTS
engine_pause() {
  case $1 in
    nspawn) layered_pause "${@:2}" ;;
  esac
}

# Usage: engine_resume ENGINE ARGUMENTS
engine_resume() {
  case $1 in
    nspawn) layered_resume "${@:2}" ;;
  esac
}

# Usage: engine_remove ENGINE ARGUMENTS
engine_remove() {
  case $1 in
    nspawn) layered_remove "${@:2}" ;;
  esac
}

# Usage: engine_commit ENGINE ARGUMENTS
engine_commit() {
  case $1 in
    nspawn) layered_commit "${@:2}" ;;
  esac
}

# Usage: engine_rollback ENGINE ARGUMENTS
engine_rollback() {
  case $1 in
    nspawn) layered_rollback "${@:2}" ;;
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

# Usage: driver_layer_rollback DRIVER ARGUMENTS
driver_layer_rollback() {
  case $1 in
    overlay) overlay_layer_rollback "${@:2}" ;;
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
    cgroup_remove) cgroup_remove "$2" ;;
    container_discard) container_discard "$2" ;;
    disk_remove) disk_remove "$2" ;;
    disk_unmount) disk_unmount "$2" ;;
    image_discard) image_discard "$2" ;;
    namespace_folder_remove) namespace_folder_remove "$2" ;;
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
  at recipe.ctr:15 'image system'
  require_privilege 'install a Debian system into an image' subordinate-ids
  at recipe.ctr:19 'container box'
  require_privilege 'mount files for overlay' user-namespace
  at recipe.ctr:40 'limit b pids.max 10'
  require_privilege 'limit processes' delegated-cgroup pids
  at recipe.ctr:52 'limit m memory.max 256MiB'
  require_privilege 'limit memory' delegated-cgroup memory
  at recipe.ctr:7 'namespace shared'
  require_privilege 'make namespaces' user-namespace
  at recipe.ctr:19 'container box'
  require_privilege 'make namespaces and mounts for nspawn' user-namespace
  at recipe.ctr:28 'container machine'
  require_privilege 'boot a system' delegated-cgroup systemd
  at recipe.ctr:38 'pause b'
  require_privilege 'pause containers' delegated-cgroup freezer
  require_tools cat cp cut env find ldd ln mkdir mkfifo mount mv nsenter readlink rm rmdir setpriv setsid sh sha256sum sort stat systemd-nspawn tail tar truncate umount unshare xargs
  require_room results state images
  require_driver overlay
  require_engine nspawn
}

recipe_set_up() {
  at recipe.ctr:11 'image busybox'
  image_begin busybox
  while image_next; do
    at recipe.ctr:12 'program "/bin/busybox" links [sh, sleep]'
    image_program /bin/busybox sh sleep
  done
  at recipe.ctr:15 'image system'
  image_begin system
  while image_next; do
    at recipe.ctr:16 'debian bookworm packages [systemd-sysv, dbus]'
    image_debian bookworm '' systemd-sysv dbus
  done
}

recipe_cell_1() {
  at recipe.ctr:19 'container box'
  undo cell storage_remove default
  storage_create default overlay
  at recipe.ctr:40 'limit b pids.max 10'
  cgroup_reserve pids.max
  at recipe.ctr:52 'limit m memory.max 256MiB'
  cgroup_reserve memory.max
  at recipe.ctr:3 'cgroup small'
  undo cell cgroup_remove small
  cgroup_create small
  at recipe.ctr:4 'memory.max 64MiB'
  cgroup_write small memory.max 67108864
  cgroup_write small memory.swap.max 0
  at recipe.ctr:7 'namespace shared'
  undo cell namespace_remove shared
  namespace_create shared network=loopback
  at recipe.ctr:19 'container box'
  container_define box nspawn \
    --image busybox \
    --storage default \
    --cgroup small \
    --join shared \
    --tmpfs /scratch '' \
    --mask /proc/cpuinfo
  at recipe.ctr:28 'container machine'
  container_define machine nspawn \
    --boot \
    --image system \
    --storage default
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  :
}

# recipe.ctr:34: check command
recipe_check_command() {
  at recipe.ctr:35 'run box $ sh -c "exit 0"'
  container_run box -- sh -c 'exit 0'
  expect_exit is 0 || return 0
  at recipe.ctr:36 'start box as b $ sleep 100'
  undo block container_discard b
  container_start box b -- sleep 100
  at recipe.ctr:37 'exec b $ sh -c "exit 0"'
  container_exec b -- sh -c 'exit 0'
  expect_exit is 0 || return 0
  at recipe.ctr:38 'pause b'
  container_pause b
  at recipe.ctr:39 'resume b'
  container_resume b
  at recipe.ctr:40 'limit b pids.max 10'
  container_limit b pids.max 10
  at recipe.ctr:41 'diff b busybox'
  container_diff b busybox
  at recipe.ctr:42 'expect exit not 2'
  expect_exit not 2 || return 0
  at recipe.ctr:43 'stop b'
  container_stop b
  at recipe.ctr:44 'commit b as made'
  container_commit b made
  at recipe.ctr:45 'rollback b to busybox'
  container_rollback b busybox
  at recipe.ctr:46 'run made $ sh -c "exit 0"'
  container_run made -- sh -c 'exit 0'
  expect_exit is 0 || return 0
}

# recipe.ctr:49: check whole-system
recipe_check_whole_system() {
  at recipe.ctr:50 'start machine as m timeout 1min'
  undo block container_discard m
  container_start machine m --timeout 60000000000
  at recipe.ctr:51 'exec m $ /bin/true'
  container_exec m -- /bin/true
  expect_exit is 0 || return 0
  at recipe.ctr:52 'limit m memory.max 256MiB'
  container_limit m memory.max 268435456
  at recipe.ctr:53 'stop m'
  container_stop m
}

# Everything, in order.
recipe_run() {
  run_begin
  recipe_set_up
  if cell_selected 1; then
    cell_begin 1
    recipe_cell_1
    if block_selected command; then
      if block_begin check command 34 cell; then
        recipe_check_command
        block_end
      fi
    fi
    if block_selected whole-system; then
      if block_begin check whole-system 49; then
        recipe_check_whole_system
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
