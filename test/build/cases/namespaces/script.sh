#!/usr/bin/env bash
# namespaces: Named namespaces of every kind, every setting of a container
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:b1b631f2c93c2ea3baa21301678e184305a582205f972aa9f978d51d9f1b6b6b
#
#   bash namespaces.sh              does all of it
#   bash namespaces.sh --dry-run    says what it would do
#   bash namespaces.sh --help       lists parameters, options and exit statuses
#
# check all
#
# The recipe:
#
#@ recipe.ctr
#| recipe namespaces "Named namespaces of every kind, every setting of a container"
#|
#| param share 50%
#|
#| cgroup limited {
#|   cpuset.cpus     0
#|   cpu.max         ${share}
#|   memory.max      100MB
#|   memory.swap.max 10MB
#|   pids.max        20
#| }
#|
#| cgroup free {
#|   pids.max max
#| }
#|
#| namespace shared {
#|   network none
#|   pid
#|   uts
#|   ipc
#| }
#|
#| namespace mapped {
#|   user map 0 100000 65536
#|   time
#|   cgroup
#| }
#|
#| namespace outside {
#|   network host
#| }
#|
#| namespace mounts {
#|   mount
#| }
#|
#| image tools {
#|   program "/bin/busybox" links [sh, true]
#| }
#|
#| container box {
#|   image     tools
#|   cgroup    limited
#|   namespace shared
#|   mount     "/srv" at "/srv" read-only
#|   mount     "data" at "/data"
#|   tmpfs     "/scratch" size 64MiB
#|   tmpfs     "/more"
#|   env       PATH "/bin"
#|   workdir   "/scratch"
#|   hostname  box
#|   user      1000 group 100
#|   capabilities [net_bind_service, chown]
#|   no-new-privileges off
#|   read-only
#| }
#|
#| container mapped-box {
#|   root      host
#|   cgroup    free
#|   namespace mapped
#|   network   loopback
#|   user      1000
#|   capabilities []
#| }
#|
#| container open {
#|   root      host
#|   namespace outside
#|   namespace mounts
#| }
#|
#| check all {
#|   run box $ true
#|   run mapped-box $ true
#|   run open $ true
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

RECIPE=namespaces
TITLE='Named namespaces of every kind, every setting of a container'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:b1b631f2c93c2ea3baa21301678e184305a582205f972aa9f978d51d9f1b6b6b
CTRC_VERSION=0.1.0
CGROUPS_OF=script
# share (50%)
v_share=50
CELLS=1
PARAMETERS=(share)
PARAMETER_TYPES=(percent)
PARAMETER_WRITTEN=(50%)
PARAMETER_DOCS=('')
BLOCKS=(all)
BLOCK_KINDS=(check)
CELL_TEXTS=('')
CELL_VALUES=('{}')
RECIPE_FUNCTIONS=(recipe_set_up recipe_cell_1 recipe_check_all)
ROOT_ONLY=()

NAMESPACE_INIT=…

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

# Usage: driver_layer_remove DRIVER ARGUMENTS
driver_layer_remove() {
  case $1 in
    overlay) overlay_layer_remove "${@:2}" ;;
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
  at recipe.ctr:42 'container box'
  require_privilege 'mount files for overlay' user-namespace
  at recipe.ctr:6 'cpuset.cpus 0'
  require_privilege 'limit CPUs' delegated-cgroup cpuset
  at recipe.ctr:7 $'cpu.max ${share}'
  require_privilege 'limit CPU time' delegated-cgroup cpu
  at recipe.ctr:8 'memory.max 100MB'
  require_privilege 'limit memory' delegated-cgroup memory
  at recipe.ctr:10 'pids.max 20'
  require_privilege 'limit processes' delegated-cgroup pids
  at recipe.ctr:17 'namespace shared'
  require_privilege 'make namespaces' user-namespace
  at recipe.ctr:24 'namespace mapped'
  require_privilege 'map ids of a user namespace up to 165535' subordinate-ids 165536
  at recipe.ctr:42 'container box'
  require_privilege 'make namespaces and mounts for native' user-namespace
  at recipe.ctr:42 'container box'
  require_privilege 'run a container as another user' subordinate-ids
  require_tools cat cp ldd ln mkdir mkfifo mount mv nsenter readlink rm rmdir setpriv sh sha256sum stat tar truncate umount unshare
  require_room results state images
  require_driver overlay
  require_engine native
}

recipe_set_up() {
  at recipe.ctr:38 'image tools'
  image_begin tools
  while image_next; do
    at recipe.ctr:39 'program "/bin/busybox" links [sh, true]'
    image_program /bin/busybox sh true
  done
}

recipe_cell_1() {
  at recipe.ctr:42 'container box'
  undo cell storage_remove default
  storage_create default overlay
  at recipe.ctr:5 'cgroup limited'
  undo cell cgroup_remove limited
  cgroup_create limited
  at recipe.ctr:6 'cpuset.cpus 0'
  cgroup_write limited cpuset.cpus 0
  at recipe.ctr:7 $'cpu.max ${share}'
  cpu_quota_of "$v_share"
  cpu_quota_of_share=$REPLY
  cgroup_write limited cpu.max "$cpu_quota_of_share"
  at recipe.ctr:8 'memory.max 100MB'
  cgroup_write limited memory.max 100000000
  at recipe.ctr:9 'memory.swap.max 10MB'
  cgroup_write limited memory.swap.max 10000000
  at recipe.ctr:10 'pids.max 20'
  cgroup_write limited pids.max 20
  at recipe.ctr:13 'cgroup free'
  undo cell cgroup_remove free
  cgroup_create free
  at recipe.ctr:14 'pids.max max'
  cgroup_write free pids.max max
  at recipe.ctr:17 'namespace shared'
  undo cell namespace_remove shared
  namespace_create shared network=none pid uts ipc
  at recipe.ctr:24 'namespace mapped'
  undo cell namespace_remove mapped
  namespace_create mapped user=0:100000:65536 'time' cgroup
  at recipe.ctr:30 'namespace outside'
  undo cell namespace_remove outside
  namespace_create outside network=host
  at recipe.ctr:34 'namespace mounts'
  undo cell namespace_remove mounts
  namespace_create mounts mount
  at recipe.ctr:42 'container box'
  container_define box native \
    --image tools \
    --storage default \
    --cgroup limited \
    --join shared \
    --mount /srv /srv ro \
    --mount data /data rw \
    --tmpfs /scratch 67108864 \
    --tmpfs /more '' \
    --env PATH /bin \
    --workdir /scratch \
    --hostname box \
    --user 1000 100 \
    --capabilities net_bind_service,chown \
    --no-new-privileges off \
    --read-only
  at recipe.ctr:59 'container mapped-box'
  container_define mapped-box native \
    --root host \
    --cgroup free \
    --join mapped \
    --network loopback \
    --user 1000 1000 \
    --capabilities ''
  at recipe.ctr:68 'container open'
  container_define open native \
    --root host \
    --join outside \
    --join mounts
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  :
}

# recipe.ctr:74: check all
recipe_check_all() {
  at recipe.ctr:75 'run box $ true'
  container_run box -- true
  expect_exit is 0 || return 0
  at recipe.ctr:76 'run mapped-box $ true'
  container_run mapped-box -- true
  expect_exit is 0 || return 0
  at recipe.ctr:77 'run open $ true'
  container_run open -- true
  expect_exit is 0 || return 0
}

# Everything, in order.
recipe_run() {
  run_begin
  recipe_set_up
  if cell_selected 1; then
    cell_begin 1
    recipe_cell_1
    if block_selected all; then
      if block_begin check all 74; then
        recipe_check_all
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
