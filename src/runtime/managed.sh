# ---- containers whose engine keeps images and files itself: what docker and podman share ----

# What an engine of this family does not do itself, `managed_…` does, with its command line. By container:
declare -A MANAGED_IMAGE=() MANAGED_STORAGE=() MANAGED_PLACE=() MANAGED_FOLDER=() MANAGED_SLICES=() MANAGED_DAEMON=()
# Where an engine makes no cgroups: the folder in which it finds, by the id of an instance, the files by which a process joins ours, and
# writes, to N.pid, which its first process is.
declare -A MANAGED_JOIN=()
# By instance: how the engine calls it, whether its command was seen to run, and whether its files were written to $RUN_DIR/view.N.
I_ID=() I_SEEN=() I_VIEW=()

# Usage: managed_client CONTAINER LEAF ARGUMENT…
# Becomes, in a subshell, the engine's client, in a cgroup of its own. Signals that the script ignores, it ignores too.
managed_client() {
  umask 022
  words_of "$1.client"
  group_join "$2"
  descriptors_close
  exec ${CLIENT_WITHIN[@]+"${CLIENT_WITHIN[@]}"} "${WORDS[@]}" "${@:3}"
}

# Usage: managed_ask CONTAINER LEAF ARGUMENT…
# Sets REPLY to what the client prints, or to what it complains of when it fails. One that hangs does not keep the rest from being
# taken down: it is killed then.
managed_ask() {
  local said=$RUN_DIR/said status=0 CLIENT_WITHIN=()
  [[ -z $FINISHING ]] || CLIENT_WITHIN=(timeout -s KILL 20)
  REPLY=$(managed_client "$@" 2>"$said" </dev/null) || status=$?
  ((status)) || return 0
  REPLY=$(<"$said")
  [[ -z $FINISHING || $status != 137 ]] || REPLY='its client hung, and was killed'
  REPLY=${REPLY:-$3 failed}
  return 1
}

# Usage: managed_do N ARGUMENT…
# As `managed_ask`, for an instance; a failure ends the run.
managed_do() {
  local container=${I_CONTAINER[$1]}
  managed_ask "$container" "${I_CLIENT[$1]}" "${@:2}" ||
    die "the ${CONTAINER_ENGINE[$container]} engine cannot $2 the container ${I_NAME[$1]}: $REPLY"
}

# Usage: managed_reserve CONTAINER
# Makes the cgroups of the next instances and of their clients.
managed_reserve() {
  ! reserve_more "$1" || ((${#RESERVED[@]} == 0)) || mkdir -p -- "${RESERVED[@]}" || die "cannot make the cgroups of container $1"
}

# Usage: managed_image N
# Sets REPLY to how the engine calls what the instance's files begin with.
managed_image() {
  if [[ -n ${I_BASE[$1]} ]]; then
    REPLY=localhost/ctrc-$RUN_ID:c-${I_BASE[$1]}
  else
    REPLY=${MANAGED_IMAGE[${I_CONTAINER[$1]}]}
  fi
}

# Usage: managed_create N
managed_create() {
  local container=${I_CONTAINER[$1]}
  managed_reserve "$container"
  reserve_take "$1"
  I_CLIENT[$1]=_/$REPLY.client
  if [[ -n ${MANAGED_DAEMON[$container]} ]]; then
    cgroup_cpu_ns "${MANAGED_DAEMON[$container]}" usage
    I_DAEMON[$1]=${MANAGED_DAEMON[$container]} I_DAEMON_NS[$1]=$REPLY
  fi
  managed_make "$1"
}

# Usage: managed_make N
# Lets the engine create the instance, to run ARGV.
managed_make() {
  local words=() image container=${I_CONTAINER[$1]} join
  join=${MANAGED_JOIN[$container]-}
  words_of "$container.create"
  words=("${WORDS[@]}")
  [[ ${STDIN-/dev/null} == /dev/null ]] || words+=(--interactive)
  if [[ -n $join ]]; then
    cgroup_throttle "${RESERVE_GROUP[$container]}" "${I_LEAF[$1]}"
    words+=(--pidfile "$join/$1.pid")
  else
    if [[ -n ${MANAGED_SLICES[$container]-} ]]; then managed_slice "$1"; else cgroup_path "${I_LEAF[$1]}"; fi
    words+=(--cgroup-parent "$REPLY")
  fi
  words+=(--name "ctrc-$RUN_ID-$1")
  words_are_text "${CONTAINER_ENGINE[$container]}" "${ARGV[@]:-/}"
  managed_image "$1"
  image=$REPLY
  managed_do "$1" create "${words[@]}" "$image" "${ARGV[@]:-/}"
  I_ID[$1]=${REPLY##*$'\n'}
  [[ -n $join ]] || return 0
  group_files "${I_LEAF[$1]}"
  ((${#JOIN[@]} == 0)) || printf '%s\n' "${JOIN[@]}" >"$join/${I_ID[$1]}" || die "cannot write to $join"
}

# Usage: managed_slice N
# An engine that leaves cgroups to systemd can only be told a slice, which systemd makes at the top. Sets REPLY to the name of one for
# this instance alone, and I_LEAF to the way there.
managed_slice() {
  local h path up=''
  for h in "${!H_RUN[@]}"; do
    [[ -z ${H_USED[h]} ]] || path=${H_RUN[h]#"${H_TOP[h]}"}
  done
  path=${path//[!\/]/}
  while [[ -n $path ]]; do path=${path#/} up+=../; done
  I_LEAF[$1]=${up}ctrc_$RUN_ID.slice/ctrc_$RUN_ID-$1.slice
  REPLY=ctrc_$RUN_ID-$1.slice
}

# Usage: managed_start N
# Runs ARGV, with an attached client, and returns when the first process of the instance runs it.
managed_start() {
  local n=$1 container=${I_CONTAINER[$1]} words=(start --attach)
  [[ $STDIN == /dev/null ]] || words+=(--interactive)
  (
    signals_default
    managed_client "$container" "${I_CLIENT[n]}" "${words[@]}" "${I_ID[n]}"
  ) <"$STDIN" 1>&"$STDOUT_FD" 2>&"$STDERR_FD" &
  I_PROCESS[n]=$! I_PID[n]=$! I_STATE[n]=running I_SEEN[n]=no
  managed_look "$n"
}

# Usage: managed_inner N
# Sets PIDS to the processes in what the engine has made below the instance's cgroup, or to the first one where it makes no cgroups.
managed_inner() {
  # Where version 1 has the controllers, the engine puts nothing into version 2.
  local h=${HIERARCHY_OF[memory]-${HIERARCHY_OF[cpuacct]-${HIERARCHY_OF[unified]-0}}} file members join=${MANAGED_JOIN[${I_CONTAINER[$1]}]-} files
  PIDS=()
  if [[ -n $join ]]; then files=("$join/$1.pid"); else files=("${H_RUN[h]}/${I_LEAF[$1]}"/*/cgroup.procs); fi
  for file in ${files[@]+"${files[@]}"}; do
    # In one go, as in `cgroup_processes`.
    members=()
    mapfile -t members <"$file"
    PIDS+=(${members[@]+"${members[@]}"})
  done 2>/dev/null || :
}

# Usage: managed_look N
# Waits until the first process below the instance's cgroup is no more the OCI runtime, and sets I_PID. Before it runs the
# command, that is `runc init` or crun, for some 20 ms; a command that was too quick to be seen after that has I_SEEN no.
managed_look() {
  local pid name init='' lives
  while process_lives "${I_PROCESS[$1]}"; do
    lives=
    managed_inner "$1"
    for pid in ${PIDS[@]+"${PIDS[@]}"}; do
      read -r name <"/proc/$pid/comm" || continue
      case $name in
        # Where there are two for a moment, the later one becomes the command.
        runc:\[2:INIT\] | crun) ! process_lives "$pid" || init=$pid lives=yes ;;
        runc | runc:* | crun:*) ;;
        *)
          # Runc starts itself under other names before it is in the container's root.
          [[ -e /proc/$pid/root/. && ! /proc/$pid/root/. -ef / ]] || continue
          I_PID[$1]=$pid I_SEEN[$1]=yes
          return 0
          ;;
      esac
    done 2>/dev/null || :
    if [[ -n $init && -z $lives ]]; then
      I_PID[$1]=$init
      return 0
    fi
    pause 0.0005
  done
}

# Usage: managed_wait N NANOSECONDS
# Sets ENDED_NS to when the first process had ended; the client takes a while longer.
managed_wait() {
  local ended=yes
  managed_watch "$1" "$2" || ended=no
  if [[ $ended == no ]]; then
    managed_do "$1" kill "${I_ID[$1]}"
    clock_now
  fi
  ENDED_NS=$REPLY
  process_wait "${I_PROCESS[$1]}" ''
  if [[ $ended == no ]]; then
    [[ -z ${TIMEOUT_NS-} ]] || STATUS=124
  elif [[ ${I_SEEN[$1]} == no && $STATUS != 0 ]]; then
    managed_judge "$1"
  fi
  I_STATUS[$1]=$STATUS
  # The engine may have taken the cgroup away before it could be looked at.
  [[ $STATUS.${I_OOM_KILLS[$1]-} == 137.0 ]] || return 0
  managed_do "$1" inspect --format '{{.State.OOMKilled}}' "${I_ID[$1]}"
  [[ $REPLY != true ]] || I_OOM_KILLS[$1]=1 I_OOM_SOURCE[$1]='inspect: State.OOMKilled, at least'
}

# Usage: managed_watch N NANOSECONDS
# Waits for the end of the first process, at which REPLY is the time, or fails when so many nanoseconds have passed before. Keeps
# what the kernel says of out-of-memory kills meanwhile: version 1 counts them only in the cgroup of the process, which is the
# engine's, and gone as soon as the container is.
managed_watch() {
  local h=${HIERARCHY_OF[memory]-} file='' key value deadline='' looks=0 alive=yes
  if [[ -n $h ]] && ((H_VERSION[h] == 1)); then
    for file in "${H_RUN[h]}/${I_LEAF[$1]}"/*/memory.oom_control; do
      I_OOM_KILLS[$1]=0 I_OOM_SOURCE[$1]='memory.oom_control oom_kill, the last before the engine removed it'
    done
  fi
  clock_now
  [[ -z $2 ]] || deadline=$((REPLY + $2))
  while :; do
    process_lives "${I_PID[$1]}" || alive=no
    if [[ -n $file ]]; then
      while read -r key value; do
        [[ $key != oom_kill ]] || I_OOM_KILLS[$1]=$value
      done <"$file"
    fi
    clock_now
    [[ $alive == yes ]] || return 0
    [[ -z $deadline ]] || ((REPLY < deadline)) || return 1
    looks=$((looks + 1))
    if ((looks < 2000)); then pause 0.001; else pause 0.005; fi
  done 2>/dev/null || :
}

# Usage: managed_judge N
# The client has failed, and nothing of the command was seen: sets STATUS to what a shell has for a command that is not there, or
# ends the run if it was something else.
managed_judge() {
  local started
  managed_do "$1" inspect --format '{{.State.StartedAt}}' "${I_ID[$1]}"
  started=$REPLY
  [[ $started == 0001-* ]] || return 0
  REPLY=$(<"${I_STDERR[$1]}")
  case $REPLY in
    *[Ee]'xecutable file '*'not found'* | *'no such file or directory'* | *'No such file or directory'*) STATUS=127 ;;
    *'ermission denied'*) STATUS=126 ;;
    *) die "the ${CONTAINER_ENGINE[${I_CONTAINER[$1]}]} engine could not start the container ${I_NAME[$1]}: $REPLY" ;;
  esac
}

# Usage: managed_enter N
# The engine finds its way itself.
managed_enter() { :; }

# Usage: managed_exec N NANOSECONDS
managed_exec() {
  local words=(exec) kill=(managed_exec_kill "$1")
  words_are_text "${CONTAINER_ENGINE[${I_CONTAINER[$1]}]}" "${ARGV[@]}"
  [[ $STDIN == /dev/null ]] || words+=(--interactive)
  (
    signals_default
    managed_client "${I_CONTAINER[$1]}" "${I_CLIENT[$1]}" "${words[@]}" "${I_ID[$1]}" "${ARGV[@]}"
  ) <"$STDIN" 1>&"$STDOUT_FD" 2>&"$STDERR_FD" &
  process_wait "$!" "$2" "${kill[@]}" || STATUS=124
}

# Usage: managed_exec_kill N
# To kill the client would let the command run on. It is the one whose parent is outside of the container, as is that of the first.
# shellcheck disable=SC2317 # It is called by its name in an array.
managed_exec_kill() {
  local pid
  instance_members "$1"
  for pid in ${PIDS[@]+"${PIDS[@]}"}; do
    [[ $pid != "${I_PID[$1]}" ]] || continue
    process_parent "$pid" || continue
    [[ " ${PIDS[*]} " == *" $REPLY "* ]] || process_kill "$pid"
  done 2>/dev/null || :
}

# Usage: managed_stop N SECONDS
managed_stop() {
  managed_thaw "$1"
  managed_do "$1" stop --time "$2" "${I_ID[$1]}"
  process_wait "${I_PROCESS[$1]}" ''
  I_STATUS[$1]=$STATUS
}

# Usage: managed_pause N
managed_pause() {
  if managed_joins "$1"; then cgroup_freeze "${I_LEAF[$1]}" yes; else managed_do "$1" pause "${I_ID[$1]}"; fi
}

# Usage: managed_resume N
managed_resume() {
  if managed_joins "$1"; then cgroup_freeze "${I_LEAF[$1]}" no; else managed_do "$1" unpause "${I_ID[$1]}"; fi
}

# Usage: managed_joins N
# Whether the engine has made no cgroup for the instance, which is in the run's.
managed_joins() {
  [[ -n ${MANAGED_JOIN[${I_CONTAINER[$1]}]-} ]]
}

# Usage: managed_thaw N
# An engine that has not paused an instance does not know that it takes no signal.
managed_thaw() {
  [[ ${I_STATE[$1]} != paused ]] || ! managed_joins "$1" || cgroup_freeze "${I_LEAF[$1]}" no || :
}

# Usage: managed_discard N
# Lets the engine forget the instance, which may still run, and all that it has of its files.
managed_discard() {
  local container=${I_CONTAINER[$1]} words try
  words_of "$container.remove"
  words=("${WORDS[@]}")
  managed_thaw "$1"
  for ((try = 0; try < 10; try++)); do
    ! managed_ask "$container" "${I_CLIENT[$1]}" "${words[@]}" "${I_ID[$1]}" || break
    # What podman starts by itself when a container ends may still have some of its files mounted.
    [[ $REPLY == *busy* ]] || return 1
    pause 0.2
  done
  ((try < 10)) || return 1
  ! managed_joins "$1" || rm -f -- "${MANAGED_JOIN[$container]}/$1.pid" "${MANAGED_JOIN[$container]}/${I_ID[$1]}"
  tree_remove "$RUN_DIR/view.$1" || return 1
  unset "I_ID[$1]" "I_VIEW[$1]"
}

# Usage: managed_remove N
managed_remove() {
  local limit=
  [[ -n ${I_ID[$1]-} ]] || return 0
  managed_discard "$1" || return 1
  if [[ -n ${I_PROCESS[$1]-} && -z ${I_STATUS[$1]} ]]; then
    # With the container the client's work is done; one that hangs does not keep the rest from being taken down.
    [[ -z $FINISHING ]] || limit=20000000000
    process_wait "${I_PROCESS[$1]}" "$limit" || :
    I_STATUS[$1]=$STATUS
  fi
  cgroup_leaves_left "${I_LEAF[$1]%/*}" "${I_LEAF[$1]#*/}"
  rmdir_later ${LEAVES[@]+"${LEAVES[@]}"}
  cgroup_leaves _ "${I_CLIENT[$1]#*/}"
  rmdir_later ${LEAVES[@]+"${LEAVES[@]}"}
}

# Usage: managed_commit N BASE
managed_commit() {
  managed_do "$1" commit --pause=false "${I_ID[$1]}" "localhost/ctrc-$RUN_ID:c-$2"
}

# Usage: managed_rollback N IMAGE BASE
# No engine can do it to a container: a new one takes its place. BASE is empty for an image of the recipe.
managed_rollback() {
  local container=${I_CONTAINER[$1]}
  managed_discard "$1" || die "cannot remove the container ${I_NAME[$1]}: $REPLY"
  I_BASE[$1]=$3
  if [[ -z $3 ]]; then
    managed_import "$container" "$2"
    [[ $REPLY == "${MANAGED_IMAGE[$container]}" ]] || die "the image $2 is not what the container ${I_NAME[$1]} came from"
  fi
  managed_make "$1"
}

# Usage: managed_view N
managed_view() {
  local folder=$RUN_DIR/view.$1 container=${I_CONTAINER[$1]}
  # What runs may have changed meanwhile.
  if [[ -n ${I_VIEW[$1]-} && ${I_STATE[$1]} != stopped ]]; then
    tree_remove "$folder" || die "cannot remove $folder"
    I_VIEW[$1]=
  fi
  if [[ -z ${I_VIEW[$1]-} ]]; then
    mkdir -- "$folder" "$folder/root" "$folder/skeleton" || die "cannot make $folder"
    chmod 0755 "$folder/root"
    I_VIEW[$1]=yes
    managed_client "$container" "${I_CLIENT[$1]}" export "${I_ID[$1]}" 2>"$RUN_DIR/said" |
      tar -xpf - -C "$folder/root" --numeric-owner --acls --xattrs '--xattrs-include=*' ||
      die "cannot read the files of the container ${I_NAME[$1]}: $(<"$RUN_DIR/said")"
  fi
  REPLY="$folder/root /.. none bind" VIEW_FOLDER=$RUN_DIR VIEW_SKELETON=$RUN_DIR/skeleton/$container
}

# Usage: managed_file N PATH
managed_file() {
  managed_view "$1"
  path_within "$RUN_DIR/view.$1/root" "$2"
}

# Usage: managed_disk CONTAINER N EXTRA
managed_disk() {
  if [[ -n ${MANAGED_STORAGE[$1]} ]]; then
    place_usage "${MANAGED_STORAGE[$1]}" "${MANAGED_FOLDER[$1]}"
    return 0
  fi
  METADATA_SOURCE='the engine does not tell' USED_SOURCE='the engine does not tell'
  DATA_SOURCE='docker inspect --size: SizeRw of the container'
  DATA_BYTES=0
  [[ -n ${2:+${I_ID[$2]-}} ]] || return 0
  managed_do "$2" inspect --size --format '{{.SizeRw}}' "${I_ID[$2]}"
  DATA_BYTES=$REPLY
}
