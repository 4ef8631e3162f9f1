# ---- engine native: containers from bash and util-linux alone ----

# All of a container is in namespaces that die with it, in a cgroup below the run's and in folders below the run's, so
# that a crash leaves nothing that has to be found one by one.

# Usage: native_start N
# Runs ARGV with STDIN, STDOUT and STDERR as the first process of the instance.
native_start() {
  local n=$1 container=${I_CONTAINER[$1]} enter environment privileges h
  local join='' leave='' unified_join=/dev/null unified_leave=/dev/null
  words_of "$container.enter"
  enter=("${WORDS[@]}")
  words_of "$container.privileges"
  privileges=("${WORDS[@]}")
  words_of "$container.environment"
  environment=("${WORDS[@]}")
  for h in "${!H_OWN[@]}"; do
    # Other cells may have come to use a hierarchy since the cgroup was made.
    [[ -n ${H_USED[h]} && -d ${H_RUN[h]}/${I_LEAF[n]} ]] || continue
    if [[ ${H_VERSION[h]} == 2 ]]; then
      unified_join=${H_RUN[h]}/${I_LEAF[n]}/cgroup.procs unified_leave=${H_OWN[h]}/cgroup.procs
    else
      join+=${H_RUN[h]}/${I_LEAF[n]}/tasks$'\n' leave+=${H_OWN[h]}/tasks$'\n'
    fi
  done
  # Read before the instance reports itself ready: one file serves all.
  printf '%s\n%s' "${I_ROOT[n]}" "${NATIVE_MOUNTS[$container]}" >"$RUN_DIR/fstab" || die "cannot write to $RUN_DIR/fstab"
  report_open
  (
    umask 022
    signals_default
    # Where the relative paths of the table of mounts begin.
    [[ -z ${LAYERED_IMAGE[$container]} ]] || cd -- "$RUN_DIR/storage/${LAYERED_STORAGE[$container]}" || exit 125
    exec 8>"$unified_leave" 9>"$unified_join"
    group_join "${I_LEAF[n]}"
    descriptors_close
    set -- "${enter[@]}" "$RUN_DIR/fstab" "${NATIVE_HOSTNAME[$container]}" \
      "${NATIVE_LOOPBACK[$container]}" "$join" "$leave" "${NATIVE_TOOL[mount]}" "${NATIVE_TOOL[hostname]-}" "${privileges[@]}" "${ARGV[@]}"
    # Variables of the container may be called like ours.
    export -n "${EXPORTED[@]}" LC_ALL
    export "${environment[@]}"
    exec "$@"
  ) 7>&"$REPORTER" <"$STDIN" 1>&"$STDOUT_FD" 2>&"$STDERR_FD" &
  I_PROCESS[n]=$!
  report_listen
  report_demand "the ${CONTAINER_ENGINE[$container]} engine could not start the container ${I_NAME[n]}"
  report_close
  I_PID[n]=$REPLY I_STATE[n]=running
}

# Usage: native_enter N
# Whoever joins a mount namespace of the recipe stays in the host's root.
native_enter() {
  [[ -z ${NATIVE_MOUNTS[${I_CONTAINER[$1]}]} ]] || entered_enter "$1"
}
