# ---- containers: the same actions whatever the engine ----

# A container is what the recipe declares; an instance is one that was made of it, with a number n: I_CONTAINER[n],
# I_NAME[n], I_LEAF[n] (its cgroup, below the run's), I_PROCESS[n] (the child that waits for it), I_PID[n] (its first
# process), I_STATE[n] (created, running, paused, stopped), I_STATUS[n], I_STDOUT[n], I_STDERR[n] and what was counted when it ended.
# Some engines have a cgroup of their own below ours, I_INNER[n], a client in another, I_CLIENT[n], and a daemon of the run in
# I_DAEMON[n], which had used I_DAEMON_NS[n] of processor time before.
# I_BASE[n] is what its files began with, empty for the image of its container. INSTANCE[name] is the number of a started or kept
# one.
declare -A INSTANCE=() CONTAINER_ENGINE=()
I_CONTAINER=() I_NAME=() I_LEAF=() I_PROCESS=() I_PID=() I_STATE=() I_STATUS=() I_STDOUT=() I_STDERR=()
I_BASE=() I_OOM_KILLS=() I_OOM_SOURCE=() I_MEMORY_PEAK_BYTES=() I_INNER=() I_CLIENT=() I_DAEMON=() I_DAEMON_NS=()
INSTANCES=0 NAMELESS=''
# When the command had ended, where an engine that takes longer to say so can tell.
ENDED_NS=''
# Usage: container_define NAME ENGINE OPTION…
container_define() {
  CONTAINER_ENGINE[$1]=$2
  # Containers are defined when a cell begins.
  committed_forget
  engine_define "$2" "$1" "${@:3}"
}

# Usage: container_add NAME ENGINE OPTION…
# Defines a container, also while the recipe runs.
container_add() {
  CONTAINER_ENGINE[$1]=$2
  engine_define "$2" "$1" "${@:3}"
}

# Usage: container_is NAME
# Whether a container has the name.
container_is() {
  [[ -n ${CONTAINER_ENGINE[$1]-} ]]
}

# Usage: action_options OPTION… -- ARGV…
# Sets KEEP, STDIN (a file), TIMEOUT_NS, VARIABLES, METRICS and ARGV from what follows the names of an action.
action_options() {
  KEEP='' STDIN=/dev/null TIMEOUT_NS='' VARIABLES=() METRICS=()
  while (($#)); do
    case $1 in
      --keep) KEEP=$2 ;;
      --timeout) TIMEOUT_NS=$2 ;;
      --stdin)
        STDIN=$RUN_DIR/stdin.$((OUTPUTS + 1))
        printf '%s' "$2" >"$STDIN" || die "cannot write to $STDIN"
        ;;
      --metric)
        METRICS+=("${@:2:4}")
        shift 3
        ;;
      --variable)
        VARIABLES+=("$2=$3")
        shift
        ;;
      --)
        ARGV=("${@:2}")
        return 0
        ;;
    esac
    shift 2
  done
}

# Usage: instance_new CONTAINER NAME
# Sets N to the number of a new instance and ENGINE to its engine. CONTAINER may be a committed image, NAME may be empty.
instance_new() {
  local container=$1 base=
  if [[ -z ${CONTAINER_ENGINE[$1]-} ]]; then
    container=${COMMITTED[$1]-} base=${COMMITTED_BASE[$1]-}
    [[ -n $container ]] || die "there is no container and no committed image $1"
  fi
  ENGINE=${CONTAINER_ENGINE[$container]}
  if [[ -n $2 ]]; then
    name_check "$2"
    [[ -z ${INSTANCE[$2]-} ]] || die "there is a container $2 already"
  fi
  # What ran without a name was kept only for the expectations about it.
  [[ -z $NAMELESS ]] || instance_forget "$NAMELESS"
  NAMELESS=''
  INSTANCES=$((INSTANCES + 1))
  N=$INSTANCES
  [[ -n $2 ]] || NAMELESS=$N
  I_CONTAINER[N]=$container I_BASE[N]=$base I_NAME[N]=${2:-$container} I_STATE[N]=created I_STATUS[N]='' I_STDOUT[N]=$STDOUT I_STDERR[N]=$STDERR
  [[ -z $2 ]] || INSTANCE[$2]=$N
}

# Usage: instance_find NAME
# Sets N to the number of the instance and ENGINE to its engine.
instance_find() {
  N=${INSTANCE[$1]-}
  [[ -n $N ]] || die "there is no container $1"
  ENGINE=${CONTAINER_ENGINE[${I_CONTAINER[N]}]}
}

# Usage: instance_pid NAME
# Sets REPLY to the process id, on the host, of the instance's first process.
instance_pid() {
  instance_find "$1"
  REPLY=${I_PID[N]}
}

# Usage: instance_forget N
instance_forget() {
  [[ ${INSTANCE[${I_NAME[$1]}]-} != "$1" ]] || unset "INSTANCE[${I_NAME[$1]}]"
  unset "I_CONTAINER[$1]" "I_NAME[$1]" "I_LEAF[$1]" "I_PROCESS[$1]" "I_PID[$1]" "I_STATE[$1]" "I_STATUS[$1]" \
    "I_STDOUT[$1]" "I_STDERR[$1]" "I_BASE[$1]" "I_OOM_KILLS[$1]" "I_OOM_SOURCE[$1]" "I_MEMORY_PEAK_BYTES[$1]" "I_INNER[$1]" "I_CLIENT[$1]" "I_DAEMON[$1]" "I_DAEMON_NS[$1]"
}

# Usage: container_run CONTAINER [--keep NAME] [--stdin TEXT] [--timeout NS] -- ARGV…
# Creates, starts, waits for and removes; what was counted is read before the last, outside the timed stretches.
container_run() {
  local created started ended waited removing engine begun
  action_options "${@:2}"
  outputs_next
  instance_new "$1" "$KEEP"
  engine=$ENGINE
  probes_before "$engine" "${I_CONTAINER[N]}"
  throttled_before "${RESERVE_GROUP[${I_CONTAINER[N]}]-}"
  clock_now
  begun=$REPLY
  engine_create "$engine" "$N"
  clock_now
  created=$REPLY
  engine_start "$engine" "$N"
  clock_now
  started=$REPLY
  ENDED_NS=''
  engine_wait "$engine" "$N" "$TIMEOUT_NS"
  clock_now
  waited=$REPLY ended=${ENDED_NS:-$REPLY}
  output_end
  instance_ended "$N"
  values_begin
  counters_of "${I_LEAF[N]}" "$N"
  probes_ran "$engine" "${I_CONTAINER[N]}" "$N"
  clock_now
  removing=$REPLY
  [[ -n $KEEP ]] || engine_remove "$engine" "$N"
  clock_now
  ACTION_NS=$((waited - begun + REPLY - removing))
  value_add createNs $((created - begun)) "$CLOCK" "$CLOCK_RESOLUTION_NS"
  value_add startNs $((started - created)) "$CLOCK" "$CLOCK_RESOLUTION_NS"
  value_add runNs $((ended - started)) "$CLOCK" "$CLOCK_RESOLUTION_NS"
  value_add removeNs $((waited - ended + REPLY - removing)) "$CLOCK" "$CLOCK_RESOLUTION_NS"
  action_done run "${I_STATUS[N]}" "$STDOUT" "$STDERR"
  ACTION_LAST=$N
}

# Usage: container_start CONTAINER NAME [--stdin TEXT] [--timeout NS] [-- ARGV…]
# Without ARGV, a container that boots, which is up within NS or 3 minutes.
container_start() {
  local engine begun created
  ARGV=()
  action_options "${@:3}"
  outputs_next
  instance_new "$1" "$2"
  engine=$ENGINE
  probes_before "$engine" "${I_CONTAINER[N]}"
  clock_now
  begun=$REPLY
  engine_create "$engine" "$N"
  clock_now
  created=$REPLY
  engine_start "$engine" "$N"
  TIMEOUT_NS=''
  clock_now
  ACTION_NS=$((REPLY - begun))
  output_end
  values_begin
  value_add createNs $((created - begun)) "$CLOCK" "$CLOCK_RESOLUTION_NS"
  value_add startNs $((REPLY - created)) "$CLOCK" "$CLOCK_RESOLUTION_NS"
  probes_started "$engine" "${I_CONTAINER[N]}" "$N"
  action_done start '' "$STDOUT" "$STDERR"
  ACTION_LAST=$N
  report_renew || die "cannot make $RUN_DIR/report"
}

# Usage: container_exec NAME [--stdin TEXT] [--timeout NS] -- ARGV…
container_exec() {
  local begun
  instance_find "$1"
  [[ ${I_STATE[N]} == running ]] || die "the container $1 does not run, it is ${I_STATE[N]}"
  action_options "${@:2}"
  outputs_next
  probes_before "$ENGINE" "${I_CONTAINER[N]}" "$N"
  engine_enter "$ENGINE" "$N"
  counters_before "${I_LEAF[N]}"
  clock_now
  begun=$REPLY
  engine_exec "$ENGINE" "$N" "$TIMEOUT_NS"
  clock_now
  ACTION_NS=$((REPLY - begun))
  output_end
  values_begin
  counters_after "${I_LEAF[N]}"
  probes_ran "$ENGINE" "${I_CONTAINER[N]}" "$N"
  action_done exec "$STATUS" "$STDOUT" "$STDERR"
  ACTION_LAST=
}

# Usage: container_change VERB NAME STATE…
# Lets the engine do VERB to an instance that is in one of the states.
container_change() {
  local begun
  instance_find "$2"
  instance_look "$N"
  [[ " ${*:3} " == *" ${I_STATE[N]} "* ]] || die "cannot $1 the container $2: it is ${I_STATE[N]}"
  clock_now
  begun=$REPLY
  case $1 in
    stop) engine_enter "$ENGINE" "$N" && engine_stop "$ENGINE" "$N" 10 && instance_ended "$N" ;;
    pause) engine_pause "$ENGINE" "$N" ;;
    resume) engine_resume "$ENGINE" "$N" ;;
    remove) instance_remove "$N" ;;
  esac || die "cannot $1 the container $2"
  clock_now
  ACTION_NS=$((REPLY - begun))
  values_begin
  action_done "$1" '' '' ''
  ACTION_LAST=${I_NAME[N]+$N}
}

# Usage: container_stop NAME
# Asks the first process to end (TERM) and kills it ten seconds later.
container_stop() {
  container_change stop "$1" running paused
}

# Usage: container_pause NAME
container_pause() {
  container_change pause "$1" running
  I_STATE[N]=paused
}

# Usage: container_resume NAME
container_resume() {
  container_change resume "$1" paused
  I_STATE[N]=running
}

# Usage: container_discard NAME
# Removes the instance, in whatever state it is, if there is one.
container_discard() {
  local n=${INSTANCE[$1]-}
  [[ -n $n ]] || return 0
  instance_remove "$n"
}

# Usage: container_limit NAME FILE VALUE
# Limits the cgroup of one instance that is there, in the terms of version 2.
container_limit() {
  local begun
  instance_find "$1"
  clock_now
  begun=$REPLY
  cgroup_limit "${I_LEAF[N]}" "$2" "$3"
  clock_now
  ACTION_NS=$((REPLY - begun))
  values_begin
  action_done limit '' '' ''
  ACTION_LAST=$N
}

# Usage: container_remove NAME
container_remove() {
  container_change remove "$1" created running paused stopped
}

# Usage: instance_remove N
instance_remove() {
  engine_remove "${CONTAINER_ENGINE[${I_CONTAINER[$1]}]}" "$1" || return 1
  instance_forget "$1"
}

# Usage: instance_ended N
# Keeps what the kernel counted about an instance that has just ended.
instance_ended() {
  local path=${I_INNER[$1]:-${I_LEAF[$1]}} h=${HIERARCHY_OF[memory]-}
  I_STATE[$1]=stopped
  if [[ -z ${I_OOM_KILLS[$1]+told} ]]; then
    # Version 2 counts them in those above too, and the engine may have removed its own.
    [[ -z $h ]] || ((H_VERSION[h] == 1)) || path=${I_LEAF[$1]}
    cgroup_oom_kills "$path"
    I_OOM_KILLS[$1]=$REPLY I_OOM_SOURCE[$1]=$SOURCE
  fi
  cgroup_memory_peak "${I_LEAF[$1]}"
  I_MEMORY_PEAK_BYTES[$1]=$REPLY
}

# Usage: instance_members N
# Sets PIDS to the processes of an instance that runs: those in its cgroup, or, where it has none, in its pid namespace.
# shellcheck disable=SC2317 # By a function that is called by its name in an array, in a script where no other calls it.
instance_members() {
  local path pid
  cgroup_processes "${I_LEAF[$1]}"
  ((${#H_RUN[@]} == 0)) || return 0
  for path in /proc/[0-9]*/ns/pid; do
    [[ $path -ef /proc/${I_PID[$1]}/ns/pid ]] || continue
    pid=${path#/proc/}
    PIDS+=("${pid%%/*}")
  done
}

# Usage: instance_pause N
# Freezes an instance that runs while its files are read.
instance_pause() {
  local reason=''
  ! engine_pause "$ENGINE" "$1" || return 0
  ! is_ordinary || ((${#H_RUN[@]})) || reason=', while its files are read: no cgroup is this user'\''s'
  die "cannot pause the container ${I_NAME[$1]}$reason"
}

# Usage: instance_look N
# Notices whether an instance that was started has ended meanwhile.
instance_look() {
  [[ ${I_STATE[$1]} == running ]] || return 0
  ! process_lives "${I_PROCESS[$1]}" || return 0
  engine_wait "${CONTAINER_ENGINE[${I_CONTAINER[$1]}]}" "$1" ''
  instance_ended "$1"
}

# Usage: signal_is_handled PID NUMBER
signal_is_handled() {
  local key value
  [[ -e /proc/$1/status ]] || return 1
  while read -r key value; do
    [[ $key != SigCgt: ]] || (((16#$value >> ($2 - 1)) & 1)) || return 1
  done <"/proc/$1/status"
}

# Usage: processes_signal NUMBER
# Hands a signal that ended the run on to what it has running, and gives those that handle it two seconds.
processes_signal() {
  local n left=() try
  [[ -z ${HOST_PROCESS-} ]] || kill -s "$1" "$HOST_PROCESS" 2>/dev/null || :
  for n in "${!I_STATE[@]}"; do
    [[ ${I_STATE[n]} == running ]] || continue
    # The first process of a pid namespace never sees a signal that it does not handle.
    signal_is_handled "${I_PID[n]}" "$1" || continue
    left+=("${I_PROCESS[n]}")
    kill -s "$1" "${I_PID[n]}" 2>/dev/null || :
  done
  for ((try = 0; try < 100 && ${#left[@]}; try++)); do
    for n in "${!left[@]}"; do process_lives "${left[n]}" || unset "left[$n]"; done
    pause 0.02
  done
}
