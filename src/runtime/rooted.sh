# ---- engines that want a folder as the root of a container ----

# The layer is mounted on ROOTED_ROOT[container] in a private mount namespace of the engine's client, so that nothing mounted is
# left when that ends, and the host sees none of it. Where the engine makes a cgroup for its container, the client is in one of
# its own, I_CLIENT[n], and what it uses is not the container's. ROOTED_FIRST[container] is shell text that comes first there.
declare -A ROOTED_ROOT=() ROOTED_FIRST=()

# Usage: rooted_define CONTAINER
# After `layered_define`.
rooted_define() {
  namespace_folder "$RUN_DIR/rootfs"
  ROOTED_ROOT[$1]=$REPLY
  LAYERED_IS_ROOTED[$1]=yes
  layered_targets
  layered_skeleton "$1" ${TARGETS[@]+"${TARGETS[@]}"}
  layered_prepare "$1"
}

# Usage: rooted_bundle N
# Sets REPLY to a folder for the engine's own files about the instance.
rooted_bundle() {
  REPLY=$RUN_DIR/bundle/${I_LAYER[$1]}
}

# Usage: rooted_spawn N COMMAND…
# Starts an engine's client, which sees the files of the instance on ROOTED_ROOT.
rooted_spawn() {
  local n=$1 container=${I_CONTAINER[$1]}
  printf '%s\n' "${I_ROOT[n]/ \/.. / ${ROOTED_ROOT[$container]} }" >"$RUN_DIR/bundle/${I_LAYER[n]}/fstab" || die "cannot write to $RUN_DIR/bundle"
  (
    umask 022
    signals_default
    [[ -z ${LAYERED_IMAGE[$container]} ]] || cd -- "$RUN_DIR/storage/${LAYERED_STORAGE[$container]}" || exit 125
    group_join "${I_CLIENT[n]:-${I_LEAF[n]}}"
    descriptors_close
    LC_ALL=$CALLER_LOCALE exec unshare --mount --propagation slave -- sh -c "${ROOTED_FIRST[$container]-}mount -a -T \"\$1\" && shift && exec \"\$@\"" ctrc \
      "$RUN_DIR/bundle/${I_LAYER[n]}/fstab" "${@:2}"
  ) <"$STDIN" 1>&"$STDOUT_FD" 2>&"$STDERR_FD" &
  I_PROCESS[n]=$!
}

# Usage: rooted_pid N FILE
# Waits until the client has written the process id of the instance's first process to FILE, as a number or as the first of a
# JSON object.
rooted_pid() {
  local text='' ended='' pattern='^([0-9]+$|\{[^0-9]*[0-9]+[^0-9])'
  while :; do
    text=
    [[ ! -s $2 ]] || IFS= read -r -d '' text <"$2" || :
    [[ ! $text =~ $pattern ]] || break
    [[ -z $ended ]] || die "the engine ${CONTAINER_ENGINE[${I_CONTAINER[$1]}]} could not start the container ${I_NAME[$1]}: $(<"$STDERR")"
    # One more look, at what it wrote last.
    process_lives "${I_PROCESS[$1]}" || ended=yes
    [[ -n $ended ]] || pause 0.0005
  done
  text=${text#"${text%%[0-9]*}"}
  I_PID[$1]=${text%%[!0-9]*} I_STATE[$1]=running
}

# Usage: rooted_call N COMMAND…
# Calls the engine about an instance; what it says matters only when it fails.
rooted_call() {
  local container=${I_CONTAINER[$1]}
  (
    signals_default
    group_join "${I_CLIENT[$1]}"
    descriptors_close
    exec unshare --mount --propagation slave -- sh -c "${ROOTED_FIRST[$container]-}exec \"\$@\"" ctrc "${@:2}"
  ) </dev/null >"$RUN_DIR/said" 2>&1
}

# Usage: rooted_exec N NANOSECONDS COMMAND…
# Lets the engine run ARGV in the instance: COMMAND followed by it.
rooted_exec() {
  local container=${I_CONTAINER[$1]}
  (
    umask 022
    signals_default
    group_join "${I_CLIENT[$1]}"
    descriptors_close
    LC_ALL=$CALLER_LOCALE exec unshare --mount --propagation slave -- sh -c "${ROOTED_FIRST[$container]-}exec \"\$@\"" ctrc "${@:3}" "${ARGV[@]}"
  ) <"$STDIN" 1>&"$STDOUT_FD" 2>&"$STDERR_FD" &
  if ! process_wait "$!" "$2"; then
    process_kill "$!"
    process_wait "$!" ''
    STATUS=124
  fi
}

# Usage: rooted_enter N
# As soon as there is a process id, the engine can enter.
rooted_enter() {
  :
}

# Usage: rooted_view N
# As `layered_view`; while the instance runs, its files are where its client has mounted them.
rooted_view() {
  layered_view "$1"
  [[ -z $VIEW_PROCESS ]] || REPLY="${ROOTED_ROOT[${I_CONTAINER[$1]}]} /.. none bind"
}

# Usage: rooted_remove N
rooted_remove() {
  local bundle=$RUN_DIR/bundle/${I_LAYER[$1]}
  if [[ -n ${I_CLIENT[$1]-} ]]; then
    cgroup_leaves_left _ "${I_LAYER[$1]}.client"
    rmdir_later "${LEAVES[@]}"
  fi
  unlink_later "$bundle"/*
  rmdir_later "$bundle"
  layered_remove "$1"
}

# Usage: oom_infer N WHY
# For engines that remove the cgroup in which version 1 counts out-of-memory kills before anybody can look: a container that was
# killed when its memory was at its limit.
oom_infer() {
  local limit='' file value h=${HIERARCHY_OF[memory]-}
  [[ -n $h ]] && ((H_VERSION[h] == 1)) || return 0
  while read -r file value; do
    [[ $file != memory.max ]] || limit=$value
  done <<<"${GROUP_LIMITS[${I_LEAF[$1]%%/*}]-}"
  cgroup_memory_peak "${I_LEAF[$1]}"
  I_OOM_SOURCE[$1]="inferred from the exit status and $SOURCE, since $2"
  if [[ -z $limit || $limit == max || -z $REPLY ]] || ((REPLY < limit - 1048576)); then
    I_OOM_KILLS[$1]=0
  elif [[ ${I_STATUS[$1]} == 137 ]]; then
    I_OOM_KILLS[$1]=1
  else
    I_OOM_KILLS[$1]=''
  fi
}
