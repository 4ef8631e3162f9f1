#!/usr/bin/env bash
# commits: Images committed from containers, containers made from them
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:3b2cdadb53355a1a4ad1e9391502e808e948be12aa89e5af9f621c06357bb853
#
#   bash commits.sh              does all of it
#   bash commits.sh --dry-run    says what it would do
#   bash commits.sh --help       lists parameters, options and exit statuses
#
# measure commit
# check back
# each in 2 cells of the matrix
#
# The recipe:
#
#@ recipe.ctr
#| recipe commits "Images committed from containers, containers made from them"
#|
#| param rounds 3
#|
#| matrix {
#|   driver [overlay, vfs]
#| }
#|
#| image tools {
#|   program "/bin/busybox" links [sh, touch]
#| }
#|
#| storage cow {
#|   driver ${driver}
#| }
#|
#| container box {
#|   image   tools
#|   storage cow
#| }
#|
#| measure commit {
#|   repeat ${rounds} as i
#|   probe  time, disk, memory
#|   run box keep as "box-${i}" $ touch /x
#|   commit "box-${i}" as "box-${i}-run"
#|   start "box-${i}-run" as "sleeper-${i}" $ sleep 180
#|   exec "sleeper-${i}" $ touch /z
#| }
#|
#| check back {
#|   run "box-1-run" keep as last $ touch /y
#|   commit last as latest
#|   commit last as latest
#|   rollback last to "box-1-run"
#|   rollback last to tools
#|   run latest $ touch /z
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

RECIPE=commits
TITLE='Images committed from containers, containers made from them'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:3b2cdadb53355a1a4ad1e9391502e808e948be12aa89e5af9f621c06357bb853
CTRC_VERSION=0.1.0
CGROUPS_OF=script
# rounds (3)
v_rounds=3
CELLS=2
PARAMETERS=(rounds)
PARAMETER_TYPES=(number)
PARAMETER_WRITTEN=(3)
PARAMETER_DOCS=('')
BLOCKS=(commit back)
BLOCK_KINDS=(measure check)
CELL_TEXTS=('driver overlay' 'driver vfs')
CELL_VALUES=('{"driver":"overlay"}' '{"driver":"vfs"}')
RECIPE_FUNCTIONS=(
  recipe_set_up
  recipe_cell_1
  recipe_cell_2
  recipe_values
  recipe_measure_commit
  recipe_check_back
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

# Usage: engine_commit ENGINE ARGUMENTS
engine_commit() {
  case $1 in
    native) layered_commit "${@:2}" ;;
  esac
}

# Usage: engine_rollback ENGINE ARGUMENTS
engine_rollback() {
  case $1 in
    native) layered_rollback "${@:2}" ;;
  esac
}

# Usage: engine_disk ENGINE ARGUMENTS
engine_disk() {
  case $1 in
    native) layered_disk "${@:2}" ;;
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

# Usage: driver_layer_commit DRIVER ARGUMENTS
driver_layer_commit() {
  case $1 in
    overlay) overlay_layer_commit "${@:2}" ;;
    vfs) vfs_layer_commit "${@:2}" ;;
  esac
}

# Usage: driver_layer_rollback DRIVER ARGUMENTS
driver_layer_rollback() {
  case $1 in
    overlay) overlay_layer_rollback "${@:2}" ;;
    vfs) vfs_layer_rollback "${@:2}" ;;
  esac
}

# Usage: driver_layer_usage DRIVER ARGUMENTS
driver_layer_usage() {
  case $1 in
    overlay) overlay_layer_usage "${@:2}" ;;
    vfs) vfs_layer_usage "${@:2}" ;;
  esac
}

# Usage: driver_layer_remove DRIVER ARGUMENTS
driver_layer_remove() {
  case $1 in
    overlay) overlay_layer_remove "${@:2}" ;;
    vfs) vfs_layer_remove "${@:2}" ;;
  esac
}

# Usage: probes_before ENGINE CONTAINER [N [EXTRA]]
probes_before() {
  memory_before "$@"
  disk_before "$@"
}

# Usage: probes_started ENGINE CONTAINER [N [EXTRA]]
probes_started() {
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
    container_discard) container_discard "$2" ;;
    disk_remove) disk_remove "$2" ;;
    disk_unmount) disk_unmount "$2" ;;
    image_discard) image_discard "$2" ;;
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
  at recipe.ctr:13 'storage cow'
  require_privilege 'mount files for overlay' user-namespace
  at recipe.ctr:17 'container box'
  require_privilege 'make namespaces and mounts for native' user-namespace
  require_tools cp df du find ldd ln mkdir mkfifo mount mv nsenter readlink rm rmdir setpriv sh sha256sum sort stat sync tar truncate unshare
  require_room results state images
  require_engine native
}

recipe_set_up() {
  at recipe.ctr:9 'image tools'
  image_begin tools
  while image_next; do
    at recipe.ctr:10 'program "/bin/busybox" links [sh, touch]'
    image_program /bin/busybox sh touch
  done
}

# Cell 1: driver overlay
recipe_cell_1() {
  at recipe.ctr:13 'storage cow'
  undo cell storage_remove cow.1
  storage_create cow.1 overlay
  at recipe.ctr:17 'container box'
  container_define box.1 native \
    --image tools \
    --storage cow.1
}

# Cell 2: driver vfs
recipe_cell_2() {
  at recipe.ctr:13 'storage cow'
  undo cell storage_remove cow.2
  storage_create cow.2 vfs
  at recipe.ctr:17 'container box'
  container_define box.2 native \
    --image tools \
    --storage cow.2
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  :
}

# recipe.ctr:22: measure commit
recipe_measure_commit() {
  at recipe.ctr:25 $'run box keep as "box-${i}" $ touch /x'
  undo cell container_discard "box-$v_i.$CELL"
  container_run "box.$CELL" --keep "box-$v_i.$CELL" -- touch /x
  expect_exit is 0 || return 0
  at recipe.ctr:26 $'commit "box-${i}" as "box-${i}-run"'
  container_commit "box-$v_i.$CELL" "box-$v_i-run.$CELL"
  at recipe.ctr:27 $'start "box-${i}-run" as "sleeper-${i}" $ sleep 180'
  undo block container_discard "sleeper-$v_i.$CELL"
  container_start "box-$v_i-run.$CELL" "sleeper-$v_i.$CELL" -- sleep 180
  at recipe.ctr:28 $'exec "sleeper-${i}" $ touch /z'
  container_exec "sleeper-$v_i.$CELL" -- touch /z
  expect_exit is 0 || return 0
}

# recipe.ctr:31: check back
recipe_check_back() {
  at recipe.ctr:32 'run "box-1-run" keep as last $ touch /y'
  undo cell container_discard "last.$CELL"
  container_run "box-1-run.$CELL" --keep "last.$CELL" -- touch /y
  expect_exit is 0 || return 0
  at recipe.ctr:33 'commit last as latest'
  container_commit "last.$CELL" "latest.$CELL"
  at recipe.ctr:34 'commit last as latest'
  container_commit "last.$CELL" "latest.$CELL"
  at recipe.ctr:35 'rollback last to "box-1-run"'
  container_rollback "last.$CELL" "box-1-run.$CELL"
  at recipe.ctr:36 'rollback last to tools'
  container_rollback "last.$CELL" tools
  at recipe.ctr:37 'run latest $ touch /z'
  container_run "latest.$CELL" -- touch /z
  expect_exit is 0 || return 0
}

# The checks and measures; the cells take turns.
recipe_blocks() {
  if block_selected commit; then
    block_begin measure commit 22 cell
    measure_begin --repeat "$v_rounds" --order random --probe 'time disk memory'
    while calibrate_next; do
      at recipe.ctr:25 $'run box keep as "box-${i}" $ touch /x'
      calibrate_container "box.$CELL" tools
    done
    while measure_next; do
      v_i=$ITERATION
      recipe_measure_commit
    done
    while measure_close; do
      block_finally
    done
    measure_end
  fi
  if block_selected back; then
    while cell_next; do
      if block_begin check back 31 cell; then
        recipe_check_back
        block_end
      fi
    done
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
