# ---- engine native: containers from bash and util-linux alone ----

# All of a container is in namespaces that die with it, in a cgroup below the run's and in folders below the run's, so
# that a crash leaves nothing that has to be found one by one. By instance: the name of its layer, and the line of the
# table of mounts that mounts its root.
I_LAYER=() I_ROOT=()

# Usage: native_reserve CONTAINER
# Makes cgroups and folders for the next instances. mkdir costs as much as a third of a container, so the first are part
# of the set-up, and when a container is run again and again they are made ahead, twice as many each time, up to 32.
native_reserve() {
  local next=${NATIVE_NEXT[$1]} made=${NATIVE_MADE[$1]} i directories=()
  ((next > made)) || return 0
  made=$((made + (made == 0 ? 1 : made < 32 ? made : 32)))
  for ((i = next; i <= made; i++)); do
    cgroup_leaves "${NATIVE_GROUP[$1]}" "$1.$i"
    directories+=("${LEAVES[@]}")
    if [[ -n ${NATIVE_IMAGE[$1]} ]]; then
      layer_directories "${NATIVE_STORAGE[$1]}" "$1.$i"
      directories+=(${DIRECTORIES[@]+"${DIRECTORIES[@]}"})
    fi
  done
  umask 022
  mkdir -p -- "${directories[@]}" || die "cannot make the cgroups and folders of container $1"
  umask 077
  NATIVE_MADE[$1]=$made
}

# Usage: native_create N
native_create() {
  local container=${I_CONTAINER[$1]} layer root="/ /.. none rbind"
  native_reserve "$container"
  layer=$container.${NATIVE_NEXT[$container]}
  NATIVE_NEXT[$container]=$((NATIVE_NEXT[$container] + 1))
  I_LAYER[$1]=$layer I_LEAF[$1]=${NATIVE_GROUP[$container]}/$layer
  if [[ -n ${NATIVE_IMAGE[$container]} ]]; then
    : "${I_BASE[$1]:=${NATIVE_BASE[$container]}}"
    layer_create "${NATIVE_STORAGE[$container]}" "$layer" "${I_BASE[$1]}"
    root=$REPLY,nodev
  fi
  I_ROOT[$1]=$root${NATIVE_READ_ONLY[$container]}
}

# Usage: native_start N
# Runs ARGV with STDIN, STDOUT and STDERR as the first process of the instance.
native_start() {
  local n=$1 container=${I_CONTAINER[$1]} enter environment privileges h
  local join='' leave='' unified_join=/dev/null unified_leave=/dev/null
  native_words_of "$container" enter
  enter=("${WORDS[@]}")
  native_words_of "$container" privileges
  privileges=("${WORDS[@]}")
  native_words_of "$container" environment
  environment=("${WORDS[@]}")
  for h in "${!H_OWN[@]}"; do
    [[ -n ${H_USED[h]} ]] || continue
    if [[ ${H_VERSION[h]} == 2 ]]; then
      unified_join=${H_RUN[h]}/${I_LEAF[n]}/cgroup.procs unified_leave=${H_OWN[h]}/cgroup.procs
    else
      join+=${H_RUN[h]}/${I_LEAF[n]}/tasks$'\n' leave+=${H_OWN[h]}/tasks$'\n'
    fi
  done
  # Read before the instance reports itself ready: one file serves all.
  printf '%s\n%s' "${I_ROOT[n]}" "${NATIVE_MOUNTS[$container]}" >"$RUN_DIR/fstab" || die "cannot write to $RUN_DIR/fstab"
  (
    umask 022
    signals_default
    # Where the relative paths of the table of mounts begin.
    [[ -z ${NATIVE_IMAGE[$container]} ]] || cd -- "$RUN_DIR/storage/${NATIVE_STORAGE[$container]}" || exit 125
    exec 8>"$unified_leave" 9>"$unified_join"
    group_join "${I_LEAF[n]}"
    descriptors_close
    unset -v "${EXPORTED[@]}" LC_ALL
    export "${environment[@]}"
    exec "${enter[@]}" "$RUN_DIR/fstab" "${NATIVE_HOSTNAME[$container]}" \
      "${NATIVE_LOOPBACK[$container]}" "$join" "$leave" "${NATIVE_TOOL[mount]}" "${privileges[@]}" "${ARGV[@]}"
  ) 7>"$RUN_DIR/report" <"$STDIN" >"$STDOUT" 2>"$STDERR" &
  I_PROCESS[n]=$!
  report_open
  report_read || die "the native engine could not start the container ${I_NAME[n]}: $(<"$STDERR")"
  report_close
  I_PID[n]=$REPLY I_STATE[n]=running
}

# Usage: native_wait N NANOSECONDS
native_wait() {
  if ! process_wait "${I_PROCESS[$1]}" "$2"; then
    cgroup_kill "${I_LEAF[$1]}" || die "cannot kill the container ${I_NAME[$1]}"
    process_wait "${I_PROCESS[$1]}" ''
    [[ -z ${TIMEOUT_NS-} ]] || STATUS=124
  fi
  I_STATUS[$1]=$STATUS
}

# Usage: native_enter N
# Waits until the first process has entered its root, of which the sign is that it sees another /proc; until then whoever
# follows it there by its process id would be on the host.
native_enter() {
  [[ -n ${NATIVE_MOUNTS[${I_CONTAINER[$1]}]} ]] || return 0
  while kill -0 "${I_PID[$1]}" 2>/dev/null && [[ /proc/${I_PID[$1]}/root/proc -ef /proc ]]; do
    pause 0.0005
  done
}

# Usage: native_exec N NANOSECONDS
# Runs ARGV in the namespaces and the cgroup of the instance.
native_exec() {
  local n=$1 container=${I_CONTAINER[$1]} environment privileges
  native_words_of "$container" environment
  environment=("${WORDS[@]}")
  native_words_of "$container" privileges
  # The working directory is already the container's root, while all paths are still the host's.
  privileges=("${WORDS[@]//=\/../=.}")
  (
    umask 022
    signals_default
    group_join "${I_LEAF[n]}"
    descriptors_close
    unset -v "${EXPORTED[@]}" LC_ALL
    export "${environment[@]}"
    exec "${NATIVE_TOOL[nsenter]}" --target "${I_PID[n]}" --mount --uts --ipc --net --pid --cgroup \
      --root=/ "--wd=/proc/${I_PID[n]}/root" -- "${privileges[@]}" "${ARGV[@]}"
  ) <"$STDIN" >"$STDOUT" 2>"$STDERR" &
  if ! process_wait "$!" "$2"; then
    kill -KILL "$!"
    process_wait "$!" ''
    STATUS=124
  fi
}

# Usage: native_stop N SECONDS
# TERM, and KILL when that was not enough. A first process without a handler does not even see the former.
native_stop() {
  kill -TERM "${I_PID[$1]}" 2>/dev/null || :
  cgroup_freeze "${I_LEAF[$1]}" no || :
  native_wait "$1" $(($2 * 1000000000))
}

# Usage: native_pause N
native_pause() {
  cgroup_freeze "${I_LEAF[$1]}" yes
}

# Usage: native_resume N
native_resume() {
  cgroup_freeze "${I_LEAF[$1]}" no
}

# Usage: native_remove N
# Empty cgroups and folders are removed many at a time, as they are made; what holds data goes at once.
native_remove() {
  local container=${I_CONTAINER[$1]} layer=${I_LAYER[$1]-}
  [[ -n $layer ]] || return 0
  if [[ -n ${I_PROCESS[$1]-} && -z ${I_STATUS[$1]} ]]; then
    cgroup_kill "${I_LEAF[$1]}" || return 1
    native_wait "$1" ''
  fi
  cgroup_is_empty "${I_LEAF[$1]}" || cgroup_kill "${I_LEAF[$1]}" || return 1
  cgroup_leaves "${I_LEAF[$1]%/*}" "${I_LEAF[$1]#*/}"
  rmdir_later "${LEAVES[@]}"
  if [[ -n ${NATIVE_IMAGE[$container]} ]]; then
    layer_remove "${NATIVE_STORAGE[$container]}" "$layer" || return 1
  fi
  unset "I_LAYER[$1]" "I_ROOT[$1]"
}

# Usage: native_commit N BASE
native_commit() {
  local container=${I_CONTAINER[$1]} state=stopped
  [[ -n ${NATIVE_IMAGE[$container]} ]] || die "cannot commit the container ${I_NAME[$1]}: its files are those of the host"
  [[ ${I_STATE[$1]} == stopped ]] || state=running
  layer_commit "${NATIVE_STORAGE[$container]}" "${I_LAYER[$1]}" "${I_BASE[$1]}" "$2" "$state"
  I_BASE[$1]=$REPLY
}

# Usage: native_view N
# Sets REPLY to the line of a table of mounts that mounts the files of an instance, VIEW_FOLDER to where its relative paths begin,
# and VIEW_SKELETON to the folder of mount points that lie among the files. While the instance runs, its files are mounted
# already, and are found where VIEW_PROCESS is: that is who waits for it, and still has the host's root below `/..`.
native_view() {
  local container=${I_CONTAINER[$1]}
  [[ -n ${NATIVE_IMAGE[$container]} ]] || die "the files of the container ${I_NAME[$1]} are those of the host"
  VIEW_FOLDER=$RUN_DIR/storage/${NATIVE_STORAGE[$container]} VIEW_SKELETON=$RUN_DIR/skeleton/${NATIVE_SKELETON[$container]}
  case ${I_STATE[$1]} in
    created | stopped) layer_view "${NATIVE_STORAGE[$container]}" "${I_LAYER[$1]}" "${I_BASE[$1]}" ;;
    *) REPLY='/.. /.. none bind' VIEW_PROCESS=${I_PROCESS[$1]} ;;
  esac
}

# Usage: native_rollback N IMAGE BASE
# BASE is empty for an image of the recipe.
native_rollback() {
  local container=${I_CONTAINER[$1]} base=$3
  [[ -n ${NATIVE_IMAGE[$container]} ]] || die "cannot roll back the container ${I_NAME[$1]}: its files are those of the host"
  if [[ -z $base ]]; then
    storage_import "${NATIVE_STORAGE[$container]}" "$2" "$container" "${NATIVE_SKELETON[$container]}"
    base=$REPLY
  fi
  layer_rollback "${NATIVE_STORAGE[$container]}" "${I_LAYER[$1]}" "$base"
  I_BASE[$1]=$base
}

# Usage: native_disk CONTAINER N EXTRA
native_disk() {
  [[ -n ${NATIVE_IMAGE[$1]} ]] || return 0
  layer_usage "${NATIVE_STORAGE[$1]}" "${2:+${I_LAYER[$2]-}}" "$3"
}

# Usage: native_file N PATH
# Sets REPLY to where a file of an instance that has ended is found.
native_file() {
  local container=${I_CONTAINER[$1]}
  if [[ -n ${NATIVE_IMAGE[$container]} ]]; then
    layer_file "${NATIVE_STORAGE[$container]}" "${I_LAYER[$1]}" "${I_BASE[$1]}" "$2"
  else
    REPLY=$2
  fi
}
