# ---- the watcher: a process beside the script that stops what takes too long, and keeps outputs from filling the disk ----

# RUN_TIMEOUT_NS and MAX_OUTPUT_BYTES are what the caller allows; an empty limit is none.
RUN_TIMEOUT_NS='' MAX_OUTPUT_BYTES=67108864 WATCHER=''
# Processes like it that watch single actions.
ALARM_PIDS=()

# Starts it. It looks once a second, and for that starts no process.
watch_begin() {
  local caller='' started='' own
  # Without ctrc, which listens to the events, there is nobody to run for; a script that only waits would not notice.
  if [[ -n $EVENTS_FD ]]; then
    process_started "$PPID"
    caller=$PPID started=$REPLY
  fi
  process_started "$MAIN_PID"
  own=$REPLY
  trap 'die "it took longer than the --timeout of $((RUN_TIMEOUT_NS / 1000000)) ms"' USR1
  (
    trap - INT TERM HUP USR1
    # Those who listen to the script must not wait for this process.
    [[ -z $EVENTS_FD ]] || exec {EVENTS_FD}>&-
    watch "$own" "$caller" "$started"
  ) >/dev/null 2>&1 &
  WATCHER=$!
}

# Ends it, and those of single actions.
watch_end() {
  local pid
  # Bash tells of children that are killed.
  for pid in $WATCHER ${TIMER-} ${ALARM_PIDS[@]+"${ALARM_PIDS[@]}"}; do { kill -KILL "$pid" && wait "$pid"; } 2>/dev/null; done
  WATCHER='' TIMER='' ALARM_PIDS=()
}

# Usage: watch STARTED CALLER STARTED
# Until the script, or another process with its number, is no more.
watch() {
  local told='' seconds=0 child children
  set +e
  while pause 1 && process_started "$MAIN_PID" && [[ $REPLY == "$1" ]]; do
    if [[ -n $2 ]] && process_started "$2" && [[ $REPLY != "$3" ]]; then kill -TERM "$MAIN_PID"; fi
    read -r -a children <"/proc/$MAIN_PID/task/$MAIN_PID/children"
    [[ -z $MAX_OUTPUT_BYTES ]] || watch_outputs ${children[@]+"${children[@]}"}
    [[ -n $RUN_TIMEOUT_NS ]] || continue
    clock_now
    ((REPLY - RUN_STARTED_NS >= RUN_TIMEOUT_NS)) || continue
    if [[ -z $told ]]; then kill -s USR1 "$MAIN_PID"; fi
    told=yes seconds=$((seconds + 1))
    # Bash waits for the command that it has called before it takes a signal; one that hangs is killed.
    ((seconds == 10)) || continue
    for child in ${children[@]+"${children[@]}"}; do [[ $child == "$BASHPID" ]] || process_kill "$child"; done
  done
}

# Usage: watch_outputs PID…
# Cuts what these, those below them, and what commands on the host have left running, have written to the run directory. They go on
# writing, at the end of the file: the program that is measured notices nothing, as it would of a pipe, whose reader takes
# time, or of a limit, which kills it. So many processes that to look at all would take long are not looked at.
watch_outputs() {
  local below=("$@") children path file i mount
  local -A seen=()
  fd_look "$BASHPID" "$EVENTS_FILE" -1 || :
  mount=$MOUNT
  while read -r _ path; do
    for file in "$path"/_/host*/cgroup.procs; do
      mapfile -t children <"$file"
      below+=(${children[@]+"${children[@]}"})
    done
    ((${#below[@]} == $#)) || break
  done <"$RUN_DIR/cgroups"
  for ((i = 0; i < ${#below[@]} && i < 300; i++)); do
    [[ -z ${seen[${below[i]}]-} && ${below[i]} != "$BASHPID" ]] || continue
    seen[${below[i]}]=1
    for path in 1 2; do
      # Files of a container are elsewhere.
      if fd_look "${below[i]}" "$path" "$MAX_OUTPUT_BYTES" && [[ $MOUNT == "$mount" ]]; then output_cut "/proc/${below[i]}/fd/$path"; fi
    done
    for path in "/proc/${below[i]}/task"/*/children; do
      children=()
      read -r -a children <"$path"
      below+=(${children[@]+"${children[@]}"})
    done
  done
}

# Usage: fd_look PID DESCRIPTOR BYTES
# Whether a process reads or writes beyond so many bytes of a file. Sets MOUNT to a number for the file system that the file is in then;
# kernels before 3.15 do not tell.
fd_look() {
  local key value
  MOUNT=
  {
    read -r key value
    [[ $key == pos: ]] && ((value > $3)) || return 1
    while read -r key value; do
      [[ $key != mnt_id: ]] || MOUNT=$value
    done
  } <"/proc/$1/fdinfo/$2"
}

# Usage: output_cut FILE
# FILE may be a link to one; nothing but outputs of this run is cut. What was cut is told when the run ends.
output_cut() {
  local path
  path=$(readlink -f -- "$1") || return 0
  [[ $path == "$OUT"/outputs/* ]] && (($(stat -c %s -- "$path") > MAX_OUTPUT_BYTES)) || return 0
  truncate -s "$MAX_OUTPUT_BYTES" -- "$path" || {
    [[ -n $FINISHING ]] || die "cannot cut $path"
    return 0
  }
  printf '%s\n' "${path#"$OUT/"}" >>"$RUN_DIR/cut"
}

# Usage: output_end
# Closes the files that `outputs_next` opened, and cuts them where the watcher has not seen them yet.
output_end() {
  local fd path=$STDOUT position
  for fd in "$STDOUT_FD" "$STDERR_FD"; do
    if [[ -n $MAX_OUTPUT_BYTES && -s $path ]]; then
      read -r _ position <"/proc/$BASHPID/fdinfo/$fd" || position=0
      ((position <= MAX_OUTPUT_BYTES)) || output_cut "$path"
    fi
    path=$STDERR
  done
  exec {STDOUT_FD}>&- {STDERR_FD}>&-
}

# Cuts outputs that were written to when nobody looked, as nobody writes to them any more, and tells which are not whole.
outputs_told() {
  local path
  local -A seen=()
  [[ -z $MAX_OUTPUT_BYTES ]] || while IFS= read -r -d '' path; do
    output_cut "$path"
  done < <(find "$OUT/outputs" -type f -size "+${MAX_OUTPUT_BYTES}c" -print0 2>/dev/null)
  [[ -e $RUN_DIR/cut ]] || return 0
  while read -r path; do
    [[ -z ${seen[$path]-} ]] || continue
    seen[$path]=1
    warning "$path was cut after $MAX_OUTPUT_BYTES bytes; --max-output allows more"
  done <"$RUN_DIR/cut"
}
