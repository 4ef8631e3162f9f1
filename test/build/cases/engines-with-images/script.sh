#!/usr/bin/env bash
# engines-with-images: Docker and Podman, on storages of the recipe and on what the host has
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:4f1c4efa873892b35862d662c2458ee386c52af5d152a56ffbb697868f5d3c02
#
#   bash engines-with-images.sh              does all of it
#   bash engines-with-images.sh --dry-run    says what it would do
#   bash engines-with-images.sh --help       lists parameters, options and exit statuses
#
# check lives
# measure cost
# each in 6 cells of the matrix
#
# The recipe:
#
#@ recipe.ctr
#| recipe engines-with-images "Docker and Podman, on storages of the recipe and on what the host has"
#|
#| matrix {
#|   engine [docker, podman]
#|   driver [overlay, vfs, btrfs]
#| }
#|
#| cgroup small {
#|   memory.max  64MiB
#|   cpuset.cpus 0
#|   cpu.max     50%
#|   pids.max    50
#| }
#|
#| namespace shared {
#|   network loopback
#| }
#|
#| image busybox {
#|   program "/bin/busybox" links [sh]
#| }
#|
#| storage cow {
#|   driver ${driver}
#| }
#|
#| storage pool {
#|   driver lvm-loop
#| }
#|
#| container box {
#|   engine    ${engine}
#|   image     busybox
#|   storage   cow
#|   cgroup    small
#|   namespace shared
#|   env       NAME "a value"
#|   tmpfs     "/scratch" size 1MiB
#|   mount     "/srv" at "/data" read-only
#|   mask      "/etc/passwd"
#|   user      1000
#|   seccomp   unconfined
#|   read-only
#| }
#|
#| container thin {
#|   engine  docker
#|   image   busybox
#|   storage pool
#| }
#|
#| storage union {
#|   driver aufs
#| }
#|
#| container other {
#|   image   busybox
#|   storage union
#| }
#|
#| container host {
#|   engine docker
#|   image  busybox
#| }
#|
#| check lives {
#|   run box stdin "x" timeout 5s $ true
#|   start thin as sleeper $ sleep 100
#|   exec sleeper $ true
#|   pause sleeper
#|   resume sleeper
#|   commit sleeper as more
#|   expect sleeper file "/etc/x" contains "x"
#|   stop sleeper
#|   rollback sleeper to busybox
#|   diff sleeper busybox
#|   run host $ true
#|   run other $ true
#| }
#|
#| measure cost {
#|   repeat 3
#|   probe  time, disk
#|   run box $ true
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

RECIPE=engines-with-images
TITLE='Docker and Podman, on storages of the recipe and on what the host has'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:4f1c4efa873892b35862d662c2458ee386c52af5d152a56ffbb697868f5d3c02
CTRC_VERSION=0.1.0
CGROUPS_OF=engines
CELLS=6
PARAMETERS=()
PARAMETER_TYPES=()
PARAMETER_WRITTEN=()
PARAMETER_DOCS=()
BLOCKS=(lives cost)
BLOCK_KINDS=(check measure)
CELL_TEXTS=(
  'engine docker, driver overlay'
  'engine docker, driver vfs'
  'engine docker, driver btrfs'
  'engine podman, driver overlay'
  'engine podman, driver vfs'
  'engine podman, driver btrfs'
)
CELL_VALUES=(
  '{"engine":"docker","driver":"overlay"}'
  '{"engine":"docker","driver":"vfs"}'
  '{"engine":"docker","driver":"btrfs"}'
  '{"engine":"podman","driver":"overlay"}'
  '{"engine":"podman","driver":"vfs"}'
  '{"engine":"podman","driver":"btrfs"}'
)
RECIPE_FUNCTIONS=(
  recipe_set_up
  recipe_cell_1
  recipe_cell_2
  recipe_cell_3
  recipe_cell_4
  recipe_cell_5
  recipe_cell_6
  recipe_values
  recipe_check_lives
  recipe_measure_cost
)
ROOT_ONLY=(
  'lvm-loop make and mount volumes for lvm-loop'
  'aufs mount files for aufs'
  'docker use a daemon for docker'
  'btrfs make and mount a file system for btrfs'
)

NAMESPACE_INIT=…

WORLD_INIT=…

NATIVE_INIT=…

PODMAN_CRUN=$'# What podman takes for crun where it makes no cgroups: what is about to become a process of a container joins those of the run.
# POSIX sh. Before it, `crun` is set to the real one, `join` to the folder that has for each container, by its id, which files a
# process writes to, and `root` to where those are seen.
joins=
for word; do
  case $word in create | exec) joins=yes ;; esac
  id=$word
done
if [ -n "$joins" ] && [ -e "$join/$id" ]; then
  while read -r file; do
    echo 0 >"$root$file" || exit 1
  done <"$join/$id"
fi
exec "$crun" "$@"
'

# ---- … the runtime … ----

# ---- what this recipe uses of it ----

# Usage: engine_lacks ENGINE ARGUMENTS
engine_lacks() {
  case $1 in
    native) native_lacks "${@:2}" ;;
    docker) docker_lacks "${@:2}" ;;
    podman) podman_lacks "${@:2}" ;;
  esac
}

# Usage: engine_define ENGINE ARGUMENTS
engine_define() {
  case $1 in
    native) native_define "${@:2}" ;;
    docker) docker_define "${@:2}" ;;
    podman) podman_define "${@:2}" ;;
  esac
}

# Usage: engine_create ENGINE ARGUMENTS
engine_create() {
  case $1 in
    native) layered_create "${@:2}" ;;
    docker) managed_create "${@:2}" ;;
    podman) managed_create "${@:2}" ;;
  esac
}

# Usage: engine_start ENGINE ARGUMENTS
engine_start() {
  case $1 in
    native) native_start "${@:2}" ;;
    docker) managed_start "${@:2}" ;;
    podman) managed_start "${@:2}" ;;
  esac
}

# Usage: engine_enter ENGINE ARGUMENTS
engine_enter() {
  case $1 in
    native) native_enter "${@:2}" ;;
    docker) managed_enter "${@:2}" ;;
    podman) managed_enter "${@:2}" ;;
  esac
}

# Usage: engine_wait ENGINE ARGUMENTS
engine_wait() {
  case $1 in
    native) layered_wait "${@:2}" ;;
    docker) managed_wait "${@:2}" ;;
    podman) managed_wait "${@:2}" ;;
  esac
}

# Usage: engine_exec ENGINE ARGUMENTS
engine_exec() {
  case $1 in
    native) entered_exec "${@:2}" ;;
    docker) managed_exec "${@:2}" ;;
    podman) managed_exec "${@:2}" ;;
  esac
}

# Usage: engine_view ENGINE ARGUMENTS
engine_view() {
  case $1 in
    native) layered_view "${@:2}" ;;
    docker) managed_view "${@:2}" ;;
    podman) managed_view "${@:2}" ;;
  esac
}

# Usage: engine_stop ENGINE ARGUMENTS
engine_stop() {
  case $1 in
    native) layered_stop "${@:2}" ;;
    docker) managed_stop "${@:2}" ;;
    podman) managed_stop "${@:2}" ;;
  esac
}

# Usage: engine_pause ENGINE ARGUMENTS
engine_pause() {
  case $1 in
    native) layered_pause "${@:2}" ;;
    docker) managed_pause "${@:2}" ;;
    podman) managed_pause "${@:2}" ;;
  esac
}

# Usage: engine_resume ENGINE ARGUMENTS
engine_resume() {
  case $1 in
    native) layered_resume "${@:2}" ;;
    docker) managed_resume "${@:2}" ;;
    podman) managed_resume "${@:2}" ;;
  esac
}

# Usage: engine_remove ENGINE ARGUMENTS
engine_remove() {
  case $1 in
    native) layered_remove "${@:2}" ;;
    docker) managed_remove "${@:2}" ;;
    podman) managed_remove "${@:2}" ;;
  esac
}

# Usage: engine_file ENGINE ARGUMENTS
engine_file() {
  case $1 in
    native) layered_file "${@:2}" ;;
    docker) managed_file "${@:2}" ;;
    podman) managed_file "${@:2}" ;;
  esac
}

# Usage: engine_commit ENGINE ARGUMENTS
engine_commit() {
  case $1 in
    native) layered_commit "${@:2}" ;;
    docker) managed_commit "${@:2}" ;;
    podman) podman_commit "${@:2}" ;;
  esac
}

# Usage: engine_rollback ENGINE ARGUMENTS
engine_rollback() {
  case $1 in
    native) layered_rollback "${@:2}" ;;
    docker) managed_rollback "${@:2}" ;;
    podman) managed_rollback "${@:2}" ;;
  esac
}

# Usage: engine_disk ENGINE ARGUMENTS
engine_disk() {
  case $1 in
    native) layered_disk "${@:2}" ;;
    docker) managed_disk "${@:2}" ;;
    podman) managed_disk "${@:2}" ;;
  esac
}

# Usage: driver_lacks DRIVER ARGUMENTS
driver_lacks() {
  case $1 in
    overlay) overlay_lacks "${@:2}" ;;
    vfs) vfs_lacks "${@:2}" ;;
    btrfs) btrfs_lacks "${@:2}" ;;
    lvm-loop) lvm_lacks "${@:2}" ;;
    aufs) aufs_lacks "${@:2}" ;;
  esac
}

# Usage: driver_create DRIVER ARGUMENTS
driver_create() {
  case $1 in
    overlay) overlay_create "${@:2}" ;;
    vfs) vfs_create "${@:2}" ;;
    btrfs) btrfs_create "${@:2}" ;;
    lvm-loop) lvm_create "${@:2}" ;;
    aufs) aufs_create "${@:2}" ;;
  esac
}

# Usage: driver_import DRIVER ARGUMENTS
driver_import() {
  case $1 in
    overlay) overlay_import "${@:2}" ;;
    vfs) vfs_import "${@:2}" ;;
    btrfs) btrfs_import "${@:2}" ;;
    lvm-loop) lvm_import "${@:2}" ;;
    aufs) aufs_import "${@:2}" ;;
  esac
}

# Usage: driver_layer_directories DRIVER ARGUMENTS
driver_layer_directories() {
  case $1 in
    overlay) overlay_layer_directories "${@:2}" ;;
    vfs) vfs_layer_directories "${@:2}" ;;
    btrfs) btrfs_layer_directories "${@:2}" ;;
    lvm-loop) lvm_layer_directories "${@:2}" ;;
    aufs) aufs_layer_directories "${@:2}" ;;
  esac
}

# Usage: driver_layer_create DRIVER ARGUMENTS
driver_layer_create() {
  case $1 in
    overlay) overlay_layer_create "${@:2}" ;;
    vfs) vfs_layer_create "${@:2}" ;;
    btrfs) btrfs_layer_create "${@:2}" ;;
    lvm-loop) lvm_layer_create "${@:2}" ;;
    aufs) aufs_layer_create "${@:2}" ;;
  esac
}

# Usage: driver_layer_view DRIVER ARGUMENTS
driver_layer_view() {
  case $1 in
    overlay) overlay_layer_view "${@:2}" ;;
    vfs) vfs_layer_view "${@:2}" ;;
    btrfs) btrfs_layer_view "${@:2}" ;;
    lvm-loop) lvm_layer_view "${@:2}" ;;
    aufs) aufs_layer_view "${@:2}" ;;
  esac
}

# Usage: driver_layer_file DRIVER ARGUMENTS
driver_layer_file() {
  case $1 in
    overlay) overlay_layer_file "${@:2}" ;;
    vfs) vfs_layer_file "${@:2}" ;;
    btrfs) btrfs_layer_file "${@:2}" ;;
    lvm-loop) lvm_layer_file "${@:2}" ;;
    aufs) aufs_layer_file "${@:2}" ;;
  esac
}

# Usage: driver_layer_commit DRIVER ARGUMENTS
driver_layer_commit() {
  case $1 in
    overlay) overlay_layer_commit "${@:2}" ;;
    vfs) vfs_layer_commit "${@:2}" ;;
    btrfs) btrfs_layer_commit "${@:2}" ;;
    lvm-loop) lvm_layer_commit "${@:2}" ;;
    aufs) aufs_layer_commit "${@:2}" ;;
  esac
}

# Usage: driver_layer_rollback DRIVER ARGUMENTS
driver_layer_rollback() {
  case $1 in
    overlay) overlay_layer_rollback "${@:2}" ;;
    vfs) vfs_layer_rollback "${@:2}" ;;
    btrfs) btrfs_layer_rollback "${@:2}" ;;
    lvm-loop) lvm_layer_rollback "${@:2}" ;;
    aufs) aufs_layer_rollback "${@:2}" ;;
  esac
}

# Usage: driver_layer_usage DRIVER ARGUMENTS
driver_layer_usage() {
  case $1 in
    overlay) overlay_layer_usage "${@:2}" ;;
    vfs) vfs_layer_usage "${@:2}" ;;
    btrfs) btrfs_layer_usage "${@:2}" ;;
    lvm-loop) lvm_layer_usage "${@:2}" ;;
    aufs) aufs_layer_usage "${@:2}" ;;
  esac
}

# Usage: driver_layer_remove DRIVER ARGUMENTS
driver_layer_remove() {
  case $1 in
    overlay) overlay_layer_remove "${@:2}" ;;
    vfs) vfs_layer_remove "${@:2}" ;;
    btrfs) btrfs_layer_remove "${@:2}" ;;
    lvm-loop) lvm_layer_remove "${@:2}" ;;
    aufs) aufs_layer_remove "${@:2}" ;;
  esac
}

# Usage: driver_place DRIVER ARGUMENTS
driver_place() {
  case $1 in
    overlay) overlay_place "${@:2}" ;;
    vfs) vfs_place "${@:2}" ;;
    btrfs) btrfs_place "${@:2}" ;;
    lvm-loop) lvm_place "${@:2}" ;;
    aufs) aufs_place "${@:2}" ;;
  esac
}

# Usage: driver_place_usage DRIVER ARGUMENTS
driver_place_usage() {
  case $1 in
    overlay) overlay_place_usage "${@:2}" ;;
    vfs) vfs_place_usage "${@:2}" ;;
    btrfs) btrfs_place_usage "${@:2}" ;;
    lvm-loop) lvm_place_usage "${@:2}" ;;
    aufs) aufs_place_usage "${@:2}" ;;
  esac
}

# Usage: probes_before ENGINE CONTAINER [N [EXTRA]]
probes_before() {
  disk_before "$@"
}

# Usage: probes_started ENGINE CONTAINER [N [EXTRA]]
probes_started() {
  disk_after "$@"
}

# Usage: probes_ran ENGINE CONTAINER [N [EXTRA]]
probes_ran() {
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
    docker_end) docker_end "$2" ;;
    docker_host_end) docker_host_end "$2" ;;
    image_discard) image_discard "$2" ;;
    lvm_detach) lvm_detach "$2" ;;
    lvm_remove) lvm_remove "$2" ;;
    namespace_folder_remove) namespace_folder_remove "$2" ;;
    namespace_remove) namespace_remove "$2" ;;
    podman_end) podman_end "$2" ;;
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
  at recipe.ctr:23 'storage cow'
  require_privilege 'mount files for overlay' user-namespace
  at recipe.ctr:27 'storage pool'
  require_privilege 'make and mount volumes for lvm-loop' impossible
  at recipe.ctr:52 'storage union'
  require_privilege 'mount files for aufs' impossible
  at recipe.ctr:9 'memory.max 64MiB'
  require_privilege 'limit memory' delegated-cgroup memory
  at recipe.ctr:10 'cpuset.cpus 0'
  require_privilege 'limit CPUs' delegated-cgroup cpuset
  at recipe.ctr:11 'cpu.max 50%'
  require_privilege 'limit CPU time' delegated-cgroup cpu
  at recipe.ctr:12 'pids.max 50'
  require_privilege 'limit processes' delegated-cgroup pids
  at recipe.ctr:15 'namespace shared'
  require_privilege 'make namespaces' user-namespace
  at recipe.ctr:31 'container box'
  require_privilege 'use a daemon for docker' impossible
  at recipe.ctr:31 'container box'
  require_privilege 'run a container as another user' subordinate-ids
  at recipe.ctr:56 'container other'
  require_privilege 'make namespaces and mounts for native' user-namespace
  at recipe.ctr:31 'container box'
  require_privilege 'make namespaces and mounts for podman' user-namespace
  at recipe.ctr:70 'pause sleeper'
  require_privilege 'pause containers' delegated-cgroup freezer
  require_tools blkid cat cp cut df dmsetup docker du env find iconv ldd ln losetup lvcreate lvremove mkdir mkfifo mount mv nsenter pvcreate pvremove readlink rm rmdir setpriv setsid sh sha256sum sort stat sync tail tar timeout tr truncate umount unshare vgcreate vgremove wipefs xargs
  require_room results state images
  require_driver overlay
  require_driver lvm-loop
  require_driver aufs
  require_engine docker
  require_engine 'docker on lvm-loop'
  require_engine native
  require_engine 'docker on host'
}

recipe_set_up() {
  at recipe.ctr:19 'image busybox'
  image_begin busybox
  while image_next; do
    at recipe.ctr:20 'program "/bin/busybox" links [sh]'
    image_program /bin/busybox sh
  done
}

# Cell 1: engine docker, driver overlay
recipe_cell_1() {
  at recipe.ctr:23 'storage cow'
  undo cell storage_remove cow.1
  storage_create cow.1 overlay
  at recipe.ctr:27 'storage pool'
  undo cell storage_remove pool.1
  storage_create pool.1 lvm-loop
  at recipe.ctr:52 'storage union'
  undo cell storage_remove union.1
  storage_create union.1 aufs
  at recipe.ctr:61 'container host'
  undo cell storage_remove default.1
  storage_create default.1 overlay
  at recipe.ctr:8 'cgroup small'
  undo cell cgroup_remove small.1
  cgroup_create small.1
  at recipe.ctr:9 'memory.max 64MiB'
  cgroup_write small.1 memory.max 67108864
  cgroup_write small.1 memory.swap.max 0
  at recipe.ctr:10 'cpuset.cpus 0'
  cgroup_write small.1 cpuset.cpus 0
  at recipe.ctr:11 'cpu.max 50%'
  cgroup_write small.1 cpu.max '50000 100000'
  at recipe.ctr:12 'pids.max 50'
  cgroup_write small.1 pids.max 50
  at recipe.ctr:15 'namespace shared'
  undo cell namespace_remove shared.1
  namespace_create shared.1 network=loopback
  at recipe.ctr:31 'container box'
  container_define box.1 docker \
    --image busybox \
    --storage cow.1 \
    --cgroup small.1 \
    --join shared.1 \
    --mount /srv /data ro \
    --tmpfs /scratch 1048576 \
    --mask /etc/passwd \
    --env NAME 'a value' \
    --user 1000 1000 \
    --seccomp unconfined \
    --read-only
  at recipe.ctr:46 'container thin'
  container_define thin.1 docker \
    --image busybox \
    --storage pool.1
  at recipe.ctr:56 'container other'
  container_define other.1 native \
    --image busybox \
    --storage union.1
  at recipe.ctr:61 'container host'
  container_define host.1 docker \
    --image busybox \
    --storage ''
}

# Cell 2: engine docker, driver vfs
recipe_cell_2() {
  at recipe.ctr:23 'storage cow'
  undo cell storage_remove cow.2
  storage_create cow.2 vfs
  at recipe.ctr:27 'storage pool'
  undo cell storage_remove pool.2
  storage_create pool.2 lvm-loop
  at recipe.ctr:52 'storage union'
  undo cell storage_remove union.2
  storage_create union.2 aufs
  at recipe.ctr:61 'container host'
  undo cell storage_remove default.2
  storage_create default.2 overlay
  at recipe.ctr:8 'cgroup small'
  undo cell cgroup_remove small.2
  cgroup_create small.2
  at recipe.ctr:9 'memory.max 64MiB'
  cgroup_write small.2 memory.max 67108864
  cgroup_write small.2 memory.swap.max 0
  at recipe.ctr:10 'cpuset.cpus 0'
  cgroup_write small.2 cpuset.cpus 0
  at recipe.ctr:11 'cpu.max 50%'
  cgroup_write small.2 cpu.max '50000 100000'
  at recipe.ctr:12 'pids.max 50'
  cgroup_write small.2 pids.max 50
  at recipe.ctr:15 'namespace shared'
  undo cell namespace_remove shared.2
  namespace_create shared.2 network=loopback
  at recipe.ctr:31 'container box'
  container_define box.2 docker \
    --image busybox \
    --storage cow.2 \
    --cgroup small.2 \
    --join shared.2 \
    --mount /srv /data ro \
    --tmpfs /scratch 1048576 \
    --mask /etc/passwd \
    --env NAME 'a value' \
    --user 1000 1000 \
    --seccomp unconfined \
    --read-only
  at recipe.ctr:46 'container thin'
  container_define thin.2 docker \
    --image busybox \
    --storage pool.2
  at recipe.ctr:56 'container other'
  container_define other.2 native \
    --image busybox \
    --storage union.2
  at recipe.ctr:61 'container host'
  container_define host.2 docker \
    --image busybox \
    --storage ''
}

# Cell 3: engine docker, driver btrfs
recipe_cell_3() {
  at recipe.ctr:23 'storage cow'
  undo cell storage_remove cow.3
  storage_create cow.3 btrfs
  at recipe.ctr:27 'storage pool'
  undo cell storage_remove pool.3
  storage_create pool.3 lvm-loop
  at recipe.ctr:52 'storage union'
  undo cell storage_remove union.3
  storage_create union.3 aufs
  at recipe.ctr:61 'container host'
  undo cell storage_remove default.3
  storage_create default.3 overlay
  at recipe.ctr:8 'cgroup small'
  undo cell cgroup_remove small.3
  cgroup_create small.3
  at recipe.ctr:9 'memory.max 64MiB'
  cgroup_write small.3 memory.max 67108864
  cgroup_write small.3 memory.swap.max 0
  at recipe.ctr:10 'cpuset.cpus 0'
  cgroup_write small.3 cpuset.cpus 0
  at recipe.ctr:11 'cpu.max 50%'
  cgroup_write small.3 cpu.max '50000 100000'
  at recipe.ctr:12 'pids.max 50'
  cgroup_write small.3 pids.max 50
  at recipe.ctr:15 'namespace shared'
  undo cell namespace_remove shared.3
  namespace_create shared.3 network=loopback
  at recipe.ctr:31 'container box'
  container_define box.3 docker \
    --image busybox \
    --storage cow.3 \
    --cgroup small.3 \
    --join shared.3 \
    --mount /srv /data ro \
    --tmpfs /scratch 1048576 \
    --mask /etc/passwd \
    --env NAME 'a value' \
    --user 1000 1000 \
    --seccomp unconfined \
    --read-only
  at recipe.ctr:46 'container thin'
  container_define thin.3 docker \
    --image busybox \
    --storage pool.3
  at recipe.ctr:56 'container other'
  container_define other.3 native \
    --image busybox \
    --storage union.3
  at recipe.ctr:61 'container host'
  container_define host.3 docker \
    --image busybox \
    --storage ''
}

# Cell 4: engine podman, driver overlay
recipe_cell_4() {
  at recipe.ctr:23 'storage cow'
  undo cell storage_remove cow.4
  storage_create cow.4 overlay
  at recipe.ctr:27 'storage pool'
  undo cell storage_remove pool.4
  storage_create pool.4 lvm-loop
  at recipe.ctr:52 'storage union'
  undo cell storage_remove union.4
  storage_create union.4 aufs
  at recipe.ctr:61 'container host'
  undo cell storage_remove default.4
  storage_create default.4 overlay
  at recipe.ctr:8 'cgroup small'
  undo cell cgroup_remove small.4
  cgroup_create small.4
  at recipe.ctr:9 'memory.max 64MiB'
  cgroup_write small.4 memory.max 67108864
  cgroup_write small.4 memory.swap.max 0
  at recipe.ctr:10 'cpuset.cpus 0'
  cgroup_write small.4 cpuset.cpus 0
  at recipe.ctr:11 'cpu.max 50%'
  cgroup_write small.4 cpu.max '50000 100000'
  at recipe.ctr:12 'pids.max 50'
  cgroup_write small.4 pids.max 50
  at recipe.ctr:15 'namespace shared'
  undo cell namespace_remove shared.4
  namespace_create shared.4 network=loopback
  at recipe.ctr:31 'container box'
  container_define box.4 podman \
    --image busybox \
    --storage cow.4 \
    --cgroup small.4 \
    --join shared.4 \
    --mount /srv /data ro \
    --tmpfs /scratch 1048576 \
    --mask /etc/passwd \
    --env NAME 'a value' \
    --user 1000 1000 \
    --seccomp unconfined \
    --read-only
  at recipe.ctr:46 'container thin'
  container_define thin.4 docker \
    --image busybox \
    --storage pool.4
  at recipe.ctr:56 'container other'
  container_define other.4 native \
    --image busybox \
    --storage union.4
  at recipe.ctr:61 'container host'
  container_define host.4 docker \
    --image busybox \
    --storage ''
}

# Cell 5: engine podman, driver vfs
recipe_cell_5() {
  at recipe.ctr:23 'storage cow'
  undo cell storage_remove cow.5
  storage_create cow.5 vfs
  at recipe.ctr:27 'storage pool'
  undo cell storage_remove pool.5
  storage_create pool.5 lvm-loop
  at recipe.ctr:52 'storage union'
  undo cell storage_remove union.5
  storage_create union.5 aufs
  at recipe.ctr:61 'container host'
  undo cell storage_remove default.5
  storage_create default.5 overlay
  at recipe.ctr:8 'cgroup small'
  undo cell cgroup_remove small.5
  cgroup_create small.5
  at recipe.ctr:9 'memory.max 64MiB'
  cgroup_write small.5 memory.max 67108864
  cgroup_write small.5 memory.swap.max 0
  at recipe.ctr:10 'cpuset.cpus 0'
  cgroup_write small.5 cpuset.cpus 0
  at recipe.ctr:11 'cpu.max 50%'
  cgroup_write small.5 cpu.max '50000 100000'
  at recipe.ctr:12 'pids.max 50'
  cgroup_write small.5 pids.max 50
  at recipe.ctr:15 'namespace shared'
  undo cell namespace_remove shared.5
  namespace_create shared.5 network=loopback
  at recipe.ctr:31 'container box'
  container_define box.5 podman \
    --image busybox \
    --storage cow.5 \
    --cgroup small.5 \
    --join shared.5 \
    --mount /srv /data ro \
    --tmpfs /scratch 1048576 \
    --mask /etc/passwd \
    --env NAME 'a value' \
    --user 1000 1000 \
    --seccomp unconfined \
    --read-only
  at recipe.ctr:46 'container thin'
  container_define thin.5 docker \
    --image busybox \
    --storage pool.5
  at recipe.ctr:56 'container other'
  container_define other.5 native \
    --image busybox \
    --storage union.5
  at recipe.ctr:61 'container host'
  container_define host.5 docker \
    --image busybox \
    --storage ''
}

# Cell 6: engine podman, driver btrfs
recipe_cell_6() {
  at recipe.ctr:23 'storage cow'
  undo cell storage_remove cow.6
  storage_create cow.6 btrfs
  at recipe.ctr:27 'storage pool'
  undo cell storage_remove pool.6
  storage_create pool.6 lvm-loop
  at recipe.ctr:52 'storage union'
  undo cell storage_remove union.6
  storage_create union.6 aufs
  at recipe.ctr:61 'container host'
  undo cell storage_remove default.6
  storage_create default.6 overlay
  at recipe.ctr:8 'cgroup small'
  undo cell cgroup_remove small.6
  cgroup_create small.6
  at recipe.ctr:9 'memory.max 64MiB'
  cgroup_write small.6 memory.max 67108864
  cgroup_write small.6 memory.swap.max 0
  at recipe.ctr:10 'cpuset.cpus 0'
  cgroup_write small.6 cpuset.cpus 0
  at recipe.ctr:11 'cpu.max 50%'
  cgroup_write small.6 cpu.max '50000 100000'
  at recipe.ctr:12 'pids.max 50'
  cgroup_write small.6 pids.max 50
  at recipe.ctr:15 'namespace shared'
  undo cell namespace_remove shared.6
  namespace_create shared.6 network=loopback
  at recipe.ctr:31 'container box'
  container_define box.6 podman \
    --image busybox \
    --storage cow.6 \
    --cgroup small.6 \
    --join shared.6 \
    --mount /srv /data ro \
    --tmpfs /scratch 1048576 \
    --mask /etc/passwd \
    --env NAME 'a value' \
    --user 1000 1000 \
    --seccomp unconfined \
    --read-only
  at recipe.ctr:46 'container thin'
  container_define thin.6 docker \
    --image busybox \
    --storage pool.6
  at recipe.ctr:56 'container other'
  container_define other.6 native \
    --image busybox \
    --storage union.6
  at recipe.ctr:61 'container host'
  container_define host.6 docker \
    --image busybox \
    --storage ''
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  :
}

# recipe.ctr:66: check lives
recipe_check_lives() {
  at recipe.ctr:67 'run box stdin "x" timeout 5s $ true'
  alarm_set_engine 5000000000
  container_run "box.$CELL" --stdin x --timeout 5000000000 -- true
  alarm_clear
  expect_exit is 0 || return 0
  at recipe.ctr:68 'start thin as sleeper $ sleep 100'
  undo block container_discard "sleeper.$CELL"
  container_start "thin.$CELL" "sleeper.$CELL" -- sleep 100
  at recipe.ctr:69 'exec sleeper $ true'
  container_exec "sleeper.$CELL" -- true
  expect_exit is 0 || return 0
  at recipe.ctr:70 'pause sleeper'
  container_pause "sleeper.$CELL"
  at recipe.ctr:71 'resume sleeper'
  container_resume "sleeper.$CELL"
  at recipe.ctr:72 'commit sleeper as more'
  container_commit "sleeper.$CELL" "more.$CELL"
  at recipe.ctr:73 'expect sleeper file "/etc/x" contains "x"'
  expect_file --of "sleeper.$CELL" /etc/x contains x || return 0
  at recipe.ctr:74 'stop sleeper'
  container_stop "sleeper.$CELL"
  at recipe.ctr:75 'rollback sleeper to busybox'
  container_rollback "sleeper.$CELL" busybox
  at recipe.ctr:76 'diff sleeper busybox'
  container_diff "sleeper.$CELL" busybox
  at recipe.ctr:77 'run host $ true'
  container_run "host.$CELL" -- true
  expect_exit is 0 || return 0
  at recipe.ctr:78 'run other $ true'
  container_run "other.$CELL" -- true
  expect_exit is 0 || return 0
}

# recipe.ctr:81: measure cost
recipe_measure_cost() {
  at recipe.ctr:84 'run box $ true'
  container_run "box.$CELL" -- true
  expect_exit is 0 || return 0
}

# The checks and measures; the cells take turns.
recipe_blocks() {
  if block_selected lives; then
    while cell_next; do
      if block_begin check lives 66 cell; then
        recipe_check_lives
        block_end
      fi
    done
  fi
  if block_selected cost; then
    block_begin measure cost 81
    measure_begin --repeat 3 --order random --probe 'time disk'
    while measure_next; do
      recipe_measure_cost
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
  if cell_selected 1; then
    cell_begin 1 together
    recipe_cell_1
  fi
  if cell_selected 2 && cell_possible 2 driver vfs; then
    cell_begin 2 together
    recipe_cell_2
  fi
  if cell_selected 3 && cell_possible 3 driver btrfs; then
    cell_begin 3 together
    recipe_cell_3
  fi
  if cell_selected 4 && cell_possible 4 engine podman; then
    cell_begin 4 together
    recipe_cell_4
  fi
  if cell_selected 5 && cell_possible 5 driver vfs engine podman; then
    cell_begin 5 together
    recipe_cell_5
  fi
  if cell_selected 6 && cell_possible 6 driver btrfs engine podman; then
    cell_begin 6 together
    recipe_cell_6
  fi
  cells_done
  recipe_blocks
  cell_end
}

{
  main "$@"
  exit
}
