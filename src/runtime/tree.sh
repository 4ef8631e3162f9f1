# ---- file trees: those of images and of containers ----

# TREE is a folder with the files, or, where TREE_MOUNT is not empty, where they have to be mounted: in the mount namespace of
# VIEW_PROCESS, if that is not empty. TREE_INSTANCE is the container that was made only to look at a committed image,
# TREE_FROZEN the one that is frozen while it is looked at.
TREE='' TREE_MOUNT='' TREE_INSTANCE='' TREE_FROZEN='' VIEW_PROCESS=''

# Usage: tree_hold NAME
# Freezes a container that runs, until `tree_let_go`.
tree_hold() {
  instance_find "$1"
  instance_look "$N"
  [[ ${I_STATE[N]} == running ]] || return 0
  instance_pause "$N"
  TREE_FROZEN=$N
}

tree_let_go() {
  [[ -n $TREE_FROZEN ]] || return 0
  engine_resume "${CONTAINER_ENGINE[${I_CONTAINER[TREE_FROZEN]}]}" "$TREE_FROZEN" ||
    die "cannot resume the container ${I_NAME[TREE_FROZEN]}"
  TREE_FROZEN=
}

# Usage: tree_of_instance NAME
tree_of_instance() {
  instance_find "$1"
  VIEW_PROCESS=''
  engine_view "$ENGINE" "$N"
  TREE=$RUN_DIR/view TREE_MOUNT=$REPLY TREE_INSTANCE=''
}

# Usage: tree_of_image IMAGE
tree_of_image() {
  image_root "$1"
  TREE=$REPLY TREE_MOUNT='' TREE_INSTANCE=''
  if [[ -n $TREE ]] && ! is_committed "$1"; then return 0; fi
  instance_new "$1" ''
  TREE_INSTANCE=$N VIEW_PROCESS=''
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
  local source type options enter=()
  if [[ -z $TREE_MOUNT ]]; then
    (cd -- "$TREE" && exec "$@")
    return
  fi
  read -r source _ type options <<<"$TREE_MOUNT"
  [[ -d $TREE ]] || mkdir -- "$TREE" || die "cannot make $TREE"
  [[ -z $VIEW_PROCESS ]] || enter=(nsenter --target "$VIEW_PROCESS" --mount --root --)
  # mount(8) would make `/` of `/..`.
  # shellcheck disable=SC2016 # It is for sh to expand.
  ${enter[@]+"${enter[@]}"} unshare --mount --propagation private sh -c \
    'cd -- "$1" && mount -c -t "$2" -o "$3,ro" "$4" "$5" && cd -- "$5" && shift 5 && exec "$@"' \
    sh "$VIEW_FOLDER" "$type" "$options" "$source" "$TREE" "$@"
}

# Usage: tree_pack FILE OPTION…
# Writes the tree to a tar archive.
tree_pack() {
  tree_run tar -cf - "${ARCHIVE_FORM[@]}" "${@:2}" . >"$1" || die "cannot write the files to $1"
}
