#!/usr/bin/env bash
# images: Every source of an image, each image after those that it begins with
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:7eae770dc12bb1155b3df9f2e48b2ce93d5092540d69799e9f4b617014ebf4ff
#
#   bash images.sh              does all of it
#   bash images.sh --dry-run    says what it would do
#   bash images.sh --help       lists parameters, options and exit statuses
#
# check motd
#
# The recipe:
#
#@ recipe.ctr
#| recipe images "Every source of an image, each image after those that it begins with"
#|
#| require root
#|
#| param greeting "hello"
#|
#| image full {
#|   image tools
#|   directory "/tmp" mode 1777
#|   directory "/var/empty"
#|   file "/etc/motd" "${greeting} $world, it's \"me\"\n"
#|   file "/bin/hello" """
#|     #!/bin/sh
#|     echo hello
#|     """ mode 0755
#|   archive "rootfs.tar.gz"
#|   archive "/srv/rootfs.tar"
#|   directory tree "./_install" to "/"
#| }
#|
#| image tools {
#|   scratch
#|   program "/bin/busybox" links [sh, cat]
#|   program "sh"
#| }
#|
#| storage copies {
#|   driver vfs
#| }
#|
#| container box {
#|   image full
#| }
#|
#| container copy {
#|   image   tools
#|   storage copies
#| }
#|
#| check motd {
#|   run box $ cat /etc/motd
#|   expect stdout contains "${greeting}"
#|   run copy keep as copied $ sh -c 'echo hello >/greeting'
#|   run box keep as greeted $ sh -c 'echo hello >/greeting'
#|   expect copied file "/greeting" is "hello"
#|   expect greeted file "/greeting" is "hello"
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

RECIPE=images
TITLE='Every source of an image, each image after those that it begins with'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:7eae770dc12bb1155b3df9f2e48b2ce93d5092540d69799e9f4b617014ebf4ff
CTRC_VERSION=0.1.0
CGROUPS_OF=script
# greeting ("hello")
v_greeting=hello
CELLS=1
PARAMETERS=(greeting)
PARAMETER_TYPES=(string)
PARAMETER_WRITTEN=('"hello"')
PARAMETER_DOCS=('')
BLOCKS=(motd)
BLOCK_KINDS=(check)
CELL_TEXTS=('')
CELL_VALUES=('{}')
RECIPE_FUNCTIONS=(recipe_set_up recipe_cell_1 recipe_check_motd)
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

# Usage: driver_layer_file DRIVER ARGUMENTS
driver_layer_file() {
  case $1 in
    overlay) overlay_layer_file "${@:2}" ;;
    vfs) vfs_layer_file "${@:2}" ;;
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
  at recipe.ctr:3 'require root'
  require_root
  at recipe.ctr:31 'container box'
  require_privilege 'mount files for overlay' user-namespace
  at recipe.ctr:31 'container box'
  require_privilege 'make namespaces and mounts for native' user-namespace
  require_tools chmod cp df find grep head ldd ln mkdir mkfifo mount mv nsenter readlink rm rmdir setpriv sh sha256sum stat tar tr truncate unshare
  require_room results state images
  require_driver vfs
  require_driver overlay
  require_engine native
}

recipe_set_up() {
  at recipe.ctr:21 'image tools'
  image_begin tools
  while image_next; do
    at recipe.ctr:22 scratch
    image_scratch
    at recipe.ctr:23 'program "/bin/busybox" links [sh, cat]'
    image_program /bin/busybox sh cat
    at recipe.ctr:24 'program "sh"'
    image_program sh
  done
  at recipe.ctr:7 'image full'
  image_begin full
  while image_next; do
    at recipe.ctr:8 'image tools'
    image_base tools
    at recipe.ctr:9 'directory "/tmp" mode 1777'
    image_directory /tmp 1777
    at recipe.ctr:10 'directory "/var/empty"'
    image_directory /var/empty ''
    at recipe.ctr:11 $'file "/etc/motd" "${greeting} $world, it\'s \\"me\\"\\n"'
    image_file /etc/motd "$v_greeting"$' $world, it\'s "me"\n' ''
    at recipe.ctr:12 'file "/bin/hello" """ #!/bin/sh echo hello """ mode 0755'
    image_file /bin/hello '#!/bin/sh
echo hello
' 0755
    at recipe.ctr:16 'archive "rootfs.tar.gz"'
    image_archive rootfs.tar.gz
    at recipe.ctr:17 'archive "/srv/rootfs.tar"'
    image_archive /srv/rootfs.tar
    at recipe.ctr:18 'directory tree "./_install" to "/"'
    image_tree ./_install /
  done
}

recipe_cell_1() {
  at recipe.ctr:27 'storage copies'
  undo cell storage_remove copies
  storage_create copies vfs
  at recipe.ctr:31 'container box'
  undo cell storage_remove default
  storage_create default overlay
  container_define box native \
    --image full \
    --storage default
  at recipe.ctr:35 'container copy'
  container_define copy native \
    --image tools \
    --storage copies
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  :
}

# recipe.ctr:40: check motd
recipe_check_motd() {
  at recipe.ctr:41 'run box $ cat /etc/motd'
  container_run box -- cat /etc/motd
  at recipe.ctr:42 $'expect stdout contains "${greeting}"'
  expect_output stdout contains "$v_greeting" || return 0
  at recipe.ctr:43 $'run copy keep as copied $ sh -c \'echo hello >/greeting\''
  undo cell container_discard copied
  container_run copy --keep copied -- sh -c 'echo hello >/greeting'
  expect_exit is 0 || return 0
  at recipe.ctr:44 $'run box keep as greeted $ sh -c \'echo hello >/greeting\''
  undo cell container_discard greeted
  container_run box --keep greeted -- sh -c 'echo hello >/greeting'
  at recipe.ctr:45 'expect copied file "/greeting" is "hello"'
  expect_file --of copied /greeting is hello || return 0
  at recipe.ctr:46 'expect greeted file "/greeting" is "hello"'
  expect_file --of greeted /greeting is hello || return 0
}

# Everything, in order.
recipe_run() {
  run_begin
  recipe_set_up
  if cell_selected 1; then
    cell_begin 1
    recipe_cell_1
    if block_selected motd; then
      if block_begin check motd 40 cell; then
        recipe_check_motd
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
