# ---- counters: what the kernel counted of an action, by what the measure probes ----

# Three words for each: name, value (empty: none) and source or reason.
COUNTED=() COUNTED_BEFORE=()
# How long the group of the container that is about to be made had been throttled before.
THROTTLED_GROUP='' THROTTLED_BEFORE_NS=0

# Usage: probe_begin PROBE…
# Lets the hierarchies count that are needed for nothing else. To be called before the first container is defined.
probe_begin() {
  local probe controller
  for probe in "$@"; do
    case $probe in
      io)
        controller=io
        [[ -z ${HIERARCHY_OF[blkio]-} ]] || controller=blkio
        ;;
      pids) controller=pids ;;
      pressure) controller=unified ;;
    esac
    [[ -z ${HIERARCHY_OF[$controller]-} ]] || cgroup_use "${HIERARCHY_OF[$controller]}"
  done
}

# Whether the run of a measure that is under way wants any of them.
counters_wanted() {
  [[ $IN_RUN == yes && $PROBES != time ]]
}

# Usage: counters_before PATH
# Notes what is counted of a cgroup that lives on.
counters_before() {
  counters_wanted || return 0
  counters_read "$1"
  COUNTED_BEFORE=(${COUNTED[@]+"${COUNTED[@]}"})
}

# Usage: counters_after PATH
# Adds what the counters of such a cgroup have grown by.
counters_after() {
  local i
  counters_wanted || return 0
  counters_read "$1"
  for ((i = 0; i < ${#COUNTED[@]}; i += 3)); do
    value_grown "${COUNTED[i]}" "${COUNTED_BEFORE[i + 1]}" "${COUNTED[i + 1]}" "${COUNTED[i + 2]}"
  done
}

# Usage: counters_of PATH N
# Adds what is counted of a cgroup that was made for the instance N, what was the most at a time, and what the engine's client
# used where that is counted apart.
counters_of() {
  local i
  counters_wanted || return 0
  counters_read "$1"
  for ((i = 0; i < ${#COUNTED[@]}; i += 3)); do
    REPLY=${COUNTED[i + 1]} SOURCE=${COUNTED[i + 2]}
    # Not every engine counts those where it counts the rest.
    [[ ${COUNTED[i]} != oomKills ]] || REPLY=${I_OOM_KILLS[$2]} SOURCE=${I_OOM_SOURCE[$2]}
    [[ ${COUNTED[i]} != cpuThrottledNs || -z $REPLY || $1 != "$THROTTLED_GROUP"/* ]] || REPLY=$((REPLY - THROTTLED_BEFORE_NS))
    value_read "${COUNTED[i]}"
  done
  if [[ " $PROBES " == *' memory '* ]]; then
    cgroup_memory_peak "$1"
    value_read memoryPeakBytes
  fi
  if [[ " $PROBES " == *' pids '* ]]; then
    cgroup_file pids "$1" pids.peak pids.peak
    [[ -z $REPLY ]] || read -r REPLY <"$REPLY"
    value_read pidsPeak
  fi
  counters_client "$2"
}

# Usage: counters_client N
# What a daemon used is counted from when the instance was made, whoever else it worked for.
counters_client() {
  [[ -n ${I_CLIENT[$1]-} ]] || return 0
  if [[ -n ${I_DAEMON[$1]-} ]]; then
    if [[ " $PROBES " == *' cpu '* ]]; then
      cgroup_cpu_ns "${I_DAEMON[$1]}" usage
      value_grown cpuDaemonNs "${I_DAEMON_NS[$1]}" "$REPLY" "$SOURCE"
    fi
    if [[ " $PROBES " == *' memory '* ]]; then
      cgroup_file memory "${I_DAEMON[$1]}" memory.usage_in_bytes memory.current
      [[ -z $REPLY ]] || read -r REPLY <"$REPLY"
      value_read memoryDaemonBytes
    fi
  fi
  if [[ " $PROBES " == *' cpu '* ]]; then
    cgroup_cpu_ns "${I_CLIENT[$1]}" usage
    value_read cpuClientNs
  fi
  if [[ " $PROBES " == *' memory '* ]]; then
    cgroup_memory_peak "${I_CLIENT[$1]}"
    value_read memoryClientPeakBytes
  fi
}

# Usage: counted NAME
# Keeps what a cgroup_… function left in REPLY and SOURCE.
counted() {
  COUNTED+=("$1" "$REPLY" "$SOURCE")
}

# Usage: counters_read PATH
counters_read() {
  local kind
  COUNTED=()
  if [[ " $PROBES " == *' cpu '* ]]; then
    for kind in usage user system; do
      cgroup_cpu_ns "$1" "$kind"
      counted "cpu${kind^}Ns"
    done
    counters_throttled "$1"
    # Its cgroups count none.
    REPLY='' SOURCE='the kernel counts context switches by thread, and forgets them with it'
    counted voluntaryContextSwitches
    counted involuntaryContextSwitches
  fi
  [[ " $PROBES " != *' memory '* ]] || counters_faults "$1"
  [[ " $PROBES " != *' io '* ]] || counters_io "$1"
  [[ " $PROBES " != *' pressure '* ]] || counters_pressure "$1"
}

# Usage: throttled_before GROUP
# Notes what is counted of the group that a container is about to be made in.
throttled_before() {
  THROTTLED_GROUP=$1 THROTTLED_BEFORE_NS=0
  counters_wanted && [[ " $PROBES " == *' cpu '* ]] || return 0
  throttled_of "$1"
  THROTTLED_BEFORE_NS=${REPLY:-0}
}

# Usage: counters_throttled PATH
counters_throttled() {
  local h=${HIERARCHY_OF[cpu]-}
  [[ -n $h && -n ${H_USED[h]} ]] || return 0
  throttled_of "$1"
  [[ -z $REPLY ]] || counted cpuThrottledNs
}

# Usage: throttled_of PATH
# Sets REPLY to how long processes that wanted to run had to wait since `cpu.max` was used up: that of the cgroup, or of a group that it
# is in, whose other members had to wait as well.
throttled_of() {
  local path=$1 key total=''
  while :; do
    cgroup_file cpu "$path" cpu.stat cpu.stat
    key=throttled_usec
    [[ $REPLY != */cpu.stat ]] || ((H_VERSION[HIERARCHY_OF[cpu]] == 2)) || key=throttled_time
    [[ -z $REPLY ]] || cgroup_value "$REPLY" "$key"
    [[ -z $REPLY ]] || total=$((${total:-0} + REPLY))
    # A slice of systemd is reached by way of the top.
    [[ $path == */* && $path != *../* ]] || break
    path=${path%/*}
  done
  REPLY=$total SOURCE="cpu.stat $key, of its group too"
  [[ -z $total || $key == throttled_time ]] || REPLY=$((total * 1000))
}

# Usage: counters_faults PATH
counters_faults() {
  local TEXT=
  cgroup_file memory "$1" memory.stat memory.stat
  # In one read: it has some fifty lines.
  [[ -z $REPLY ]] || IFS= read -r -d '' TEXT <"$REPLY" || :
  cgroup_fault pgfault
  counted pageFaults
  cgroup_fault pgmajfault
  counted majorPageFaults
  cgroup_oom_kills "$1"
  counted oomKills
}

# Usage: cgroup_fault KEY
# Takes the number from TEXT, a memory.stat; nothing where SOURCE says why there is none.
cgroup_fault() {
  local key
  REPLY=
  [[ -n $TEXT ]] || return 0
  # Version 1 has the sum over a cgroup and those below it under another name.
  for key in "total_$1" "$1"; do
    SOURCE="memory.stat $key"
    [[ $TEXT == *$'\n'"$key "* ]] || continue
    REPLY=${TEXT##*$'\n'"$key "}
    REPLY=${REPLY%%$'\n'*}
    return 0
  done
}

# Usage: counters_io PATH
# What reached a block device; what only went to or came from memory did not.
counters_io() {
  local line field read_bytes=0 write_bytes=0 reads=0 writes=0 controller=io
  [[ -z ${HIERARCHY_OF[blkio]-} ]] || controller=blkio
  cgroup_file "$controller" "$1" blkio.throttle.io_service_bytes_recursive io.stat
  if [[ $REPLY == */io.stat ]]; then
    while read -r line; do
      for field in ${line#* }; do
        case $field in
          rbytes=*) read_bytes=$((read_bytes + ${field#*=})) ;;
          wbytes=*) write_bytes=$((write_bytes + ${field#*=})) ;;
          rios=*) reads=$((reads + ${field#*=})) ;;
          wios=*) writes=$((writes + ${field#*=})) ;;
        esac
      done
    done <"$REPLY"
  elif [[ -n $REPLY ]] && ! io_is_counted; then
    read_bytes='' write_bytes='' reads='' writes=''
    SOURCE="this kernel's cgroup version 1 counts what reaches a device only where io.max limits it"
  elif [[ -n $REPLY ]]; then
    io_sum "$REPLY"
    read_bytes=$READ_SUM write_bytes=$WRITE_SUM
    io_sum "${REPLY/service_bytes/serviced}"
    reads=$READ_SUM writes=$WRITE_SUM
  else
    read_bytes='' write_bytes='' reads='' writes=''
  fi
  REPLY=$read_bytes
  counted ioReadBytes
  REPLY=$write_bytes
  counted ioWriteBytes
  SOURCE=${SOURCE/service_bytes/serviced}
  REPLY=$reads
  counted ioReads
  REPLY=$writes
  counted ioWrites
}

# Whether the topmost cgroup has counted anything at all. Since Linux 6.10 version 1 begins to count a device when it is limited.
io_is_counted() {
  local device
  { read -r device _ <"${H_TOP[HIERARCHY_OF[blkio]]}/blkio.throttle.io_service_bytes_recursive"; } 2>/dev/null || return 1
  [[ $device == *:* ]]
}

# Usage: io_sum FILE
# Sets READ_SUM and WRITE_SUM to the sums over all devices in a file of cgroup version 1.
io_sum() {
  local kind number
  READ_SUM=0 WRITE_SUM=0
  while read -r _ kind number; do
    case $kind in
      Read) READ_SUM=$((READ_SUM + number)) ;;
      Write) WRITE_SUM=$((WRITE_SUM + number)) ;;
    esac
  done <"$1"
}

# Usage: counters_pressure PATH
# How long some, or all, of the processes waited for it.
counters_pressure() {
  local resource file share
  for resource in cpu memory io; do
    REPLY='' SOURCE='pressure is counted by cgroup version 2, which this host does not have'
    [[ -z ${HIERARCHY_OF[unified]-} ]] || cgroup_file unified "$1" '' "$resource.pressure"
    file=$REPLY
    for share in some full; do
      # All of them waiting for a CPU is no pressure: nobody else of the cgroup would have run.
      [[ $resource.$share != cpu.full ]] || continue
      REPLY=
      if [[ -n $file ]]; then
        pressure_total "$file" "$share"
        SOURCE="$resource.pressure $share"
      fi
      share=${share/some/}
      counted "pressure${resource^}${share^}Ns"
    done
  done
}

# Usage: pressure_total FILE some|full
# Sets REPLY to the sum of all waits, in nanoseconds; to nothing where the kernel counts none.
pressure_total() {
  local share rest
  REPLY=
  # A kernel that has the files and keeps no pressure lets nobody read them.
  while read -r share rest; do
    [[ $share != "$2" ]] || REPLY=$((${rest##*total=} * 1000))
  done 2>/dev/null <"$1"
}
