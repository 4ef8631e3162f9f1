# ---- commands on the host, outside any container ----

# HOST_HIERARCHIES: which hierarchies have the cgroup of host commands.
HOST_PROCESS='' HOST_HIERARCHIES=none
# A small bash that joins cgroups, tells the time and becomes a command: FILE… -- ARGV…. It has no variable: its environment is the
# command's. Where that is kept, in a table, is looked up before the time is told. The descriptor 9 is the command's standard error.
# What cannot be started is told of by the name of the statement.
# shellcheck disable=SC2016,SC2034 # It is for that bash; not every script has what calls that.
STARTER='
while [[ $1 != -- ]]; do
  echo 0 >"$1" || exit 126
  shift
done
shift
hash -- "$1"
echo "${EPOCHREALTIME/[.,]/}000" >&7
exec -- "$@" 2>&9 7>&- 9>&-
'

# Usage: host_run [--stdin TEXT] [--timeout NS] -- ARGV…
host_run() {
  action_options "$@"
  outputs_next
  host_spawn
  action_done host "$STATUS" "$STDOUT" "$STDERR"
}

# Usage: host_shell [--stdin TEXT] [--timeout NS] [--variable NAME VALUE]… -- TEXT
host_shell() {
  action_options "$@"
  ARGV=(bash -c "${ARGV[0]}" bash)
  ((${#VARIABLES[@]} == 0)) || ARGV=(env -- "${VARIABLES[@]}" "${ARGV[@]}")
  outputs_next
  host_spawn
  action_done host "$STATUS" "$STDOUT" "$STDERR"
}

# Runs ARGV with STDIN, STDOUT and STDERR and the caller's environment; sets STATUS. What it leaves running is killed when
# the run ends: it is in a cgroup of the run. The time begins when a process is about to become the command, which it reports: bash's
# fork and the cgroups are no part of it. That process is a small bash: this one, which is large, takes half a millisecond longer to
# become something else.
host_spawn() {
  local begun leaf=host
  # What has a time limit is in a cgroup of its own, which is killed as a whole.
  [[ -z $TIMEOUT_NS ]] || leaf=host.$OUTPUTS
  if [[ $leaf != host ]]; then
    leaf_make "$leaf"
  elif [[ $HOST_HIERARCHIES != "${H_USED[*]-}" ]]; then
    leaf_make host
    HOST_HIERARCHIES=${H_USED[*]-}
  fi
  group_files "_/$leaf"
  counters_before "_/$leaf"
  report_open
  (
    umask 022
    signals_default
    descriptors_close
    exec 9>&2 2>/dev/null
    caller_exec "$BASH" -pc "$STARTER" "$AT" ${JOIN[@]+"${JOIN[@]}"} -- "${ARGV[@]}"
  ) <"$STDIN" 1>&"$STDOUT_FD" 2>&"$STDERR_FD" 7>&"$REPORTER" &
  HOST_PROCESS=$!
  report_listen
  report_read || die "cannot start ${ARGV[0]}"
  # Before bash 5.0 it cannot tell.
  [[ $CLOCK == EPOCHREALTIME ]] || clock_now
  begun=$REPLY
  report_close
  if ! process_wait "$HOST_PROCESS" "$TIMEOUT_NS"; then
    STATUS=124
    # What is not below it any more.
    cgroup_kill "_/$leaf" || die "cannot kill what the command has started"
  fi
  HOST_PROCESS=
  ACTION_NS=$((WAITED_NS - begun)) ACTION_LAST=
  output_end
  values_begin
  counters_after "_/$leaf"
  [[ $leaf == host ]] || {
    cgroup_leaves _ "$leaf"
    rmdir_later ${LEAVES[@]+"${LEAVES[@]}"}
  }
}

# Usage: host_sleep NANOSECONDS
host_sleep() {
  local begun
  clock_now
  begun=$REPLY
  seconds_of "$1"
  pause "$REPLY"
  host_done sleep "$begun"
}

# Writes everything that the kernel still holds back to the disks.
host_sync() {
  local begun
  clock_now
  begun=$REPLY
  sync
  host_done sync "$begun"
}

# Empties the caches of files and directories.
host_drop_caches() {
  local begun
  clock_now
  begun=$REPLY
  sync
  cgroup_put /proc/sys/vm/drop_caches 3 || lack 'cannot drop the caches: /proc/sys/vm/drop_caches takes nothing'
  host_done drop-caches "$begun"
}

# Usage: host_done KEYWORD BEGUN
host_done() {
  clock_now
  ACTION_NS=$((REPLY - $2)) ACTION_LAST=
  values_begin
  action_done "$1" '' '' ''
}

# Usage: wait_ready INSTANCE LINE NANOSECONDS
# Waits until the instance has printed a line that contains LINE.
wait_ready() {
  local begun text
  instance_find "$1"
  clock_now
  begun=$REPLY
  while text=$(<"${I_STDOUT[N]}") && [[ $'\n'$text$'\n' != *"$2"* ]]; do
    wait_more "$1" "$begun" "$3" "it did not print $2"
  done
  host_done wait "$begun"
}

# Usage: wait_port INSTANCE PORT NANOSECONDS
# Waits until a process listens on the TCP port in the instance's network.
wait_port() {
  local begun hexadecimal
  instance_find "$1"
  clock_now
  begun=$REPLY
  printf -v hexadecimal ':%04X' "$2"
  until port_is_open "$hexadecimal"; do
    wait_more "$1" "$begun" "$3" "nothing listens on its port $2"
  done
  host_done wait "$begun"
}

# Usage: port_is_open :HEXADECIMAL
port_is_open() {
  local file address state
  for file in tcp tcp6; do
    [[ -r /proc/${I_PID[N]}/net/$file ]] || continue
    while read -r _ address _ state _; do
      # 0A is TCP_LISTEN.
      [[ $address != *"$1" || $state != 0A ]] || return 0
    done <"/proc/${I_PID[N]}/net/$file"
  done
  return 1
}

# Usage: wait_more INSTANCE BEGUN NANOSECONDS WHAT
wait_more() {
  instance_look "$N"
  [[ ${I_STATE[N]} == running ]] || die "the container $1 has ended with status ${I_STATUS[N]}: $4"
  clock_now
  ((REPLY - $2 < $3)) || die "waited ${3%000000000} s for the container $1: $4"
  pause 0.01
}
