# ---- file trees: those of images, and of containers that do not run ----

# TREE is a folder with the files, or, where TREE_MOUNT is not empty, where they have to be mounted. TREE_INSTANCE is the
# container that was made only to look at a committed image.
TREE='' TREE_MOUNT='' TREE_INSTANCE=''

# Usage: tree_of_instance NAME
tree_of_instance() {
  instance_find "$1"
  instance_look "$N"
  [[ ${I_STATE[N]} == stopped ]] || die "the container $1 is ${I_STATE[N]}: stop it first"
  engine_view "$ENGINE" "$N"
  TREE=$RUN_DIR/view TREE_MOUNT=$REPLY TREE_INSTANCE=''
}

# Usage: tree_of_image IMAGE
tree_of_image() {
  image_root "$1"
  TREE=$REPLY TREE_MOUNT='' TREE_INSTANCE=''
  if [[ -n $TREE ]] && ! is_committed "$1"; then return 0; fi
  instance_new "$1" ''
  TREE_INSTANCE=$N
  engine_create "$ENGINE" "$N"
  engine_view "$ENGINE" "$N"
  TREE=$RUN_DIR/view TREE_MOUNT=$REPLY
}

# Ends the look at an image.
tree_close() {
  [[ -n $TREE_INSTANCE ]] || return 0
  engine_remove "${CONTAINER_ENGINE[${I_CONTAINER[TREE_INSTANCE]}]}" "$TREE_INSTANCE" || die 'cannot remove the container that was looked at'
  TREE_INSTANCE=
}

# Usage: tree_run COMMAND…
# Runs a command in the tree. What is mounted for it, only it sees.
tree_run() {
  local source type options
  if [[ -z $TREE_MOUNT ]]; then
    (cd -- "$TREE" && exec "$@")
    return
  fi
  read -r source _ type options <<<"$TREE_MOUNT"
  [[ -d $TREE ]] || mkdir -- "$TREE" || die "cannot make $TREE"
  # shellcheck disable=SC2016 # It is for sh to expand.
  unshare --mount --propagation private sh -c \
    'cd -- "$1" && mount -t "$2" -o "$3,ro" "$4" "$5" && cd -- "$5" && shift 5 && exec "$@"' \
    sh "$VIEW_FOLDER" "$type" "$options" "$source" "$TREE" "$@"
}

# Usage: tree_pack FILE OPTION…
# Writes the tree to a tar archive.
tree_pack() {
  tree_run tar -cf - "${ARCHIVE_FORM[@]}" "${@:2}" . >"$1" || die "cannot write the files to $1"
}
