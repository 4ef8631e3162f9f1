# ---- probes: what an action left on the disk and in memory, looked at before and after its timed stretch ----

# What the storage and the host used before the action: bytes, or nothing where they could not be told.
DATA_BEFORE='' METADATA_BEFORE='' USED_BEFORE='' HOST_BEFORE=''
# The instance whose command was waited for last.
SETTLED=''

# Usage: probe_wanted disk|memory
# Whether the run of a measure that is under way wants it.
probe_wanted() {
  [[ $IN_RUN == yes && " $PROBES " == *" $1 "* ]]
}

# Usage: disk_before ENGINE CONTAINER [N [EXTRA]]
# N is empty for an instance that is yet to be made. EXTRA is what else the action is going to make in the storage's folder.
disk_before() {
  probe_wanted disk || return 0
  disk_usage "$@"
  DATA_BEFORE=$DATA_BYTES METADATA_BEFORE=$METADATA_BYTES USED_BEFORE=$USED_BYTES
}

# Usage: disk_after ENGINE CONTAINER N [EXTRA]
# Adds the differences to the values of the action.
disk_after() {
  probe_wanted disk || return 0
  disk_usage "$@"
  value_grown diskDataBytes "$DATA_BEFORE" "$DATA_BYTES" "$DATA_SOURCE"
  value_grown diskMetadataBytes "$METADATA_BEFORE" "$METADATA_BYTES" "$METADATA_SOURCE"
  value_grown diskUsedBytes "$USED_BEFORE" "$USED_BYTES" "$USED_SOURCE"
  [[ -n $EXCLUSIVE_BYTES ]] || return 0
  value_add diskExclusiveBytes "$EXCLUSIVE_BYTES" "$SHARES_SOURCE"
  value_add diskSharedBytes "$SHARED_BYTES" "$SHARES_SOURCE"
}

# Usage: value_grown NAME BEFORE AFTER SOURCE
value_grown() {
  if [[ -n $2 && -n $3 ]]; then
    REPLY=$(($3 - $2)) SOURCE=$4
  else
    REPLY='' SOURCE=$4
  fi
  value_read "$1"
}

# Usage: disk_usage ENGINE CONTAINER [N [EXTRA]]
# Sets DATA_BYTES, METADATA_BYTES and USED_BYTES, each with its …_SOURCE; empty ones have the reason there. EXCLUSIVE_BYTES and
# SHARED_BYTES are set by drivers that can tell how much of the container's files is also others'. A driver that counts
# for each container counts nothing for one that is yet to be made.
disk_usage() {
  DATA_BYTES='' METADATA_BYTES='' USED_BYTES='' EXCLUSIVE_BYTES='' SHARED_BYTES='' SHARES_SOURCE=''
  DATA_SOURCE='its files are those of the host' METADATA_SOURCE=$DATA_SOURCE USED_SOURCE=$DATA_SOURCE
  engine_disk "$1" "$2" "${3-}" "${4-}"
}

# Usage: tree_usage FOLDER…
# Counts the blocks that folders have, of those that are there.
tree_usage() {
  local path paths=() total=0 other=0 blocks
  for path in "$@"; do [[ ! -d $path ]] || paths+=("$path"); done
  if ((${#paths[@]})); then
    total=$(du -s -c -B 512 -- "${paths[@]}") || die "cannot measure ${paths[*]}"
    total=${total##*$'\n'}
    total=${total%%[!0-9]*}
    while read -r blocks; do other=$((other + blocks)); done < <(find "${paths[@]}" ! -type f -printf '%b\n')
  fi
  DATA_BYTES=$(((total - other) * 512)) METADATA_BYTES=$((other * 512))
}

# Usage: filesystem_usage FOLDER
# Writes what the file system still holds in memory, then asks it how much is used.
filesystem_usage() {
  local line
  sync -f -- "$1" || die "cannot sync $1"
  line=$(df -P -k -- "$1") || die "cannot tell the use of $1"
  read -r _ _ line _ <<<"${line##*$'\n'}"
  USED_BYTES=$((line * 1024)) USED_SOURCE="df: used of the whole file system of the storage"
}

# Sets REPLY to the bytes of memory that the whole host could not give away now.
host_memory() {
  local key value total=0 available=0
  while read -r key value _; do
    case $key in
      MemTotal:) total=$value ;;
      MemAvailable:) available=$value ;;
    esac
  done </proc/meminfo
  REPLY=$(((total - available) * 1024))
}

# Notes what the host uses.
memory_before() {
  probe_wanted memory || return 0
  host_memory
  HOST_BEFORE=$REPLY
}

# Usage: memory_after ENGINE CONTAINER N
# Adds what the memory controller says of the instance's cgroup, by kind, and by how much the host's use has grown.
memory_after() {
  local kind
  probe_wanted memory || return 0
  for kind in anon file kernel; do
    cgroup_memory_kind "${I_LEAF[$3]}" "$kind"
    value_read "memory${kind^}Bytes"
  done
  host_memory
  value_grown memoryHostBytes "$HOST_BEFORE" "$REPLY" '/proc/meminfo: MemTotal - MemAvailable, of the whole host'
}

# Usage: instance_settle ENGINE N
# Waits, once, until the command has taken the place of the program that enters the root for it.
instance_settle() {
  [[ $SETTLED != "$2" ]] || return 0
  engine_enter "$1" "$2"
  pause 0.02
  SETTLED=$2
}

# Usage: cpu_started ENGINE CONTAINER N
# Adds the context switches of all the threads in the instance's cgroup.
cpu_started() {
  local pid file key value voluntary=0 involuntary=0
  probe_wanted cpu || return 0
  instance_settle "$1" "$3"
  instance_members "$3"
  for pid in ${PIDS[@]+"${PIDS[@]}"}; do
    for file in "/proc/$pid"/task/*/status; do
      while read -r key value; do
        case $key in
          voluntary_ctxt_switches:) voluntary=$((voluntary + value)) ;;
          nonvoluntary_ctxt_switches:) involuntary=$((involuntary + value)) ;;
        esac
      done <"$file"
    done
  done 2>/dev/null
  value_add voluntaryContextSwitches "$voluntary" '/proc/PID/task/TID/status, sampled 20 ms after the start'
  value_add involuntaryContextSwitches "$involuntary" '/proc/PID/task/TID/status, sampled 20 ms after the start'
}

# Usage: memory_started ENGINE CONTAINER N
# Adds the sums over all the processes of the instance's cgroup.
memory_started() {
  local pid key value rss=0 vsz=0
  probe_wanted memory || return 0
  instance_settle "$1" "$3"
  instance_members "$3"
  for pid in ${PIDS[@]+"${PIDS[@]}"}; do
    while read -r key value _; do
      case $key in
        VmRSS:) rss=$((rss + value)) ;;
        VmSize:) vsz=$((vsz + value)) ;;
      esac
    done <"/proc/$pid/status"
  done 2>/dev/null
  value_add memoryRssBytes $((rss * 1024)) '/proc/PID/status VmRSS, 20 ms after the start'
  value_add memoryVszBytes $((vsz * 1024)) '/proc/PID/status VmSize, 20 ms after the start'
}

# Usage: cgroup_memory_kind PATH anon|file|kernel
cgroup_memory_kind() {
  local key file=memory.stat
  [[ $2 != kernel ]] || file=memory.kmem.usage_in_bytes
  cgroup_file memory "$1" "$file" memory.stat
  [[ -n $REPLY ]] || return 0
  case $SOURCE.$2 in
    memory.kmem.*)
      read -r REPLY <"$REPLY"
      return 0
      ;;
    *) key=$2 ;;
  esac
  file=$REPLY
  cgroup_value "$file" "$key"
  if [[ -z $REPLY ]]; then
    # Version 1 has other words for it.
    case $2 in
      anon) key=total_rss ;;
      file) key=total_cache ;;
    esac
    cgroup_value "$file" "$key"
  fi
  SOURCE+=" $key"
  [[ -n $REPLY ]] || SOURCE="this kernel has no $SOURCE"
}
