# ---- processes: started with nothing of ours but what they shall have ----

# Those who start something report through the named pipe RUN_DIR/report, as their descriptor 7: one line when it is
# ready. When they fail, the pipe ends without it: no time limit is needed, and no line is cut in two by one.
process_begin() {
  REPORT=''
  mkfifo -- "$RUN_DIR/report" || die "cannot make $RUN_DIR/report"
}

# Makes another pipe for what is started from here on. Whoever waits for a container that goes on has the one before for as long: that
# does not end when something else fails to start.
report_renew() {
  rm -f -- "$RUN_DIR/report" && mkfifo -- "$RUN_DIR/report"
}

# Once the run takes everything down: whoever was just about to report is ended, with all that it has started, wherever they are. It may
# not have joined its cgroup yet, or have left it for a moment. What it has said would be taken for what those say that are
# started from here on, so that they get another pipe.
report_forget() {
  [[ -n $REPORT ]] || return 0
  if [[ $! != "$REPORT_BEFORE" ]] && process_parent "$!" && [[ $REPLY == "$MAIN_PID" ]]; then
    process_kill "$!"
    process_wait "$!" ''
  fi
  report_renew
}

# Opens both ends, for a child that is about to be started: it gets the descriptor REPORTER, and has nothing to wait for when
# this script is gone. While both are open neither end waits for the other.
report_open() {
  local both
  REPORT_BEFORE=$!
  exec {both}<>"$RUN_DIR/report"
  exec {REPORT}<"$RUN_DIR/report"
  exec {REPORTER}>"$RUN_DIR/report"
  exec {both}>&-
}

# Begins to listen to the child that was just started.
report_listen() {
  exec {REPORTER}>&-
}

# Reads the next line into REPLY; fails when there is none, since the child that should have reported has ended. REPLY says how then.
report_read() {
  local status=0
  ! read -r -u "$REPORT" REPLY || return 0
  # Bash tells of children that are killed, but for those that are waited for where nobody hears it.
  wait "$!" 2>/dev/null || status=$?
  REPLY="it ended with status $status"
  ((status <= 128)) || REPLY="it was killed by SIG$(kill -l "$status")"
  return 1
}

# Usage: report_demand MESSAGE
# As `report_read`; without a line it ends the run with the message and what the child has printed to STDERR, or else how it ended.
report_demand() {
  ! report_read || return 0
  [[ ! -s $STDERR ]] || REPLY=$(<"$STDERR")
  die "$1: $REPLY"
}

# Stops listening.
report_close() {
  exec {REPORT}<&-
  REPORT=''
}

# Undoes, in a subshell, what bash and this script changed of signals: a background child of bash ignores two of them,
# which bash 4.2 does not let anybody change.
signals_default() {
  trap - INT QUIT TERM HUP PIPE
}

# Closes, in a subshell, every descriptor but the standard ones and 7 to 9, which are for those that it starts.
descriptors_close() {
  local path fd
  for path in "/proc/$BASHPID/fd"/*; do
    fd=${path##*/}
    case $fd in 0 | 1 | 2 | 7 | 8 | 9 | 255) ;; *) exec {fd}>&- ;; esac
  done
}

# Usage: group_files PATH
# Sets JOIN to the files that a process writes 0 to when it joins a cgroup of the run: one in every hierarchy that was used when
# that was made.
group_files() {
  local h
  JOIN=()
  for h in "${!H_RUN[@]}"; do
    [[ -z ${H_USED[h]} || ! -d ${H_RUN[h]}/$1 ]] || JOIN+=("${H_RUN[h]}/$1/${JOIN_FILE[H_VERSION[h]]}")
  done
}

# Usage: group_join PATH
# Moves this subshell into a cgroup of the run.
group_join() {
  local file
  group_files "$1"
  for file in ${JOIN[@]+"${JOIN[@]}"}; do cgroup_put "$file" 0 || die "cannot join the cgroup ${file%/*}"; done
}

# Usage: process_state PID
# Sets REPLY to what the kernel says of a process, from the letter for its state on. Fails when there is none.
process_state() {
  local stat=()
  { mapfile -t stat <"/proc/$1/stat"; } 2>/dev/null || :
  ((${#stat[@]})) || return 1
  # The name, in brackets, may hold anything, also the end of a line.
  REPLY=${stat[${#stat[@]} - 1]##*) }
}

# Usage: process_started PID
# Sets REPLY to the time, in clock ticks since the boot, at which the process started; to nothing when there is none, or only
# one that the kernel is about to take away, or that is dead and that nobody has waited for yet.
process_started() {
  local fields=()
  ! process_state "$1" || read -r -a fields <<<"$REPLY"
  # The time is the 20th field after the name; in the flags, the 7th, 4 is PF_EXITING.
  case ${fields[0]-Z}.$((${fields[6]-0} & 4)) in Z.* | X.* | *.4) REPLY='' ;; *) REPLY=${fields[19]} ;; esac
}

# Usage: process_parent PID
# Sets REPLY to the process that PID was started by, or that has adopted it since. Fails when there is no process PID.
process_parent() {
  process_state "$1" || return 1
  read -r _ REPLY _ <<<"$REPLY"
}

# Usage: process_lives PID
# Whether the process has not ended. Not by `kill -0`, which takes one that nobody has waited for as living: bash, when it is
# interrupted at a bad moment, does not notice that a child has ended until the next one does.
process_lives() {
  local REPLY
  process_state "$1" && [[ $REPLY != [ZX]* ]]
}

# Usage: process_wait PID NANOSECONDS [KILL ARGUMENT…]
# Waits for a child and sets STATUS to its exit status and WAITED_NS to when it had ended. One that takes longer than NANOSECONDS
# (empty: no limit) is killed by the function KILL, or with all below it, and this fails. Who names a KILL writes it as the first word of
# a list, where it is seen to be called when a script is put together.
process_wait() {
  local kill=("${@:3}")
  if [[ -n $2 ]]; then
    process_started "$1"
    ((${#kill[@]})) || kill=(process_end "$1" "$REPLY")
    timer_begin "$2" "${kill[@]}"
  fi
  STATUS=255
  # Bash waits for ever for a child that it has lost sight of when a signal, which ended the run, came at a bad moment.
  if [[ -z $FINISHING ]] || process_state "$1"; then
    STATUS=0
    wait "$1" 2>/dev/null || STATUS=$?
  fi
  clock_now
  WAITED_NS=$REPLY
  timer_end
}

# Usage: process_within PID NANOSECONDS
# As `process_wait`, by which 124 is the status of a child that takes longer.
process_within() {
  process_wait "$1" "$2" || STATUS=124
}

# Usage: process_end PID STARTED
# Kills a process and all below it, if it is the one that started then.
# shellcheck disable=SC2317 # It is called by its name in an array.
process_end() {
  process_started "$1"
  [[ -z $REPLY || $REPLY != "$2" ]] || process_kill "$1"
}

# Usage: process_kill PID [SIGNAL]
# Kills a process, by another signal if it is to be, and all below it. Each is stopped first: it starts no more.
# shellcheck disable=SC2317 # By that one, or others that a script may lack.
process_kill() {
  local file pid children
  kill -STOP "$1" 2>/dev/null || return 0
  for file in "/proc/$1/task"/*/children; do
    children=()
    { read -r -a children <"$file"; } 2>/dev/null || :
    for pid in ${children[@]+"${children[@]}"}; do process_kill "$pid"; done
  done
  { kill -s "${2:-KILL}" "$1" && kill -CONT "$1"; } 2>/dev/null || :
}

# Usage: outputs_next
# Sets STDOUT and STDERR to files of the run directory for what the next command prints, and STDOUT_FD and STDERR_FD to
# descriptors that add to them, wherever they may be cut meanwhile, until `output_end`. Where the disk is full, what is wanted at the
# end is done all the same, and its outputs are lost.
outputs_next() {
  OUTPUTS=$((OUTPUTS + 1))
  printf -v STDOUT '%s/outputs/%04d.stdout' "$OUT" "$OUTPUTS"
  STDERR=${STDOUT%stdout}stderr
  if [[ -n $FINISHING ]] && ! { : >>"$STDOUT" && : >>"$STDERR"; } 2>/dev/null; then STDOUT=/dev/null STDERR=/dev/null; fi
  exec {STDOUT_FD}>>"$STDOUT" || die "cannot write to $STDOUT"
  exec {STDERR_FD}>>"$STDERR" || die "cannot write to $STDERR"
}
