# ---- cgroups: what the kernel counted ----

# Each of these reads one number of the container whose cgroup is GROUP/LEAF: REPLY is the value and SOURCE the kernel's
# file, or REPLY is empty and SOURCE says why there is no value.

# Usage: cgroup_file CONTROLLER PATH FILE_V1 FILE_V2
# Sets REPLY to the path of the interface file, or to nothing.
cgroup_file() {
  local h=${HIERARCHY_OF[$1]-}
  if [[ -z $h ]]; then
    REPLY='' SOURCE="this host has no cgroup controller $1"
    ! is_ordinary || SOURCE="no cgroup with the controller $1 is this user's"
    return 0
  fi
  if ((H_VERSION[h] == 1)); then SOURCE=$3; else SOURCE=$4; fi
  REPLY=${H_RUN[h]}/$2/$SOURCE
  [[ -e $REPLY ]] || REPLY='' SOURCE="this kernel has no $SOURCE"
}

# Usage: cgroup_value FILE KEY
# Sets REPLY to the number after KEY in a flat keyed file such as cpu.stat, or to nothing.
cgroup_value() {
  local key value
  REPLY=
  while read -r key value; do
    [[ $key != "$2" ]] || REPLY=$value
  done <"$1"
}

# Usage: cgroup_cpu_ns PATH usage|user|system
# CPU time of all processes that were ever in the cgroup.
cgroup_cpu_ns() {
  if [[ -n ${HIERARCHY_OF[cpuacct]-} ]]; then
    case $2 in
      usage) cgroup_file cpuacct "$1" cpuacct.usage '' ;;
      user) cgroup_file cpuacct "$1" cpuacct.usage_user '' ;;
      system) cgroup_file cpuacct "$1" cpuacct.usage_sys '' ;;
    esac
    [[ -z $REPLY ]] || read -r REPLY <"$REPLY"
    # The sum is exact; which part of it was whose, version 1 only looks up at every tick of the timer.
    [[ $2 == usage ]] || SOURCE="$SOURCE, sampled at timer ticks"
    return 0
  fi
  # Version 2 counts CPU time in every cgroup, whatever its controllers.
  cgroup_file unified "$1" '' cpu.stat
  [[ -n $REPLY ]] || return 0
  cgroup_value "$REPLY" "$2_usec"
  SOURCE="cpu.stat $2_usec"
  REPLY=${REPLY:+$((REPLY * 1000))}
}

# Usage: cgroup_memory_peak PATH
cgroup_memory_peak() {
  cgroup_file memory "$1" memory.max_usage_in_bytes memory.peak
  [[ -z $REPLY ]] || read -r REPLY <"$REPLY"
}

# Usage: cgroup_oom_kills PATH
# Processes that the kernel killed since the memory of the cgroup, or of one above it, was full.
cgroup_oom_kills() {
  cgroup_file memory "$1" memory.oom_control memory.events
  [[ -n $REPLY ]] || return 0
  cgroup_value "$REPLY" oom_kill
  SOURCE="$SOURCE oom_kill"
}

# Usage: cgroup_is_empty PATH
# Whether no process is in the cgroup.
cgroup_is_empty() {
  local h pid
  for h in "${!H_RUN[@]}"; do
    [[ -e ${H_RUN[h]}/$1/cgroup.procs ]] || continue
    read -r pid <"${H_RUN[h]}/$1/cgroup.procs" && return 1
  done
  return 0
}

# Usage: cgroup_processes PATH
# Sets PIDS to the processes in the cgroup and in those below it.
cgroup_processes() {
  local h directory members
  PIDS=()
  for h in "${!H_RUN[@]}"; do
    [[ -e ${H_RUN[h]}/$1/cgroup.procs ]] || continue
    cgroup_below "${H_RUN[h]}/$1"
    for directory in "${BELOW[@]}"; do
      # In one go: where it is read line by line, and changes meanwhile, there may be half a number.
      members=()
      mapfile -t members <"$directory/cgroup.procs"
      PIDS+=(${members[@]+"${members[@]}"})
    done 2>/dev/null || :
    # An engine's processes are not in all the hierarchies that it has cgroups in.
    ((${#PIDS[@]} == 0)) || return 0
  done
}

# Usage: cgroup_freeze PATH yes|no
cgroup_freeze() {
  local h=${HIERARCHY_OF[freezer]-} file state value
  if [[ -n $h && -n ${H_USED[h]} ]]; then
    file=${H_RUN[h]}/$1/freezer.state state=THAWED
    [[ $2 == no ]] || state=FROZEN
    cgroup_put "$file" "$state" || return 1
    # FREEZING until every process has stopped.
    while read -r value <"$file" && [[ $value != "$state" ]]; do
      pause 0.005
    done
    return 0
  fi
  h=${HIERARCHY_OF[unified]-}
  [[ -n $h && -e ${H_RUN[h]}/$1/cgroup.freeze ]] || return 1
  state=0
  [[ $2 == no ]] || state=1
  cgroup_put "${H_RUN[h]}/$1/cgroup.freeze" "$state" || return 1
  while cgroup_value "${H_RUN[h]}/$1/cgroup.events" frozen && [[ $REPLY != "$state" ]]; do
    pause 0.005
  done
}
