# ---- noise: what others did to the machine while a run was measured ----

# NOISE holds, of now: stolen time, waits for cpu, memory and io, processor time of others, swapped pages, throttlings; empty where
# the kernel does not tell. NOISE_BEFORE is the same of the beginning of the run, NOISE_SOURCE where each comes from.
NOISE=() NOISE_BEFORE=() NOISE_HEADS=() NOISE_TAILS=()
NOISE_NAMES=(stealNs hostPressureCpuNs hostPressureMemoryNs hostPressureIoNs otherCpuNs swappedPages throttles)
NOISE_CAUSES=(steal pressure.cpu pressure.memory pressure.io other-cpu swapped throttled)
NOISE_SOURCES=('/proc/stat steal, of all CPUs' '/proc/pressure/cpu some' '/proc/pressure/memory some' '/proc/pressure/io some'
  'all cgroups less those of the run' '/proc/vmstat pswpin + pswpout' 'thermal_throttle/core_throttle_count of all CPUs')
# What is worth a warning: any swapping and throttling, 5 % of the time stolen, a tenth spent waiting for memory or disks, half of it for
# a CPU, or others at work for a fifth of it; in thousandths of a percent.
NOISE_LIMITS=(5000 50000 10000 10000 20000 0 0)
# Where it is read from, of what this host has: pressures by their place in NOISE, and processor time, with the nanoseconds of its unit.
NOISE_PRESSURES=() NOISE_THROTTLES=() NOISE_ALL='' NOISE_OWN='' NOISE_CPU_UNIT=1 HAS_SWAP=''
# How many runs of the measure were disturbed by each, and the most, in thousandths of a percent.
DISTURBED=() DISTURBED_MOST=() NOISE_RUNS=0

# Finds out what this host can tell.
noise_prepare() {
  local h=${HIERARCHY_OF[cpuacct]-} file=cpuacct.usage line lines=0 i=1 pressure
  if [[ -z $h ]]; then
    h=${HIERARCHY_OF[unified]-} file=cpu.stat NOISE_CPU_UNIT=1000
  fi
  # A kernel that has the files and keeps no pressure lets nobody read them.
  for pressure in cpu memory io; do
    ! { read -r line <"/proc/pressure/$pressure"; } 2>/dev/null || NOISE_PRESSURES[i]=/proc/pressure/$pressure
    i=$((i + 1))
  done
  if [[ -n $h && -n ${H_USED[h]} && -r ${H_TOP[h]}/$file ]]; then
    NOISE_ALL=${H_TOP[h]}/$file NOISE_OWN=${H_RUN[h]}/$file
    NOISE_SOURCES[4]="$file of the topmost cgroup less that of the run; this script is one of the others"
  fi
  while read -r line; do lines=$((lines + 1)); done </proc/swaps
  ((lines < 2)) || HAS_SWAP=yes
  NOISE_THROTTLES=(/sys/devices/system/cpu/cpu*/thermal_throttle/core_throttle_count)
  noise_read
  noise_write
  noise_advise
}

# Makes what is the same of the values of every run, so that a run costs little: NOISE_HEADS and NOISE_TAILS stand around the numbers.
noise_write() {
  local i reasons=('' 'the kernel keeps no pressure information' 'the kernel keeps no pressure information'
    'the kernel keeps no pressure information' 'no cgroup tells the processor time of all' 'this host has no swap'
    'this host does not tell of throttling')
  NOISE_HEADS=() NOISE_TAILS=()
  for i in "${!NOISE[@]}"; do
    VALUES=
    if [[ -n ${NOISE[i]} ]]; then
      value_add "${NOISE_NAMES[i]}" '!' "${NOISE_SOURCES[i]}"
    else
      REPLY='' SOURCE=${reasons[i]}
      value_read "${NOISE_NAMES[i]}"
    fi
    ((i == 0)) || VALUES=,$VALUES
    NOISE_HEADS[i]=${VALUES%%!*} NOISE_TAILS[i]=
    [[ $VALUES != *!* ]] || NOISE_TAILS[i]=${VALUES#*!}
  done
  # In steps of the unit that /proc/stat counts in.
  NOISE_TAILS[0]="${NOISE_TAILS[0]%\}},\"resolution\":10000000}"
}

# Reads it all into NOISE.
noise_read() {
  local i line steal all own
  NOISE=('' '' '' '' '' '' '')
  read -r _ _ _ _ _ _ _ _ steal _ </proc/stat
  # In hundredths of a second, whatever the kernel's own timer.
  NOISE[0]=$((${steal:-0} * 10000000))
  for i in "${!NOISE_PRESSURES[@]}"; do
    # The first line is of `some`.
    read -r line <"${NOISE_PRESSURES[i]}"
    NOISE[i]=$((${line##*total=} * 1000))
  done
  if [[ -n $NOISE_ALL ]]; then
    # The whole of cpuacct.usage, or the first line of cpu.stat.
    read -r all <"$NOISE_ALL"
    read -r own <"$NOISE_OWN"
    NOISE[4]=$(((${all##* } - ${own##* }) * NOISE_CPU_UNIT))
  fi
  [[ -z $HAS_SWAP ]] || noise_swapped
  [[ ${#NOISE_THROTTLES[@]} == 0 ]] || noise_throttled
}

# Counts the pages that went to swap and came back.
noise_swapped() {
  local key value
  NOISE[5]=0
  while read -r key value; do
    case $key in pswpin | pswpout) NOISE[5]=$((NOISE[5] + value)) ;; esac
  done </proc/vmstat
}

# Counts how often the cores were slowed down for their heat.
noise_throttled() {
  local file count
  NOISE[6]=0
  for file in "${NOISE_THROTTLES[@]}"; do
    read -r count <"$file"
    NOISE[6]=$((NOISE[6] + count))
  done
}

# Notes how things stand before a run.
noise_begin() {
  noise_read
  NOISE_BEFORE=("${NOISE[@]}")
  clock_now
  NOISE_BEGUN_NS=$REPLY
}

# Sets VALUES to what has happened since, and EXCLUDED to the statement by which the run does not count, or to nothing.
noise_end() {
  local i
  clock_now
  NOISE_NS=$((REPLY - NOISE_BEGUN_NS + 1))
  noise_read
  VALUES='' EXCLUDED='' NOISE_RUNS=$((NOISE_RUNS + 1))
  for i in 0 1 2 3 4 5 6; do
    if [[ -n ${NOISE[i]} ]]; then
      NOISE[i]=$((NOISE[i] - NOISE_BEFORE[i]))
      ((NOISE[i] * 100000 <= NOISE_LIMITS[i] * NOISE_NS)) || noise_disturbed "$i"
    fi
    VALUES+=${NOISE_HEADS[i]}${NOISE[i]}${NOISE_TAILS[i]}
  done
  [[ ${#EXCLUDE[@]} == 0 ]] || noise_exclude
}

# Usage: noise_disturbed I
# Counts the run as one that it disturbed.
noise_disturbed() {
  local share=${NOISE[$1]}
  (($1 > 4)) || share=$((share * 100000 / NOISE_NS))
  DISTURBED[$1]=$((${DISTURBED[$1]-0} + 1))
  ((share <= ${DISTURBED_MOST[$1]-0})) || DISTURBED_MOST[$1]=$share
}

# Looks at what the recipe excludes.
noise_exclude() {
  local i n
  for ((i = 0; i < ${#EXCLUDE[@]}; i += 4)); do
    for n in "${!NOISE_CAUSES[@]}"; do
      [[ ${NOISE_CAUSES[n]} == "${EXCLUDE[i + 1]}" && -n ${NOISE[n]} ]] || continue
      thousandths_of "${EXCLUDE[i + 3]}"
      if ((n > 4)); then
        ((NOISE[n] > 0)) || continue
      else
        number_holds $((NOISE[n] * 100000)) "${EXCLUDE[i + 2]}" $((REPLY * NOISE_NS)) || continue
      fi
      EXCLUDED=${EXCLUDE[i]}
      return 0
    done
  done
}

# Warns of what disturbed the runs of the measure that ends, where it was every tenth or more, and says what can be done.
noise_warn() {
  local i text='' advice=(
    'the hypervisor gave the CPUs to others: a host of its own, or exclude when steal > 5%'
    'more wants to run than there are CPUs: stop what else runs'
    'memory is short: stop what else runs, or set memory.max'
    'something waits for the disks: stop what else writes, or prepare { sync }'
    'others use the CPUs: stop them, or keep them off by cpuset.cpus'
    'swapoff -a, or more memory'
    'the CPUs get too hot: less turbo, better cooling, or a pause before each run')
  for i in "${!DISTURBED[@]}"; do
    ((i > 4 || DISTURBED[i] * 10 >= NOISE_RUNS)) || continue
    text+="; ${NOISE_CAUSES[i]} in ${DISTURBED[i]}"
    ((i > 4)) || text+=", for up to $((DISTURBED_MOST[i] / 1000)) % of the time"
    text+=" (${advice[i]})"
  done
  [[ -z $text ]] || warning "of the $NOISE_RUNS runs of measure $BLOCK, some were disturbed: ${text#; }"
}

# Says, once and before the first measure, what about this host lets times scatter.
noise_advise() {
  local value other hints='' cpus=/sys/devices/system/cpu
  if [[ -r $cpus/cpu0/cpufreq/scaling_governor ]]; then
    read -r value <$cpus/cpu0/cpufreq/scaling_governor
    [[ $value == performance ]] || hints+="; the CPU governor is $value: cpupower frequency-set -g performance"
  fi
  if [[ -r $cpus/intel_pstate/no_turbo ]]; then
    read -r value <$cpus/intel_pstate/no_turbo
    [[ $value != 0 ]] || hints+="; turbo is on: echo 1 >$cpus/intel_pstate/no_turbo"
  elif [[ -r $cpus/cpufreq/boost ]]; then
    read -r value <$cpus/cpufreq/boost
    [[ $value != 1 ]] || hints+="; turbo is on: echo 0 >$cpus/cpufreq/boost"
  fi
  if [[ -r $cpus/smt/active ]]; then
    read -r value <$cpus/smt/active
    [[ $value != 1 ]] || hints+="; two threads share a core: cpuset.cpus auto 1 takes both, or echo off >$cpus/smt/control"
  fi
  [[ -z $HAS_SWAP ]] || hints+='; there is swap: swapoff -a'
  read -r value _ </proc/loadavg
  read -r other <$cpus/online
  cpus_expand "$other"
  read -r -a other <<<"$REPLY"
  # Half as many as there are CPUs: some of the runs will meet them.
  ((10#${value/./} * 2 <= ${#other[@]} * 100)) || hints+="; the load is $value on ${#other[@]} CPUs: stop what else runs"
  [[ -z $hints ]] || warning "times may scatter on this host: ${hints#; }"
}
