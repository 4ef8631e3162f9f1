# Usage: read-limits.sh PID [mems|FILE|MAJOR:MINOR]...
# Prints the limits that the kernel holds for a process, in the terms of cgroup version 2; its memory nodes, what files say that
# only version 2 has, and what holds for a block device, only where they are asked for, as every host has others.

# Usage: limit CONTROLLER FILE_V1 FILE_V2
# The nearest value, from the process's cgroup upwards, that limits anything.
limit() {
  path=$(sed -n "s/^[0-9]*:\(.*,\)*$1\(,.*\)*://p" "/proc/$PID/cgroup")
  file=$2
  mount=$(awk -v controller="$1" '$3 == "cgroup" && ("," $4 ",") ~ ("," controller ",") { print $2 }' /proc/mounts)
  if [ -z "$path" ] || [ -z "$mount" ]; then
    path=$(sed -n 's/^0:://p' "/proc/$PID/cgroup")
    file=$3
    mount=$(awk '$3 == "cgroup2" { print $2 }' /proc/mounts)
  fi
  while [ -n "$path" ]; do
    value=$(cat "$mount$path/$file" 2>/dev/null)
    # What every cgroup has that nobody has limited.
    case $2=$value in *= | memory.low=0 | memory.min=0 | *=max | *=max\ * | *=-1 | *=9223372036854771712 | cpu.shares=1024 | cpu.shares=100) ;; *) break ;; esac
    path=${path%/*}
  done
  echo "$value"
}

PID=$1
echo "memory $(limit memory memory.limit_in_bytes memory.max)"
echo "pids $(limit pids pids.max pids.max)"
quota=$(limit cpu cpu.cfs_quota_us cpu.max)
case $quota in
  *' '*) echo "quota ${quota% *} of ${quota#* }" ;;
  *) echo "quota $quota of $(limit cpu cpu.cfs_period_us cpu.max)" ;;
esac
weight=$(limit cpu cpu.shares cpu.weight)
[ "$weight" -lt 1000 ] || weight=$((weight * 100 / 1024))
echo "weight $weight"
echo "cpus $(limit cpuset cpuset.cpus cpuset.cpus.effective)"
# Usage: throttle DEVICE FILE
# What the process's own cgroup of version 1 says: those above it limit nobody but their own processes.
throttle() {
  path=$(sed -n 's/^[0-9]*:blkio://p' "/proc/$PID/cgroup")
  mount=$(awk '$3 == "cgroup" && $4 ~ /blkio/ { print $2 }' /proc/mounts)
  sed -n "s/^$1 //p" "$mount$path/blkio.throttle.$2_device"
}

shift
for asked in "$@"; do
  case $asked in
    mems) echo "mems $(limit cpuset cpuset.mems cpuset.mems.effective)" ;;
    *.*) echo "$asked $(limit "${asked%%.*}" "$asked" "$asked")" ;;
    *)
      if grep -q :blkio: "/proc/$PID/cgroup"; then
        echo "$asked rbps=$(throttle "$asked" read_bps) wbps=$(throttle "$asked" write_bps) riops=$(throttle "$asked" read_iops) wiops=$(throttle "$asked" write_iops)"
      else
        limit io '' io.max
      fi
      ;;
  esac
done
