# ---- engines that want a file tree in a folder: a mount namespace apart, in which there is one ----

# The engine is started in a mount namespace of its own in which the files of the instance are mounted on
# ROOTED_ROOT[container], so that the host's table of mounts never changes, whatever ends when. By container: lines that are mounted besides,
# before the files, and shell text that comes first.
declare -A ROOTED_ROOT=() ROOTED_MOUNTS=() ROOTED_FIRST=()

# Usage: rooted_define CONTAINER KIND…
# After `layered_define`: notes what the engine is to be started in, for namespaces of those KINDs; the others it joins itself, or they
# have been refused. Sets ROOTED_JOINED to the kinds that it is started in, and O_NETWORK to host when that is the host's.
rooted_define() {
  local container=$1 name kind fd enter=()
  ROOTED_JOINED=' '
  for name in ${O_JOINED[@]+"${O_JOINED[@]}"}; do
    for kind in "${@:2}"; do
      fd=${NAMESPACE_FD[$name.$kind]-}
      [[ -n $fd ]] || continue
      if [[ $fd == host ]]; then
        O_NETWORK=host
        continue
      fi
      ROOTED_JOINED+="$kind "
      enter+=("--${kind/network/net}=/proc/$MAIN_PID/fd/$fd")
    done
  done
  tool_find unshare
  WORDS=("$REPLY" --mount --propagation slave)
  if ((${#enter[@]})); then
    tool_find nsenter
    WORDS=("$REPLY" "${enter[@]}" --no-fork -- "${WORDS[@]}")
  fi
  words_keep "$container.enter" "${WORDS[@]}"
  namespace_folder "$RUN_DIR/rooted"
  # Every instance has the folder for itself, since engines lock the tree that they are given.
  ROOTED_MOUNTS[$container]="tmpfs $REPLY tmpfs mode=0755"$'\n' ROOTED_ROOT[$container]=$REPLY/root
}

# Usage: rooted_start N LEAF COMMAND…
# Starts the engine in the cgroup LEAF, and returns when the files are mounted.
rooted_start() {
  local n=$1 leaf=$2 container=${I_CONTAINER[$1]} root
  shift 2
  root=${I_ROOT[n]/ \/.. / ${ROOTED_ROOT[$container]} }
  words_of "$container.enter"
  # Read before the engine is started: one file serves all.
  printf '%s%s,X-mount.mkdir\n' "${ROOTED_MOUNTS[$container]}" "$root" >"$RUN_DIR/fstab" || die "cannot write to $RUN_DIR/fstab"
  report_open
  (
    umask 022
    signals_default
    # Where the relative paths of the table of mounts begin.
    [[ -z ${LAYERED_IMAGE[$container]} ]] || cd -- "$RUN_DIR/storage/${LAYERED_STORAGE[$container]}" || exit 125
    group_join "$leaf"
    descriptors_close
    export -n "${EXPORTED[@]}" LC_ALL
    # Since 2.39 mount(8) hands each option over by itself, of which the kernel takes 255 characters.
    # shellcheck disable=SC2016 # It is for sh to expand.
    exec "${WORDS[@]}" sh -c \
      "${ROOTED_FIRST[$container]-}"'LIBMOUNT_FORCE_MOUNT2=always mount -a -T "$1" || exit 125; echo mounted >&7; exec 7>&-; cd /; shift; exec "$@"' \
      sh "$RUN_DIR/fstab" "$@"
  ) 7>&"$REPORTER" <"$STDIN" 1>&"$STDOUT_FD" 2>&"$STDERR_FD" &
  I_PROCESS[n]=$!
  report_listen
  report_demand "cannot mount the files of the container ${I_NAME[n]}"
  report_close
  I_STATE[n]=running
}

# Usage: rooted_view N
# As `layered_view`; the files of an instance that runs are mounted where its engine is.
rooted_view() {
  layered_view "$1"
  [[ $REPLY != '/.. '* ]] || REPLY="${ROOTED_ROOT[${I_CONTAINER[$1]}]} /.. none bind"
}
