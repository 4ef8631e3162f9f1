# ---- images that are read from files while the recipe runs ----

LOADS=0

# Usage: image_load FILE IMAGE ENGINE OPTION…
# What `save` wrote, in whichever format, or what another tool did.
image_load() {
  local begun folder layout
  clock_now
  begun=$REPLY
  load_begin "$1" "$2"
  folder=$REPLY
  if [[ -f $folder/root/oci-layout && -f $folder/root/index.json ]] || load_is_docker "$folder/root"; then
    layout=$folder/layout STAGING=$folder/staging
    mv -T -- "$folder/root" "$layout" || die "cannot move $folder/root"
    (umask 022 && mkdir -- "$folder/root") || die "cannot make $folder/root"
    recipe_path "$1"
    layout_unpack "$layout" "$folder/root" "$REPLY"
    tree_remove "$layout" || die "cannot remove $layout"
  elif [[ -f $folder/root/manifest && -d $folder/root/rootfs && ! -L $folder/root/rootfs ]]; then
    mv -T -- "$folder/root" "$folder/aci" || die "cannot move $folder/root"
    mv -T -- "$folder/aci/rootfs" "$folder/root" || die "cannot move $folder/aci/rootfs"
    tree_remove "$folder/aci" || die "cannot remove $folder/aci"
  fi
  load_end "$folder" "${@:2}"
  host_done load "$begun"
}

# Usage: image_import FILE IMAGE ENGINE OPTION…
# A plain archive of a file tree.
image_import() {
  local begun
  clock_now
  begun=$REPLY
  load_begin "$1" "$2"
  load_end "$REPLY" "${@:2}"
  host_done import "$begun"
}

# Usage: load_is_docker FOLDER
load_is_docker() {
  [[ -f $1/manifest.json && ! -L $1/manifest.json ]] && json_read "$1/manifest.json" && [[ -n ${JSON[.0.Layers]-} ]]
}

# Usage: load_begin FILE IMAGE
# Unpacks the archive into the folder root of a new one, to which it sets REPLY.
load_begin() {
  local folder
  name_check "$2"
  ! container_is "$2" || die "the image cannot be called $2: a container of the recipe is"
  image_root "$2"
  case $REPLY in '' | "$RUN_DIR"/*) ;; *) die "the image cannot be called $2: another one of the recipe is" ;; esac
  LOADS=$((LOADS + 1))
  folder=$RUN_DIR/images/$LOADS
  mkdir -p -- "$folder" || die "cannot make $folder"
  (umask 022 && mkdir -- "$folder/root") || die "cannot make $folder/root"
  recipe_path "$1"
  archive_unpack "$REPLY" "$folder/root"
  REPLY=$folder
}

# Usage: load_end FOLDER IMAGE ENGINE OPTION…
# Makes the tree in FOLDER an image, and the image as good as a container. Both are new each time, whatever they are called.
load_end() {
  local container=$2.${1##*/}
  image_add "$2" "$1/root"
  image_add "$container" "$1/root"
  container_add "$container" "$3" --image "$container" --hostname "$2" "${@:4}"
  committed_as "$2" "$container"
}
