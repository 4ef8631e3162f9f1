#!/usr/bin/env bash
# image-files: Images and containers' files, to files of the host and back
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:d6f4c7c0a0d9cef82a7c101e65687201648c3389f53d917eaccfed8e51da99aa
#
#   bash image-files.sh              does all of it
#   bash image-files.sh --dry-run    says what it would do
#   bash image-files.sh --help       lists parameters, options and exit statuses
#
# check there-and-back
# each in 5 cells of the matrix
#
# The recipe:
#
#@ recipe.ctr
#| recipe image-files "Images and containers' files, to files of the host and back"
#|
#| require root
#|
#| param folder "out"
#|
#| matrix {
#|   driver [overlay, vfs, btrfs, lvm-loop, aufs]
#| }
#|
#| storage files {
#|   driver ${driver}
#|   size   1GiB
#| }
#|
#| image base {
#|   scratch
#| }
#|
#| container box {
#|   image   base
#|   storage files
#| }
#|
#| check there-and-back {
#|   run box keep as one $ true
#|   export one to "${folder}/one.tar"
#|   commit one as two
#|   save two to "two.tar"
#|   save two to "two.docker.tar" format docker
#|   save two to "two.oci.tar" format oci
#|   save base to "base.aci" format aci
#|   load "two.oci.tar" as loaded
#|   import "${folder}/one.tar" as imported
#|   run loaded $ true
#|   diff one base
#|   expect exit 1
#|   expect stdout contains "only in one"
#|   for i in 1..2 { load "two.tar" as "again-${i}" }
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

RECIPE='image-files'
TITLE=$'Images and containers\' files, to files of the host and back'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:d6f4c7c0a0d9cef82a7c101e65687201648c3389f53d917eaccfed8e51da99aa
CTRC_VERSION=0.1.0
CGROUPS_OF=script
# folder ("out")
v_folder=out
CELLS=5
PARAMETERS=(folder)
PARAMETER_TYPES=(string)
PARAMETER_WRITTEN=('"out"')
PARAMETER_DOCS=('')
BLOCKS=(there-and-back)
BLOCK_KINDS=(check)
CELL_TEXTS=('driver overlay' 'driver vfs' 'driver btrfs' 'driver lvm-loop' 'driver aufs')
CELL_VALUES=(
  '{"driver":"overlay"}'
  '{"driver":"vfs"}'
  '{"driver":"btrfs"}'
  '{"driver":"lvm-loop"}'
  '{"driver":"aufs"}'
)
RECIPE_FUNCTIONS=(
  recipe_set_up
  recipe_cell_1
  recipe_cell_2
  recipe_cell_3
  recipe_cell_4
  recipe_cell_5
  recipe_values
  recipe_check_there_and_back
)
ROOT_ONLY=(
  'btrfs make and mount a file system for btrfs'
  'lvm-loop make and mount volumes for lvm-loop'
  'aufs mount files for aufs'
)

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

# Usage: engine_view ENGINE ARGUMENTS
engine_view() {
  case $1 in
    native) layered_view "${@:2}" ;;
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

# Usage: probes_before ENGINE CONTAINER [N [EXTRA]]
probes_before() { :; }

# Usage: probes_ran ENGINE CONTAINER [N [EXTRA]]
probes_ran() { :; }

# Usage: probes_stored ENGINE CONTAINER [N [EXTRA]]
probes_stored() { :; }

# Usage: undo_one FUNCTION NAME; nothing else that a journal names is ever run
undo_one() {
  case $1 in
    container_discard) container_discard "$2" ;;
    disk_remove) disk_remove "$2" ;;
    disk_unmount) disk_unmount "$2" ;;
    image_discard) image_discard "$2" ;;
    lvm_detach) lvm_detach "$2" ;;
    lvm_remove) lvm_remove "$2" ;;
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
  at recipe.ctr:11 'storage files'
  require_privilege 'mount files for overlay' user-namespace
  at recipe.ctr:11 'storage files'
  require_privilege 'make and mount a file system for a storage' impossible
  at recipe.ctr:20 'container box'
  require_privilege 'make namespaces and mounts for native' user-namespace
  require_tools chmod chown cp cut df find grep gzip head ln mkdir mkfifo mount mv nsenter readlink rm rmdir setpriv sh sha256sum sort stat tar touch tr truncate uname unshare xargs
  require_room results state images
  require_driver overlay
  require_engine native
}

recipe_set_up() {
  at recipe.ctr:16 'image base'
  image_begin base
  while image_next; do
    at recipe.ctr:17 scratch
    image_scratch
  done
}

# Cell 1: driver overlay
recipe_cell_1() {
  at recipe.ctr:11 'storage files'
  undo cell storage_remove files
  storage_create files overlay --size 1073741824
  at recipe.ctr:33 'load "two.oci.tar" as loaded'
  undo cell storage_remove default
  storage_create default overlay
  at recipe.ctr:20 'container box'
  container_define box native \
    --image base \
    --storage files
}

# Cell 2: driver vfs
recipe_cell_2() {
  at recipe.ctr:11 'storage files'
  undo cell storage_remove files
  storage_create files vfs --size 1073741824
  at recipe.ctr:33 'load "two.oci.tar" as loaded'
  undo cell storage_remove default
  storage_create default overlay
  at recipe.ctr:20 'container box'
  container_define box native \
    --image base \
    --storage files
}

# Cell 3: driver btrfs
recipe_cell_3() {
  at recipe.ctr:11 'storage files'
  undo cell storage_remove files
  storage_create files btrfs --size 1073741824
  at recipe.ctr:33 'load "two.oci.tar" as loaded'
  undo cell storage_remove default
  storage_create default overlay
  at recipe.ctr:20 'container box'
  container_define box native \
    --image base \
    --storage files
}

# Cell 4: driver lvm-loop
recipe_cell_4() {
  at recipe.ctr:11 'storage files'
  undo cell storage_remove files
  storage_create files lvm-loop --size 1073741824
  at recipe.ctr:33 'load "two.oci.tar" as loaded'
  undo cell storage_remove default
  storage_create default overlay
  at recipe.ctr:20 'container box'
  container_define box native \
    --image base \
    --storage files
}

# Cell 5: driver aufs
recipe_cell_5() {
  at recipe.ctr:11 'storage files'
  undo cell storage_remove files
  storage_create files aufs --size 1073741824
  at recipe.ctr:33 'load "two.oci.tar" as loaded'
  undo cell storage_remove default
  storage_create default overlay
  at recipe.ctr:20 'container box'
  container_define box native \
    --image base \
    --storage files
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  :
}

# recipe.ctr:25: check there-and-back
recipe_check_there_and_back() {
  at recipe.ctr:26 'run box keep as one $ true'
  undo cell container_discard one
  container_run box --keep one -- true
  expect_exit is 0 || return 0
  at recipe.ctr:27 $'export one to "${folder}/one.tar"'
  container_export one "$v_folder/one.tar"
  at recipe.ctr:28 'commit one as two'
  container_commit one two
  at recipe.ctr:29 'save two to "two.tar"'
  image_save two two.tar tar
  at recipe.ctr:30 'save two to "two.docker.tar" format docker'
  image_save two two.docker.tar docker
  at recipe.ctr:31 'save two to "two.oci.tar" format oci'
  image_save two two.oci.tar oci
  at recipe.ctr:32 'save base to "base.aci" format aci'
  image_save base base.aci aci
  at recipe.ctr:33 'load "two.oci.tar" as loaded'
  image_load two.oci.tar loaded native --storage default
  at recipe.ctr:34 $'import "${folder}/one.tar" as imported'
  image_import "$v_folder/one.tar" imported native --storage default
  at recipe.ctr:35 'run loaded $ true'
  container_run loaded -- true
  expect_exit is 0 || return 0
  at recipe.ctr:36 'diff one base'
  container_diff one base
  at recipe.ctr:37 'expect exit 1'
  expect_exit is 1 || return 0
  at recipe.ctr:38 'expect stdout contains "only in one"'
  expect_output stdout contains 'only in one' || return 0
  for ((v_i = 1; v_i <= 2; v_i++)); do
    at recipe.ctr:39 $'load "two.tar" as "again-${i}"'
    image_load two.tar "again-$v_i" native --storage default
  done
}

# The checks and measures of one cell.
recipe_blocks() {
  if block_selected there-and-back; then
    if block_begin check there-and-back 25 cell; then
      recipe_check_there_and_back
      block_end
    fi
  fi
}

# Everything, in order.
recipe_run() {
  run_begin
  recipe_set_up
  if cell_selected 1; then
    cell_begin 1
    recipe_cell_1
    recipe_blocks
    cell_end
  fi
  if cell_selected 2 && cell_possible 2 driver vfs; then
    cell_begin 2
    recipe_cell_2
    recipe_blocks
    cell_end
  fi
  if cell_selected 3 && cell_possible 3 driver btrfs; then
    cell_begin 3
    recipe_cell_3
    recipe_blocks
    cell_end
  fi
  if cell_selected 4 && cell_possible 4 driver lvm-loop; then
    cell_begin 4
    recipe_cell_4
    recipe_blocks
    cell_end
  fi
  if cell_selected 5 && cell_possible 5 driver aufs; then
    cell_begin 5
    recipe_cell_5
    recipe_blocks
    cell_end
  fi
  cells_done
}

{
  main "$@"
  exit
}
