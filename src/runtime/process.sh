# ---- processes: started with nothing of ours but what they shall have ----

# READY is a pipe of which this script has both ends: those who start something report through it.
process_begin() {
  exec {READY}<> <(:)
}

# Usage: ready_wait PID WORDS
# Waits for the report that begins with WORDS and sets REPLY to the rest of it; fails when PID ends before.
ready_wait() {
  local line alive=1
  while :; do
    while read -r -t 0.1 -u "$READY" line; do
      case $line in
        "$2" | "$2 "*)
          REPLY=${line#"$2"}
          REPLY=${REPLY# }
          return 0
          ;;
      esac
    done
    [[ -n $alive ]] || return 1
    # It may have reported and ended between the two looks: one more.
    kill -0 "$1" 2>/dev/null || alive=
  done
}

# Closes, in a subshell, every descriptor but the standard ones, 7 and 8.
descriptors_close() {
  local path fd
  for path in "/proc/$BASHPID/fd"/*; do
    fd=${path##*/}
    case $fd in 0 | 1 | 2 | 7 | 8 | 255) ;; *) exec {fd}>&- ;; esac
  done
}

# Usage: group_join PATH
# Moves this subshell into a cgroup of the run.
group_join() {
  local h
  for h in "${!H_RUN[@]}"; do
    [[ -z ${H_USED[h]} ]] || cgroup_put "${H_RUN[h]}/$1/cgroup.procs" 0 || die "cannot join the cgroup ${H_RUN[h]}/$1"
  done
}

# Usage: process_wait PID NANOSECONDS
# Waits for a child and sets STATUS to its exit status, or fails when NANOSECONDS (empty: no limit) have passed before.
process_wait() {
  local deadline
  if [[ -n $2 ]]; then
    clock_now
    deadline=$((REPLY + $2))
    while kill -0 "$1" 2>/dev/null; do
      pause 0.005
      clock_now
      ((REPLY < deadline)) || return 1
    done
  fi
  STATUS=0
  wait "$1" 2>/dev/null || STATUS=$?
}

# Usage: outputs_next
# Sets STDOUT and STDERR to files of the run directory for what the next command prints.
outputs_next() {
  OUTPUTS=$((OUTPUTS + 1))
  printf -v STDOUT '%s/outputs/%04d.stdout' "$OUT" "$OUTPUTS"
  STDERR=${STDOUT%stdout}stderr
}
