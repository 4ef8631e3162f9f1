# ---- engines runc and crun: the life of a container ----

# The runtime's client waits for its container and is counted apart. The state of the runtime is in RUN_DIR/oci, the
# container's cgroup is called `oci` and lies below ours, whose numbers outlive it.

# Usage: oci_name N
# Sets REPLY to what the runtime calls an instance.
oci_name() {
  REPLY=ctrc-$RUN_ID-$1
}

# Usage: oci_start N
# Runs ARGV with STDIN, STDOUT and STDERR as the first process of the instance.
oci_start() {
  local n=$1 container=${I_CONTAINER[$1]} word list='' bundle name keep=()
  words_are_text "${OCI_RUNTIME[$container]}" "${ARGV[@]}"
  for word in "${ARGV[@]}"; do
    json_string "$word"
    list+="${list:+,}$REPLY"
  done
  bundle_folder "$n"
  bundle=$REPLY
  cgroup_path "${I_LEAF[n]}/oci"
  printf '%s%s%s%s"}}\n' "${OCI_BEFORE[$container]}" "$list" "${OCI_AFTER[$container]}" "$REPLY" >"$bundle/config.json" ||
    die "cannot write to $bundle/config.json"
  # So that its cgroup can be looked into when it has ended; crun has no such option.
  [[ ${OCI_RUNTIME[$container]} != runc ]] || keep=(--keep)
  oci_name "$n"
  name=$REPLY
  I_CLIENT[n]=_/${I_LAYER[n]}.client I_INNER[n]=${I_LEAF[n]}/oci
  rooted_start "$n" "${I_CLIENT[n]}" "${OCI_RUNTIME[$container]}" --root "$RUN_DIR/oci" run ${keep[@]+"${keep[@]}"} --bundle "$bundle" \
    --pid-file "$bundle/pid" "$name"
  bundle_pid "$n" "$bundle/pid"
}

# Usage: oci_client N ARGUMENT…
# Becomes, in a subshell, the runtime's client, about an instance.
oci_client() {
  local container=${I_CONTAINER[$1]}
  signals_default
  group_join "${I_CLIENT[$1]}"
  descriptors_close
  exec unshare --mount --propagation slave -- sh -c "${ROOTED_FIRST[$container]-}exec \"\$@\"" ctrc \
    "${OCI_RUNTIME[$container]}" --root "$RUN_DIR/oci" "${@:2}"
}

# Usage: oci_call N ARGUMENT…
# What the client says matters only when it fails.
oci_call() {
  (oci_client "$@") </dev/null >"$RUN_DIR/said" 2>&1
}

# Usage: oci_wait N NANOSECONDS
oci_wait() {
  layered_wait "$@"
  [[ ${OCI_RUNTIME[${I_CONTAINER[$1]}]} != crun ]] || oci_oom_infer "$1" 'crun removes its cgroup when it ends'
}

# Usage: oci_enter N
# As soon as there is a process id, the runtime can enter.
oci_enter() { :; }

# Usage: oci_exec N NANOSECONDS
oci_exec() {
  # A second command is told as JSON again, by runc.
  words_are_text "${OCI_RUNTIME[${I_CONTAINER[$1]}]}" "${ARGV[@]}"
  words_of "${I_CONTAINER[$1]}.exec"
  oci_name "$1"
  (
    umask 022
    oci_client "$1" exec ${WORDS[@]+"${WORDS[@]}"} "$REPLY" "${ARGV[@]}"
  ) <"$STDIN" 1>&"$STDOUT_FD" 2>&"$STDERR_FD" &
  process_within "$!" "$2"
}

# Usage: oci_stop N SECONDS
oci_stop() {
  oci_name "$1"
  oci_call "$1" kill "$REPLY" TERM || :
  [[ ${I_STATE[$1]} != paused ]] || oci_resume "$1" || :
  oci_wait "$1" $(($2 * 1000000000))
}

# Usage: oci_pause N
oci_pause() {
  oci_name "$1"
  oci_call "$1" pause "$REPLY"
}

# Usage: oci_resume N
oci_resume() {
  oci_name "$1"
  oci_call "$1" resume "$REPLY"
}

# Usage: oci_remove N
oci_remove() {
  [[ -n ${I_LAYER[$1]-} ]] || return 0
  oci_name "$1"
  # When a container ends, the client of crun does that itself, perhaps just now.
  # Bash would say that a job of its was killed.
  [[ ! -e $RUN_DIR/oci/$REPLY ]] || oci_call "$1" delete --force "$REPLY" 2>/dev/null || layered_wait "$1" 5000000000
  [[ ! -e $RUN_DIR/oci/ctrc-$RUN_ID-$1 ]] || return 1
  cgroup_leaves_left _ "${I_LAYER[$1]}.client"
  rmdir_later "${LEAVES[@]}"
  bundle_remove "$1"
}

# Usage: oci_oom_infer N WHY
# For runtimes that remove the cgroup in which version 1 counts out-of-memory kills before anybody can look: a container that was
# killed when its memory was at its limit.
oci_oom_infer() {
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
