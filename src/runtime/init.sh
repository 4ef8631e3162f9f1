# ---- containers whose command runs below an init of the engine's, and systems that boot ----

# Whether a container boots.
declare -A INIT_BOOTS=()

# Usage: init_await N PATH NAME PROGRAM
# Waits until the first process of the container is in the cgroup PATH, and, called NAME, has started the command, or, where a
# system boots, is no longer PROGRAM, the engine; sets I_PID to it. Fails when the engine ends before: either it could not, or the command was quick.
init_await() {
  local n=$1 pid name child
  I_PID[n]=
  # Whom to kill, where there is no cgroup, until then: the kernel ends the container with the engine.
  ((${#H_RUN[@]})) || I_PID[n]=${I_PROCESS[n]}
  while process_lives "${I_PROCESS[n]}"; do
    init_processes "$n" "$2"
    for pid in ${PIDS[@]+"${PIDS[@]}"}; do
      process_is_first "$pid" || continue
      I_PID[n]=$pid
      read -r name <"/proc/$pid/comm" || name=
      if [[ -n ${INIT_BOOTS[${I_CONTAINER[n]}]} ]]; then
        # LXC runs from a copy of itself in memory.
        [[ $name == "${4##*/}" || ! -e /proc/$pid/exe || /proc/$pid/exe -ef $4 ]] || return 0
      else
        # The line does not end.
        child=
        read -r child _ <"/proc/$pid/task/$pid/children" || :
        [[ $name != "$3" || -z $child ]] || return 0
      fi
    done 2>/dev/null
    pause 0.0005
  done
  return 1
}

# Usage: init_processes N PATH
# Sets PIDS to those of whom one is the first process of the container: who is in the cgroup PATH, and where the run has none, the
# children of the engine.
init_processes() {
  local file children
  cgroup_processes "$2"
  ((${#H_RUN[@]} == 0)) || return 0
  for file in "/proc/${I_PROCESS[$1]}/task"/*/children; do
    children=()
    read -r -a children <"$file" || :
    PIDS+=(${children[@]+"${children[@]}"})
  done 2>/dev/null || :
}

# Usage: process_is_first PID
# Whether it is process 1 of a pid namespace below ours.
process_is_first() {
  local key='' ids=''
  while read -r key ids; do
    [[ $key != NSpid: ]] || break
  done <"/proc/$1/status"
  [[ $key == NSpid: && $ids == *[[:space:]]1 ]]
}

# Usage: init_stop N SECONDS
# The first process is the engine's: its child is the command, which gets TERM. A system is asked to power off.
init_stop() {
  local child=''
  cgroup_freeze "${I_LEAF[$1]}" no || :
  if [[ -n ${INIT_BOOTS[${I_CONTAINER[$1]}]} ]]; then
    boot_halt "$1"
    layered_wait "$1" 90000000000
    return 0
  fi
  read -r child _ 2>/dev/null <"/proc/${I_PID[$1]}/task/${I_PID[$1]}/children" || :
  [[ -z $child ]] || kill -TERM "$child" 2>/dev/null || :
  layered_wait "$1" $(($2 * 1000000000))
}
