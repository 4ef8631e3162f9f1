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
  rooted_bundle "$n"
  bundle=$REPLY
  cgroup_path "${I_LEAF[n]}/oci"
  printf '%s%s%s%s"}}\n' "${OCI_BEFORE[$container]}" "$list" "${OCI_AFTER[$container]}" "$REPLY" >"$bundle/config.json" ||
    die "cannot write to $bundle/config.json"
  # So that its cgroup can be looked into when it has ended; crun has no such option.
  [[ ${OCI_RUNTIME[$container]} != runc ]] || keep=(--keep)
  oci_name "$n"
  name=$REPLY
  I_CLIENT[n]=_/${I_LAYER[n]}.client I_INNER[n]=${I_LEAF[n]}/oci
  rooted_spawn "$n" "${OCI_RUNTIME[$container]}" --root "$RUN_DIR/oci" run ${keep[@]+"${keep[@]}"} --bundle "$bundle" \
    --pid-file "$bundle/pid" "$name"
  rooted_pid "$n" "$bundle/pid"
}

# Usage: oci_client N ARGUMENT…
# Calls the runtime about an instance.
oci_client() {
  rooted_call "$1" "${OCI_RUNTIME[${I_CONTAINER[$1]}]}" --root "$RUN_DIR/oci" "${@:2}"
}

# Usage: oci_wait N NANOSECONDS
oci_wait() {
  layered_wait "$@"
  [[ ${OCI_RUNTIME[${I_CONTAINER[$1]}]} != crun ]] || oom_infer "$1" 'crun removes its cgroup when it ends'
}

# Usage: oci_exec N NANOSECONDS
oci_exec() {
  # A second command is told as JSON again, by runc.
  words_are_text "${OCI_RUNTIME[${I_CONTAINER[$1]}]}" "${ARGV[@]}"
  oci_name "$1"
  rooted_exec "$1" "$2" "${OCI_RUNTIME[${I_CONTAINER[$1]}]}" --root "$RUN_DIR/oci" exec "$REPLY"
}

# Usage: oci_stop N SECONDS
oci_stop() {
  oci_name "$1"
  oci_client "$1" kill "$REPLY" TERM || :
  [[ ${I_STATE[$1]} != paused ]] || oci_resume "$1" || :
  oci_wait "$1" $(($2 * 1000000000))
}

# Usage: oci_pause N
oci_pause() {
  oci_name "$1"
  oci_client "$1" pause "$REPLY"
}

# Usage: oci_resume N
oci_resume() {
  oci_name "$1"
  oci_client "$1" resume "$REPLY"
}

# Usage: oci_remove N
oci_remove() {
  [[ -n ${I_LAYER[$1]-} ]] || return 0
  oci_name "$1"
  # When a container ends, the client of crun does that itself, perhaps just now.
  # Bash would say that a job of its was killed.
  [[ ! -e $RUN_DIR/oci/$REPLY ]] || oci_client "$1" delete --force "$REPLY" 2>/dev/null || layered_wait "$1" 5000000000
  [[ ! -e $RUN_DIR/oci/ctrc-$RUN_ID-$1 ]] || return 1
  rooted_remove "$1"
}
