#!/usr/bin/env bash
# sources: Images from what is downloaded, built and made by other tools
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:5b9b6826c9561253d0fa06b5d1abe8c0882117ae53e0d701228ad47da3792a8f
#
#   bash sources.sh              does all of it
#   bash sources.sh --dry-run    says what it would do
#   bash sources.sh --help       lists parameters, options and exit statuses
#
# check they-run
#
# The recipe:
#
#@ recipe.ctr
#| recipe sources "Images from what is downloaded, built and made by other tools"
#|
#| require root
#|
#| param version "1.36.1"
#|
#| image fetched {
#|   fetch "https://example.org/rootfs-${version}.tar.gz" \
#|     sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 as root-files
#|   archive "${root-files}"
#| }
#|
#| image built {
#|   fetch "https://busybox.net/downloads/busybox-${version}.tar.bz2" \
#|     sha256 b8cc24c9574d809e7279c3be349795c5d5ceb6fdf19ca709f80cde50e47de314 as source
#|   build in "${source}" {
#|     $ make defconfig
#|     $ make install CONFIG_STATIC=y
#|     directory tree "_install" to "/"
#|   }
#|   build in "./src" {
#|     $ cp "a b" ${version}
#|   }
#| }
#|
#| image pulled {
#|   oci "image.tar"
#|   oci "layout"
#| }
#|
#| container one {
#|   image fetched
#| }
#|
#| container two {
#|   image built
#| }
#|
#| container three {
#|   image pulled
#| }
#|
#| check they-run {
#|   run one $ true
#|   run two $ true
#|   run three $ true
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

RECIPE=sources
TITLE='Images from what is downloaded, built and made by other tools'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:5b9b6826c9561253d0fa06b5d1abe8c0882117ae53e0d701228ad47da3792a8f
CTRC_VERSION=0.1.0
CGROUPS_OF=script
# version ("1.36.1")
v_version=1.36.1
CELLS=1
PARAMETERS=(version)
PARAMETER_TYPES=(string)
PARAMETER_WRITTEN=('"1.36.1"')
PARAMETER_DOCS=('')
BLOCKS=(they-run)
BLOCK_KINDS=(check)
CELL_TEXTS=('')
CELL_VALUES=('{}')
RECIPE_FUNCTIONS=(recipe_set_up recipe_cell_1 recipe_check_they_run)
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
  at recipe.ctr:3 'require root'
  require_root
  at recipe.ctr:31 'container one'
  require_privilege 'mount files for overlay' user-namespace
  at recipe.ctr:31 'container one'
  require_privilege 'make namespaces and mounts for native' user-namespace
  require_tools chown cp df env find flock grep gzip head ln md5sum mkdir mkfifo mount mv nsenter readlink rm rmdir setpriv sh sha256sum stat tail tar touch truncate uname unshare
  require_room results state images
  require_driver overlay
  require_engine native
}

recipe_set_up() {
  at recipe.ctr:7 'image fetched'
  image_begin fetched
  while image_next; do
    at recipe.ctr:8 $'fetch "https://example.org/rootfs-${version}.tar.gz" sha256 e3b0c44298fc1c149afbf4c8996fb92427ae4...'
    image_fetch "https://example.org/rootfs-$v_version.tar.gz" \
      sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    v_root_files=$REPLY
    at recipe.ctr:10 $'archive "${root-files}"'
    image_archive "$v_root_files"
  done
  at recipe.ctr:13 'image built'
  image_begin built
  while image_next; do
    at recipe.ctr:14 $'fetch "https://busybox.net/downloads/busybox-${version}.tar.bz2" sha256 b8cc24c9574d809e7279c3be3...'
    image_fetch "https://busybox.net/downloads/busybox-$v_version.tar.bz2" \
      sha256 b8cc24c9574d809e7279c3be349795c5d5ceb6fdf19ca709f80cde50e47de314
    v_source=$REPLY
    at recipe.ctr:16 $'build in "${source}"'
    image_build_in "$v_source"
    at recipe.ctr:17 '$ make defconfig'
    image_build_run -- make defconfig
    at recipe.ctr:18 '$ make install CONFIG_STATIC=y'
    image_build_run -- make install CONFIG_STATIC=y
    at recipe.ctr:19 'directory tree "_install" to "/"'
    image_build_tree _install /
    at recipe.ctr:16 $'build in "${source}"'
    image_build_leave
    at recipe.ctr:21 'build in "./src"'
    image_build_in ./src
    at recipe.ctr:22 $'$ cp "a b" ${version}'
    image_build_run -- cp 'a b' "$v_version"
    at recipe.ctr:21 'build in "./src"'
    image_build_leave
  done
  at recipe.ctr:26 'image pulled'
  image_begin pulled
  while image_next; do
    at recipe.ctr:27 'oci "image.tar"'
    image_oci image.tar
    at recipe.ctr:28 'oci "layout"'
    image_oci layout
  done
}

recipe_cell_1() {
  at recipe.ctr:31 'container one'
  undo cell storage_remove default
  storage_create default overlay
  container_define one native \
    --image fetched \
    --storage default
  at recipe.ctr:35 'container two'
  container_define two native \
    --image built \
    --storage default
  at recipe.ctr:39 'container three'
  container_define three native \
    --image pulled \
    --storage default
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  :
}

# recipe.ctr:43: check they-run
recipe_check_they_run() {
  at recipe.ctr:44 'run one $ true'
  container_run one -- true
  expect_exit is 0 || return 0
  at recipe.ctr:45 'run two $ true'
  container_run two -- true
  expect_exit is 0 || return 0
  at recipe.ctr:46 'run three $ true'
  container_run three -- true
  expect_exit is 0 || return 0
}

# Everything, in order.
recipe_run() {
  run_begin
  recipe_set_up
  if cell_selected 1; then
    cell_begin 1
    recipe_cell_1
    if block_selected they-run; then
      if block_begin check they-run 43; then
        recipe_check_they_run
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
