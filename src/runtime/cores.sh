# ---- whole cores: what `cpuset.cpus auto N` chooses when the script runs ----

# What this script may use, as lists: processors and memory nodes.
CPUS_ALLOWED='' NODES_ALLOWED=''
# By memory node the first CPU of each of its cores, from the last on; by that CPU all the threads of the core; how many cores, and
# of what kind where a host has several.
CORES_OF_NODE=() CORE_THREADS=() CORES_FREE=0 CORES_KIND=''
# The choice, as lists.
CORES_CPUS='' CORES_NODES=''
# By cell: the CPUs that its cgroups have got. Cells come one after the other or take turns, so each chooses from all.
CORES_TAKEN=()

# Usage: cgroup_pin NAME N
# Gives the cgroup N cores that no other cgroup of the cell has got, and the memory nodes that belong to them.
cgroup_pin() {
  # A parameter may be any number.
  [[ $2 =~ ^[1-9][0-9]{0,3}$ ]] || lack "cgroup ${1%%.*} cannot have $2 whole cores"
  cores_allowed
  cores_choose /sys "$CPUS_ALLOWED" "${CORES_TAKEN[CELL]-}" "$2" || lack "$REPLY"
  CORES_TAKEN[CELL]+=${CORES_TAKEN[CELL]+,}$CORES_CPUS
  nodes_allowed "$CORES_NODES"
  cgroup_write "$1" cpuset.cpus "$CORES_CPUS"
  cgroup_write "$1" cpuset.mems "$REPLY"
  event cores-chosen "\"cell\":$CELL,\"cgroup\":\"${1%%.*}\",\"cores\":$2,\"cpus\":\"$CORES_CPUS\",\"memoryNodes\":\"$REPLY\""
}

# Usage: require_cores N
require_cores() {
  cores_allowed
  cores_choose /sys "$CPUS_ALLOWED" '' "$1" || LACKS+=("$REPLY")
}

# Usage: cell_has_cores K N
# Whether this host has N cores for the cell; says so when not.
cell_has_cores() {
  cores_allowed
  cores_choose /sys "$CPUS_ALLOWED" '' "$2" || cell_skip "$1" "$REPLY"
}

# Sets CPUS_ALLOWED and NODES_ALLOWED, whatever narrowed them: cgroup, taskset, isolcpus.
cores_allowed() {
  local key value
  while read -r key value; do
    case $key in
      Cpus_allowed_list:) CPUS_ALLOWED=$value ;;
      Mems_allowed_list:) NODES_ALLOWED=$value ;;
    esac
  done </proc/self/status
}

# Usage: nodes_allowed NODES
# Sets REPLY to those of the nodes that may be used; to all that may be where processors are on nodes without memory.
nodes_allowed() {
  local node allowed=() both=()
  cpus_expand "$NODES_ALLOWED"
  for node in $REPLY; do allowed[node]=yes; done
  cpus_expand "$1"
  for node in $REPLY; do [[ -z ${allowed[node]-} ]] || both+=("$node"); done
  REPLY=$NODES_ALLOWED
  [[ ${#both[@]} == 0 ]] || cpus_list "${both[@]}"
}

# Usage: cores_choose SYS CPUS TAKEN N
# Sets CORES_CPUS to all the threads of N cores that have them among CPUS and not among TAKEN, and CORES_NODES to the nodes of
# these; fails, and sets REPLY to what there is, when that is too little. SYS is where sysfs is mounted. The cores are those of one
# node where one has so many. The last ones are taken first: the first serve most interrupts, and the rest of the host.
cores_choose() {
  local node cpu thread nodes='' only='' cores wanted=$4 chosen=() used=()
  cores_find "$1" "$2" "$3"
  for node in "${!CORES_OF_NODE[@]}"; do
    nodes="$node $nodes"
    read -r -a cores <<<"${CORES_OF_NODE[node]}"
    ((${#cores[@]} < wanted)) || only=$node
  done
  for node in ${only:-$nodes}; do
    for cpu in ${CORES_OF_NODE[node]}; do
      ((wanted > 0)) || break 2
      for thread in ${CORE_THREADS[cpu]}; do chosen[thread]=yes; done
      used[node]=yes wanted=$((wanted - 1))
    done
  done
  cpus_list "${!used[@]}"
  CORES_NODES=$REPLY
  cpus_list "${!chosen[@]}"
  CORES_CPUS=$REPLY
  ((wanted > 0)) || return 0
  REPLY="too few whole cores: $4 wanted, and CPUs $2, which this run may use${3:+, without $3}, have $CORES_FREE$CORES_KIND"
  return 1
}

# Usage: cores_find SYS CPUS TAKEN
# Sets CORES_OF_NODE, CORE_THREADS, CORES_FREE and CORES_KIND. Where a host has fast and slow cores, the slow ones are left out: a time would
# depend on the choice.
cores_find() {
  local cpu node file thread speed fastest=0 free=() node_of=() slow=()
  cpus_expand "$2"
  for cpu in $REPLY; do free[cpu]=yes; done
  cpus_expand "$3"
  for cpu in $REPLY; do free[cpu]=''; done
  for file in "$1"/devices/system/node/node*/cpulist; do
    cpus_read "$file" ''
    node=${file%/cpulist}
    for cpu in $REPLY; do node_of[cpu]=${node##*/node}; done
  done
  # Intel's efficient cores.
  cpus_read "$1/devices/cpu_atom/cpus" ''
  for cpu in $REPLY; do slow[cpu]=yes; done
  CORES_OF_NODE=() CORE_THREADS=() CORES_FREE=0 CORES_KIND=''
  for cpu in "${!free[@]}"; do
    cpus_read "$1/devices/system/cpu/cpu$cpu/topology/thread_siblings_list" "$cpu"
    for thread in $REPLY; do
      # A core is looked at once, at its first thread, and is no whole one when not all may be used.
      [[ $thread -ge $cpu && -n ${free[thread]-} ]] || continue 2
    done
    speed=2
    [[ -z ${slow[cpu]-} ]] || speed=1
    # Where the processors say it themselves, as Arm's do: 1024 is the fastest.
    file=$1/devices/system/cpu/cpu$cpu/cpu_capacity
    [[ ! -r $file ]] || read -r speed <"$file"
    ((fastest == 0 || speed == fastest)) || CORES_KIND=' of the fastest'
    ((speed >= fastest)) || continue
    ((speed == fastest)) || CORES_OF_NODE=() CORES_FREE=0
    fastest=$speed node=${node_of[cpu]-0} CORES_FREE=$((CORES_FREE + 1))
    CORE_THREADS[cpu]=$REPLY
    CORES_OF_NODE[node]="$cpu ${CORES_OF_NODE[node]-}"
  done
}
