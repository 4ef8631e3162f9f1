#!/usr/bin/env bash
# matrix: Values of the matrix are literal in set-up and variables in actions
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:b0ccf11ad06d74d264684f44473353dd8509b6c4dfef1dd87599eb110705a6c0
#
#   bash matrix.sh              does all of it
#   bash matrix.sh --dry-run    says what it would do
#   bash matrix.sh --help       lists parameters, options and exit statuses
#
# check it-sleeps
# each in 9 cells of the matrix
#
# The recipe:
#
#@ recipe.ctr
#| recipe matrix "Values of the matrix are literal in set-up and variables in actions"
#|
#| matrix {
#|   engine [native]
#|   driver [overlay, vfs]
#|   limit  [64MiB, 1GB]
#|   share  [12.5%, 200%]
#|   nap    [10ms, 1.5s]
#|   except driver vfs nap 1.5s
#|   except share 200% limit 1GB
#| }
#|
#| cgroup small {
#|   memory.max ${limit}
#|   cpu.max    ${share}
#| }
#|
#| image tools {
#|   program "/bin/busybox" links [sh, sleep]
#| }
#|
#| storage cow {
#|   driver ${driver}
#| }
#|
#| container box {
#|   engine  ${engine}
#|   image   tools
#|   storage cow
#|   cgroup  small
#|   env     NAP "${nap}"
#| }
#|
#| check it-sleeps {
#|   run box $ sleep ${nap}
#|   run box $ sh -c 'echo "$0"' "${driver} of ${limit}"
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

RECIPE=matrix
TITLE='Values of the matrix are literal in set-up and variables in actions'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:b0ccf11ad06d74d264684f44473353dd8509b6c4dfef1dd87599eb110705a6c0
CTRC_VERSION=0.1.0
CGROUPS_OF=script
CELLS=9
PARAMETERS=()
PARAMETER_TYPES=()
PARAMETER_WRITTEN=()
PARAMETER_DOCS=()
BLOCKS=(it-sleeps)
BLOCK_KINDS=(check)
CELL_TEXTS=(
  'engine native, driver overlay, limit 64MiB, share 12.5%, nap 10ms'
  'engine native, driver overlay, limit 64MiB, share 12.5%, nap 1.5s'
  'engine native, driver overlay, limit 64MiB, share 200%, nap 10ms'
  'engine native, driver overlay, limit 64MiB, share 200%, nap 1.5s'
  'engine native, driver overlay, limit 1GB, share 12.5%, nap 10ms'
  'engine native, driver overlay, limit 1GB, share 12.5%, nap 1.5s'
  'engine native, driver vfs, limit 64MiB, share 12.5%, nap 10ms'
  'engine native, driver vfs, limit 64MiB, share 200%, nap 10ms'
  'engine native, driver vfs, limit 1GB, share 12.5%, nap 10ms'
)
CELL_VALUES=(
  '{"engine":"native","driver":"overlay","limit":"67108864","share":"12.5","nap":"10000000"}'
  '{"engine":"native","driver":"overlay","limit":"67108864","share":"12.5","nap":"1500000000"}'
  '{"engine":"native","driver":"overlay","limit":"67108864","share":"200","nap":"10000000"}'
  '{"engine":"native","driver":"overlay","limit":"67108864","share":"200","nap":"1500000000"}'
  '{"engine":"native","driver":"overlay","limit":"1000000000","share":"12.5","nap":"10000000"}'
  '{"engine":"native","driver":"overlay","limit":"1000000000","share":"12.5","nap":"1500000000"}'
  '{"engine":"native","driver":"vfs","limit":"67108864","share":"12.5","nap":"10000000"}'
  '{"engine":"native","driver":"vfs","limit":"67108864","share":"200","nap":"10000000"}'
  '{"engine":"native","driver":"vfs","limit":"1000000000","share":"12.5","nap":"10000000"}'
)
RECIPE_FUNCTIONS=(
  recipe_set_up
  recipe_cell_1
  recipe_cell_2
  recipe_cell_3
  recipe_cell_4
  recipe_cell_5
  recipe_cell_6
  recipe_cell_7
  recipe_cell_8
  recipe_cell_9
  recipe_values
  recipe_check_it_sleeps
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

# Usage: probes_before ENGINE CONTAINER [N [EXTRA]]
probes_before() { :; }

# Usage: probes_ran ENGINE CONTAINER [N [EXTRA]]
probes_ran() { :; }

# Usage: undo_one FUNCTION NAME; nothing else that a journal names is ever run
undo_one() {
  case $1 in
    cgroup_remove) cgroup_remove "$2" ;;
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
  at recipe.ctr:22 'storage cow'
  require_privilege 'mount files for overlay' user-namespace
  at recipe.ctr:14 $'memory.max ${limit}'
  require_privilege 'limit memory' delegated-cgroup memory
  at recipe.ctr:15 $'cpu.max ${share}'
  require_privilege 'limit CPU time' delegated-cgroup cpu
  at recipe.ctr:26 'container box'
  require_privilege 'make namespaces and mounts for native' user-namespace
  require_tools cp ldd ln mkdir mkfifo mount mv nsenter readlink rm rmdir setpriv sh sha256sum stat tar truncate unshare
  require_room results state images
  require_engine native
}

recipe_set_up() {
  at recipe.ctr:18 'image tools'
  image_begin tools
  while image_next; do
    at recipe.ctr:19 'program "/bin/busybox" links [sh, sleep]'
    image_program /bin/busybox sh sleep
  done
}

# Cell 1: engine native, driver overlay, limit 64MiB, share 12.5%, nap 10ms
recipe_cell_1() {
  at recipe.ctr:22 'storage cow'
  undo cell storage_remove cow
  storage_create cow overlay
  at recipe.ctr:13 'cgroup small'
  undo cell cgroup_remove small
  cgroup_create small
  at recipe.ctr:14 $'memory.max ${limit}'
  cgroup_write small memory.max 67108864
  cgroup_write small memory.swap.max 0
  at recipe.ctr:15 $'cpu.max ${share}'
  cgroup_write small cpu.max '12500 100000'
  at recipe.ctr:26 'container box'
  container_define box native \
    --image tools \
    --storage cow \
    --cgroup small \
    --env NAP 0.01
}

# Cell 2: engine native, driver overlay, limit 64MiB, share 12.5%, nap 1.5s
recipe_cell_2() {
  at recipe.ctr:22 'storage cow'
  undo cell storage_remove cow
  storage_create cow overlay
  at recipe.ctr:13 'cgroup small'
  undo cell cgroup_remove small
  cgroup_create small
  at recipe.ctr:14 $'memory.max ${limit}'
  cgroup_write small memory.max 67108864
  cgroup_write small memory.swap.max 0
  at recipe.ctr:15 $'cpu.max ${share}'
  cgroup_write small cpu.max '12500 100000'
  at recipe.ctr:26 'container box'
  container_define box native \
    --image tools \
    --storage cow \
    --cgroup small \
    --env NAP 1.5
}

# Cell 3: engine native, driver overlay, limit 64MiB, share 200%, nap 10ms
recipe_cell_3() {
  at recipe.ctr:22 'storage cow'
  undo cell storage_remove cow
  storage_create cow overlay
  at recipe.ctr:13 'cgroup small'
  undo cell cgroup_remove small
  cgroup_create small
  at recipe.ctr:14 $'memory.max ${limit}'
  cgroup_write small memory.max 67108864
  cgroup_write small memory.swap.max 0
  at recipe.ctr:15 $'cpu.max ${share}'
  cgroup_write small cpu.max '200000 100000'
  at recipe.ctr:26 'container box'
  container_define box native \
    --image tools \
    --storage cow \
    --cgroup small \
    --env NAP 0.01
}

# Cell 4: engine native, driver overlay, limit 64MiB, share 200%, nap 1.5s
recipe_cell_4() {
  at recipe.ctr:22 'storage cow'
  undo cell storage_remove cow
  storage_create cow overlay
  at recipe.ctr:13 'cgroup small'
  undo cell cgroup_remove small
  cgroup_create small
  at recipe.ctr:14 $'memory.max ${limit}'
  cgroup_write small memory.max 67108864
  cgroup_write small memory.swap.max 0
  at recipe.ctr:15 $'cpu.max ${share}'
  cgroup_write small cpu.max '200000 100000'
  at recipe.ctr:26 'container box'
  container_define box native \
    --image tools \
    --storage cow \
    --cgroup small \
    --env NAP 1.5
}

# Cell 5: engine native, driver overlay, limit 1GB, share 12.5%, nap 10ms
recipe_cell_5() {
  at recipe.ctr:22 'storage cow'
  undo cell storage_remove cow
  storage_create cow overlay
  at recipe.ctr:13 'cgroup small'
  undo cell cgroup_remove small
  cgroup_create small
  at recipe.ctr:14 $'memory.max ${limit}'
  cgroup_write small memory.max 1000000000
  cgroup_write small memory.swap.max 0
  at recipe.ctr:15 $'cpu.max ${share}'
  cgroup_write small cpu.max '12500 100000'
  at recipe.ctr:26 'container box'
  container_define box native \
    --image tools \
    --storage cow \
    --cgroup small \
    --env NAP 0.01
}

# Cell 6: engine native, driver overlay, limit 1GB, share 12.5%, nap 1.5s
recipe_cell_6() {
  at recipe.ctr:22 'storage cow'
  undo cell storage_remove cow
  storage_create cow overlay
  at recipe.ctr:13 'cgroup small'
  undo cell cgroup_remove small
  cgroup_create small
  at recipe.ctr:14 $'memory.max ${limit}'
  cgroup_write small memory.max 1000000000
  cgroup_write small memory.swap.max 0
  at recipe.ctr:15 $'cpu.max ${share}'
  cgroup_write small cpu.max '12500 100000'
  at recipe.ctr:26 'container box'
  container_define box native \
    --image tools \
    --storage cow \
    --cgroup small \
    --env NAP 1.5
}

# Cell 7: engine native, driver vfs, limit 64MiB, share 12.5%, nap 10ms
recipe_cell_7() {
  at recipe.ctr:22 'storage cow'
  undo cell storage_remove cow
  storage_create cow vfs
  at recipe.ctr:13 'cgroup small'
  undo cell cgroup_remove small
  cgroup_create small
  at recipe.ctr:14 $'memory.max ${limit}'
  cgroup_write small memory.max 67108864
  cgroup_write small memory.swap.max 0
  at recipe.ctr:15 $'cpu.max ${share}'
  cgroup_write small cpu.max '12500 100000'
  at recipe.ctr:26 'container box'
  container_define box native \
    --image tools \
    --storage cow \
    --cgroup small \
    --env NAP 0.01
}

# Cell 8: engine native, driver vfs, limit 64MiB, share 200%, nap 10ms
recipe_cell_8() {
  at recipe.ctr:22 'storage cow'
  undo cell storage_remove cow
  storage_create cow vfs
  at recipe.ctr:13 'cgroup small'
  undo cell cgroup_remove small
  cgroup_create small
  at recipe.ctr:14 $'memory.max ${limit}'
  cgroup_write small memory.max 67108864
  cgroup_write small memory.swap.max 0
  at recipe.ctr:15 $'cpu.max ${share}'
  cgroup_write small cpu.max '200000 100000'
  at recipe.ctr:26 'container box'
  container_define box native \
    --image tools \
    --storage cow \
    --cgroup small \
    --env NAP 0.01
}

# Cell 9: engine native, driver vfs, limit 1GB, share 12.5%, nap 10ms
recipe_cell_9() {
  at recipe.ctr:22 'storage cow'
  undo cell storage_remove cow
  storage_create cow vfs
  at recipe.ctr:13 'cgroup small'
  undo cell cgroup_remove small
  cgroup_create small
  at recipe.ctr:14 $'memory.max ${limit}'
  cgroup_write small memory.max 1000000000
  cgroup_write small memory.swap.max 0
  at recipe.ctr:15 $'cpu.max ${share}'
  cgroup_write small cpu.max '12500 100000'
  at recipe.ctr:26 'container box'
  container_define box native \
    --image tools \
    --storage cow \
    --cgroup small \
    --env NAP 0.01
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  case $CELL in
    1) v_driver=overlay v_limit=67108864 v_nap=10000000 ;;
    2) v_driver=overlay v_limit=67108864 v_nap=1500000000 ;;
    3) v_driver=overlay v_limit=67108864 v_nap=10000000 ;;
    4) v_driver=overlay v_limit=67108864 v_nap=1500000000 ;;
    5) v_driver=overlay v_limit=1000000000 v_nap=10000000 ;;
    6) v_driver=overlay v_limit=1000000000 v_nap=1500000000 ;;
    7) v_driver=vfs v_limit=67108864 v_nap=10000000 ;;
    8) v_driver=vfs v_limit=67108864 v_nap=10000000 ;;
    9) v_driver=vfs v_limit=1000000000 v_nap=10000000 ;;
  esac
}

# recipe.ctr:34: check it-sleeps
recipe_check_it_sleeps() {
  at recipe.ctr:35 $'run box $ sleep ${nap}'
  seconds_of "$v_nap"
  seconds_of_nap=$REPLY
  container_run box -- sleep "$seconds_of_nap"
  expect_exit is 0 || return 0
  at recipe.ctr:36 $'run box $ sh -c \'echo "$0"\' "${driver} of ${limit}"'
  container_run box -- sh -c $'echo "$0"' "$v_driver of $v_limit"
  expect_exit is 0 || return 0
}

# The checks and measures of one cell.
recipe_blocks() {
  if block_selected it-sleeps; then
    if block_begin check it-sleeps 34; then
      recipe_check_it_sleeps
      block_end
    fi
  fi
}

# Everything, in order.
recipe_run() {
  run_begin
  recipe_set_up
  if cell_selected 1 && cell_possible 1 driver overlay; then
    cell_begin 1
    recipe_cell_1
    recipe_blocks
    cell_end
  fi
  if cell_selected 2 && cell_possible 2 driver overlay; then
    cell_begin 2
    recipe_cell_2
    recipe_blocks
    cell_end
  fi
  if cell_selected 3 && cell_possible 3 driver overlay; then
    cell_begin 3
    recipe_cell_3
    recipe_blocks
    cell_end
  fi
  if cell_selected 4 && cell_possible 4 driver overlay; then
    cell_begin 4
    recipe_cell_4
    recipe_blocks
    cell_end
  fi
  if cell_selected 5 && cell_possible 5 driver overlay; then
    cell_begin 5
    recipe_cell_5
    recipe_blocks
    cell_end
  fi
  if cell_selected 6 && cell_possible 6 driver overlay; then
    cell_begin 6
    recipe_cell_6
    recipe_blocks
    cell_end
  fi
  if cell_selected 7 && cell_possible 7 driver vfs; then
    cell_begin 7
    recipe_cell_7
    recipe_blocks
    cell_end
  fi
  if cell_selected 8 && cell_possible 8 driver vfs; then
    cell_begin 8
    recipe_cell_8
    recipe_blocks
    cell_end
  fi
  if cell_selected 9 && cell_possible 9 driver vfs; then
    cell_begin 9
    recipe_cell_9
    recipe_blocks
    cell_end
  fi
  cells_done
}

{
  main "$@"
  exit
}
