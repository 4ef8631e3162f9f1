# ---- images from what the host builds ----

# Usage: image_build_in PATH
# Begins a build in a scratch copy of a folder, or of what an archive holds; in the folder in it, where it holds but one.
image_build_in() {
  local input inside
  image_input_or_folder "$1"
  input=$INPUT
  ! image_described build "$REPLY" || return 0
  SCRATCH=$RUN_DIR/build
  mkdir -- "$SCRATCH" || die "cannot make $SCRATCH"
  if [[ -d $input ]]; then
    cp -a ${COPY_OWNER[@]+"${COPY_OWNER[@]}"} -- "$input/." "$SCRATCH" || die "cannot copy $input to $SCRATCH"
    return 0
  fi
  archive_unpack "$input" "$SCRATCH" --no-same-owner
  shopt -s dotglob
  inside=("$SCRATCH"/*)
  shopt -u dotglob
  if ((${#inside[@]} == 1)) && [[ -d ${inside[0]} && ! -L ${inside[0]} ]]; then SCRATCH=${inside[0]}; fi
}

# Usage: image_build_run -- ARGV…
# A command of the host in the scratch folder. What it prints is in the run directory.
image_build_run() {
  ! image_described run "${@:2}" || return 0
  # shellcheck disable=SC2016 # It is for sh to expand.
  ARGV=(sh -c 'cd -- "$1" && shift && exec "$@"' sh "$SCRATCH" "${@:2}")
  STDIN=/dev/null TIMEOUT_NS=''
  outputs_next
  host_spawn
  ((STATUS != 0)) || return 0
  die "building image $IMAGE failed with status $STATUS: ${*:2}; the last that it printed, the rest is in $STDERR and $STDOUT:
$(tail -q -n 20 -- "$STDOUT" "$STDERR")"
}

# Usage: image_build_tree FROM TO
# A folder that the commands made.
image_build_tree() {
  ! image_described directory "$@" || return 0
  path_within "$SCRATCH" "$1/."
  [[ -d $REPLY ]] || die "image $IMAGE: the commands made no folder $1"
  image_merge "${REPLY%/.}" "$2"
}

# Ends the build.
image_build_leave() {
  [[ $IMAGE_PHASE == build ]] || return 0
  tree_remove "$RUN_DIR/build" || die "cannot remove $RUN_DIR/build"
}
