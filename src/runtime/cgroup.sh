# ---- cgroups: made, limited and removed below the cgroup that the script was started in ----

# By group: a line `FILE VALUE` for each limit of the recipe, in the terms of version 2, for engines that want to be told.
declare -A GROUP_LIMITS=()

# Usage: cgroup_put FILE VALUE
# Writes to an interface file; the status says whether the kernel took it.
cgroup_put() {
  { printf '%s\n' "$2" >"$1"; } 2>/dev/null
}

# Usage: cgroup_use HIERARCHY
# Makes the run's directory in a hierarchy, and in it those of the groups that there are already.
cgroup_use() {
  local h=$1 group controller controllers
  [[ -z ${H_USED[h]} ]] || return 0
  # An engine may have made it, on the way to its own.
  [[ -d ${H_RUN[h]} ]] || mkdir -- "${H_RUN[h]}" || die "cannot make the cgroup ${H_RUN[h]}"
  H_USED[h]=1
  if ((H_VERSION[h] == 2)); then
    read -r controllers <"${H_RUN[h]}/cgroup.controllers" || controllers=
    for controller in $controllers; do
      cgroup_put "${H_RUN[h]}/cgroup.subtree_control" "+$controller" || :
    done
  else
    # Kernels before 5.11 count the memory of children only when told to.
    [[ ! -e ${H_RUN[h]}/memory.use_hierarchy ]] || cgroup_put "${H_RUN[h]}/memory.use_hierarchy" 1 || :
    cgroup_inherit_cpuset "$h"
  fi
  for group in ${CGROUPS[@]+"${CGROUPS[@]}"}; do cgroup_make "$h" "$group"; done
}

# Usage: cgroup_inherit_cpuset HIERARCHY
# A version 1 cpuset begins empty and takes no process until it has processors and memory nodes.
cgroup_inherit_cpuset() {
  local directory=${H_RUN[$1]} file value
  [[ -e $directory/cpuset.cpus ]] || return 0
  for file in cpuset.cpus cpuset.mems; do
    read -r value <"${H_OWN[$1]}/$file" || value=
    cgroup_put "$directory/$file" "$value" || die "cgroup $directory: $file does not take $value"
  done
  cgroup_put "$directory/cgroup.clone_children" 1 || die "cgroup $directory: cannot pass its cpuset on"
}

# Usage: cgroup_make HIERARCHY GROUP
cgroup_make() {
  local directory=${H_RUN[$1]}/$2 controllers controller
  [[ -d $directory ]] || mkdir -- "$directory" || die "cannot make the cgroup $directory"
  ((H_VERSION[$1] == 2)) || return 0
  read -r controllers <"$directory/cgroup.controllers" || controllers=
  for controller in $controllers; do
    cgroup_put "$directory/cgroup.subtree_control" "+$controller" || :
  done
}

# Usage: cgroup_create NAME
cgroup_create() {
  local h
  for h in "${!H_RUN[@]}"; do
    [[ -z ${H_USED[h]} ]] || cgroup_make "$h" "$1"
  done
  CGROUPS+=("$1")
}

# Makes the group, called _, of what the recipe puts into none.
group_none() {
  [[ " ${CGROUPS[*]-} " == *' _ '* ]] || cgroup_create _
}

# Usage: leaf_make NAME
# Makes the cgroup _/NAME, for what the run itself starts.
leaf_make() {
  group_none
  cgroup_leaves _ "$1"
  ((${#LEAVES[@]} == 0)) || mkdir -p -- "${LEAVES[@]}" || die "cannot make the cgroups ${LEAVES[*]}"
}

# Usage: cgroup_controller FILE
# Sets HIERARCHY to the number of the one that has the controller of an interface file of version 2; to nothing if none has.
cgroup_controller() {
  local controller=${1%%.*}
  # So version 1 calls it.
  [[ $controller != io || -z ${HIERARCHY_OF[blkio]-} ]] || controller=blkio
  HIERARCHY=${HIERARCHY_OF[$controller]-}
}

# Usage: cgroup_write NAME FILE VALUE
# FILE is named as in cgroup version 2; where the controller is on version 1, its file there takes the same meaning.
cgroup_write() {
  local h
  cgroup_reserve "$2"
  h=$HIERARCHY
  GROUP_LIMITS[$1]="${GROUP_LIMITS[$1]-}$2 $3"$'\n'
  if ((H_VERSION[h] == 2)); then
    # A kernel without that file counts no swap, of which there is none then.
    [[ $2 != memory.swap.max || -e ${H_RUN[h]}/$1/$2 ]] || ! swap_is_off || return 0
    cgroup_write_file "$1" "${H_RUN[h]}/$1/$2" "$2" "$3"
  else
    cgroup_write_v1 "$1" "${H_RUN[h]}/$1" "$2" "$3"
  fi
}

# Usage: cgroup_reserve FILE
# Makes ready the hierarchy of a limit that comes later, before anything is in the cgroups.
cgroup_reserve() {
  cgroup_controller "$1"
  [[ -n $HIERARCHY ]] || lack "this host has no cgroup controller ${1%%.*}, which $1 belongs to"
  cgroup_use "$HIERARCHY"
}

# Usage: cgroup_limit PATH FILE VALUE
# As `cgroup_write`, for a cgroup in which something runs.
cgroup_limit() {
  local h directory
  cgroup_controller "$2"
  h=$HIERARCHY
  cgroup_below "${H_RUN[h]}/$1"
  if ((H_VERSION[h] == 2)); then
    cgroup_write_file "$1" "${H_RUN[h]}/$1/$2" "$2" "$3"
    return 0
  fi
  # The processors of a cgroup hold those of the ones below it, at every moment: they go from below upwards when they
  # become fewer, and downwards when they become more.
  if [[ $2 == cpuset.* ]]; then
    for directory in "${BELOW[@]}"; do cgroup_put "$directory/$2" "$3" || :; done
  fi
  cgroup_write_v1 "$1" "${H_RUN[h]}/$1" "$2" "$3"
  case $2 in
    cpuset.* | io.max) for directory in "${BELOW[@]}"; do cgroup_write_v1 "$1" "$directory" "$2" "$3"; done ;;
  esac
}

# Usage: cgroup_throttle GROUP PATH
# What io.max says holds in version 1 for the processes of a cgroup, and not for those below it: writes the group's to PATH too.
cgroup_throttle() {
  local file value
  [[ ${GROUP_LIMITS[$1]-} == *'io.max '* ]] || return 0
  cgroup_controller io.max
  ((H_VERSION[HIERARCHY] == 1)) || return 0
  while read -r file value; do
    [[ $file != io.max ]] || cgroup_write_v1 "$1" "${H_RUN[HIERARCHY]}/$2" "$file" "$value"
  done <<<"${GROUP_LIMITS[$1]}"
}

# Usage: cgroup_write_file NAME PATH FILE VALUE
cgroup_write_file() {
  [[ -e $2 ]] || lack "this host's kernel has no ${2##*/}, which $3 of cgroup $1 needs"
  cgroup_put "$2" "$4" || die "cgroup $1: $3 does not take $4"
}

# Usage: cgroup_write_v1 NAME DIRECTORY FILE VALUE
cgroup_write_v1() {
  local limit i
  case $3 in
    memory.swap.max)
      # Version 1 limits memory and swap together. A kernel without that file counts no swap at all.
      if [[ -e $2/memory.memsw.limit_in_bytes ]]; then
        read -r limit <"$2/memory.limit_in_bytes"
        [[ $4 == max ]] || limit=$((limit + $4))
        [[ $4 != max ]] || limit=-1
        cgroup_write_file "$1" "$2/memory.memsw.limit_in_bytes" "$3" "$limit"
      else
        swap_is_off || lack "this kernel cannot limit swap, which $3 of cgroup $1 needs"
      fi
      ;;
    memory.oom.group)
      [[ $4 == 0 ]] || lack "memory.oom.group of cgroup $1 needs cgroup version 2 for the memory controller"
      ;;
    *)
      cgroup_terms_v1 "$3" "$4"
      ((${#TERMS[@]})) || lack "$3 of cgroup $1 needs cgroup version 2 for the ${3%%.*} controller, which is on version 1 here"
      for ((i = 0; i < ${#TERMS[@]}; i += 2)); do
        cgroup_write_file "$1" "$2/${TERMS[i]}" "$3" "${TERMS[i + 1]}"
      done
      ;;
  esac
}

# Usage: cgroup_terms_v1 FILE VALUE
# Sets TERMS to the files of version 1 that mean the same, each with its value; to nothing where there is none, and for what depends
# on other files.
cgroup_terms_v1() {
  local value=$2 word
  TERMS=()
  case $1 in
    cpuset.cpus | cpuset.mems | pids.max) TERMS=("$1" "$value") ;;
    # The defaults stand for each other: a weight of 100, 1024 shares.
    cpu.weight) TERMS=(cpu.shares $((value * 1024 / 100))) ;;
    cpu.max)
      TERMS=(cpu.cfs_period_us "${value#* }")
      value=${value% *}
      TERMS+=(cpu.cfs_quota_us "${value/max/-1}")
      ;;
    memory.max) TERMS=(memory.limit_in_bytes "${value/max/-1}") ;;
    io.weight) TERMS=(blkio.weight "$value") ;;
    io.max)
      for word in ${value#* }; do
        case $word in
          rbps=*) TERMS+=(blkio.throttle.read_bps_device) ;;
          wbps=*) TERMS+=(blkio.throttle.write_bps_device) ;;
          riops=*) TERMS+=(blkio.throttle.read_iops_device) ;;
          wiops=*) TERMS+=(blkio.throttle.write_iops_device) ;;
          *) die "io.max does not take $word" ;;
        esac
        word=${word#*=}
        TERMS+=("${value%% *} ${word/max/0}")
      done
      ;;
  esac
}

# Whether this host has no swap space.
swap_is_off() {
  local line lines=0
  while read -r line; do lines=$((lines + 1)); done </proc/swaps
  ((lines <= 1))
}

# Usage: cgroup_leaves GROUP LEAF
# Sets LEAVES to the directories of one container in every hierarchy that is used.
cgroup_leaves() {
  local h
  LEAVES=()
  for h in "${!H_RUN[@]}"; do
    [[ -z ${H_USED[h]} ]] || LEAVES+=("${H_RUN[h]}/$1/$2")
  done
}

# Usage: cgroup_leaves_left GROUP LEAF
# Sets LEAVES to those directories and the ones that an engine has made in other hierarchies on the way to its own.
cgroup_leaves_left() {
  local h
  LEAVES=()
  for h in "${!H_RUN[@]}"; do
    [[ -z ${H_USED[h]} && ! -d ${H_RUN[h]}/$1/$2 ]] || LEAVES+=("${H_RUN[h]}/$1/$2")
  done
}

# Usage: cgroup_path PATH
# Sets REPLY to a cgroup of the run as engines are told it: from the top of the hierarchies, in which it is the same.
cgroup_path() {
  local h=${HIERARCHY_OF[memory]-${HIERARCHY_OF[unified]-0}}
  REPLY=${H_RUN[h]#"${H_TOP[h]}"}/$1
}

# Usage: cgroup_kill PATH
# Kills whatever runs in PATH, below the run's directories, and waits until nothing does.
cgroup_kill() {
  local h directory pid members try left
  for ((try = 0; try < 500; try++)); do
    left=
    for h in "${!H_RUN[@]}"; do
      [[ -d ${H_RUN[h]}/$1 ]] || continue
      cgroup_below "${H_RUN[h]}/$1"
      if ((try == 0)) && [[ -e ${H_RUN[h]}/$1/cgroup.kill ]]; then
        cgroup_put "${H_RUN[h]}/$1/cgroup.kill" 1 || :
      fi
      for directory in "${BELOW[@]}"; do
        # A frozen process of version 1 dies only when it is thawed.
        [[ ! -e $directory/freezer.state ]] || cgroup_put "$directory/freezer.state" THAWED || :
        # In one go: where the file is read line by line, and changes meanwhile, there may be half a number.
        members=()
        mapfile -t members <"$directory/cgroup.procs"
        for pid in ${members[@]+"${members[@]}"}; do
          left=1
          # The kernel shows a process of a PID namespace that is not below ours as 0, which would mean our own process group.
          ((pid == 0)) || kill -KILL "$pid" || :
        done
      done
    done
    [[ -n $left ]] || return 0
    pause 0.02
    # Bash tells, while it pauses, of children that were killed.
  done 2>/dev/null
  return 1
}

# Usage: cgroup_below DIRECTORY
# Sets BELOW to the directory and all those below it, deepest first.
cgroup_below() {
  local directory i
  BELOW=("$1")
  for ((i = 0; i < ${#BELOW[@]}; i++)); do
    for directory in "${BELOW[i]}"/*/; do BELOW+=("${directory%/}"); done
  done
  local reversed=()
  for ((i = ${#BELOW[@]} - 1; i >= 0; i--)); do reversed+=("${BELOW[i]}"); done
  BELOW=("${reversed[@]}")
}

# Usage: cgroup_remove_path PATH
# Kills what runs in PATH and removes it in every hierarchy. PATH is below the run's directories, or is them (.).
cgroup_remove_path() {
  local h try directories
  cgroup_kill "$1" || return 1
  # A killed process that nobody has waited for yet keeps its cgroup busy for a moment.
  for ((try = 0; try < 50; try++)); do
    directories=()
    for h in "${!H_RUN[@]}"; do
      [[ -d ${H_RUN[h]}/$1 ]] || continue
      cgroup_below "${H_RUN[h]}/$1"
      directories+=("${BELOW[@]}")
    done
    ((${#directories[@]})) || return 0
    rmdir -- "${directories[@]%/.}" 2>/dev/null || pause 0.02
  done
  return 1
}

# Usage: cgroup_remove NAME
cgroup_remove() {
  local group kept=()
  cgroup_remove_path "$1" || return 1
  unset "GROUP_LIMITS[$1]"
  for group in ${CGROUPS[@]+"${CGROUPS[@]}"}; do
    [[ $group == "$1" ]] || kept+=("$group")
  done
  CGROUPS=(${kept[@]+"${kept[@]}"})
}

# Usage: cpu_quota_of PERCENT
# Sets REPLY to the share of one processor as cpu.max wants it: so many microseconds of every 100 000.
cpu_quota_of() {
  local whole=${1%.*} fraction=000
  [[ $1 != *.* ]] || fraction=${1#*.}000
  REPLY="$((whole * 1000 + 10#${fraction:0:3})) 100000"
}
