# ---- time limits of actions: beside an action that has one runs a process that ends what takes longer ----

# The process that kills the command that is waited for when its time is over.
TIMER=''
# Of the limits that hold, the outer ones first, whose processes are in ALARM_PIDS: when they are over, for people and by the clock.
ALARM_TEXTS=() ALARM_ENDS_NS=()
# What an engine has for its own part of an action, beside the command's time: 1 min.
ENGINE_PATIENCE_NS=60000000000

# Usage: alarm_set NANOSECONDS [WHAT]
# Until `alarm_clear` there is so much time; then all that was started since is killed, and the run is ended.
alarm_set() {
  local pid=$BASHPID started end children=()
  process_started "$pid"
  started=$REPLY
  read -r -a children <"/proc/$pid/task/$pid/children" || :
  clock_now
  end=$((REPLY + $1))
  trap alarm_ring USR2
  (
    trap - INT TERM HUP USR1 USR2
    # Those who listen to the script must not wait for this process.
    [[ -z $EVENTS_FD ]] || exec {EVENTS_FD}>&-
    alarm_wait "$end" "$pid" "$started" ${children[@]+"${children[@]}"}
  ) >/dev/null 2>&1 &
  ALARM_PIDS+=("$!") ALARM_ENDS_NS+=("$end")
  seconds_of "$1"
  ALARM_TEXTS+=("${2:-it} took longer than its timeout of $REPLY s")
}

# Usage: alarm_set_engine NANOSECONDS
# For an action whose command ends itself after so long: an engine's client, or its daemon, may hang.
alarm_set_engine() {
  alarm_set $(($1 + ENGINE_PATIENCE_NS)) 'the engine'
}

# Ends the limit that was set last, which may be over before anybody was told.
alarm_clear() {
  local last=$((${#ALARM_PIDS[@]} - 1))
  alarm_ring
  # Bash tells of children that are killed.
  { kill -KILL "${ALARM_PIDS[last]}" && wait "${ALARM_PIDS[last]}"; } 2>/dev/null || :
  unset "ALARM_PIDS[$last]" "ALARM_ENDS_NS[$last]" "ALARM_TEXTS[$last]"
}

# Ends the run for the outermost limit that is over.
alarm_ring() {
  local i REPLY
  clock_now
  for i in "${!ALARM_ENDS_NS[@]}"; do
    ((REPLY < ALARM_ENDS_NS[i])) || die "${ALARM_TEXTS[i]}"
  done
}

# Usage: alarm_is_due END PID STARTED
# Waits until the clock is at END; fails when the process PID is gone before, or then: who is killed leaves nobody behind.
alarm_is_due() {
  while process_started "$2" && [[ $REPLY == "$3" ]]; do
    clock_now
    ((REPLY < $1)) || return 0
    seconds_of $(($1 - REPLY < 1000000000 ? $1 - REPLY : 1000000000))
    pause "$REPLY"
  done
  return 1
}

# Usage: alarm_wait END PID STARTED CHILD…
# Tells the process PID when the clock is at END, and kills its children, but for those named, until it is gone: bash waits
# for the command that it has called before it looks at a signal.
alarm_wait() {
  local signal=PIPE child children
  set +e
  while alarm_is_due "$@"; do
    [[ $signal == KILL ]] || kill -s USR2 "$2"
    read -r -a children <"/proc/$2/task/$2/children"
    for child in ${children[@]+"${children[@]}"}; do
      [[ " ${*:4} $BASHPID " == *" $child "* ]] || process_kill "$child" "$signal"
    done
    # It is the only one, besides INT, of which bash does not tell that a child was killed by it.
    signal=KILL
    pause 0.02
  done
}

# Usage: timer_begin NANOSECONDS KILL ARGUMENT…
# When they are over the function KILL is called, until `timer_end`, again and again: what starts others meanwhile may need it. A command
# whose end is looked for again and again would be measured no better than it is looked at, and a `wait` that a signal
# interrupts may never end.
timer_begin() {
  local end pid=$BASHPID started
  process_started "$pid"
  started=$REPLY
  clock_now
  end=$((REPLY + $1))
  (
    trap - INT TERM HUP USR1 USR2
    [[ -z $EVENTS_FD ]] || exec {EVENTS_FD}>&-
    set +e
    while alarm_is_due "$end" "$pid" "$started"; do
      : >"$RUN_DIR/late"
      "${@:2}"
      pause 0.02
    done
  ) >/dev/null 2>&1 &
  TIMER=$!
}

# Ends the timer, if there is one; fails when the time was over.
timer_end() {
  [[ -n $TIMER ]] || return 0
  # Bash tells of children that are killed.
  { kill -KILL "$TIMER" && wait "$TIMER"; } 2>/dev/null || :
  TIMER=
  [[ -e $RUN_DIR/late ]] || return 0
  rm -f -- "$RUN_DIR/late"
  return 1
}
