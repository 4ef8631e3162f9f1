# ---- expectations ----

# How long an expectation about a container that still runs is given to come true.
EXPECT_PATIENCE_NS=5000000000

# Usage: expect_subject [--of INSTANCE] WORD…
# Sets N to the instance that the expectation is about (nothing: the action before had none) and EXPECT to the words
# that are left; PATIENCE_NS says until when it may still come true.
expect_subject() {
  N=$ACTION_LAST HELD=true PATIENCE_NS=0
  if [[ $1 == --of ]]; then
    instance_find "$2"
    instance_look "$N"
    if [[ ${I_STATE[N]} != stopped ]]; then
      clock_now
      PATIENCE_NS=$((REPLY + EXPECT_PATIENCE_NS))
    fi
    shift 2
  fi
  EXPECT=("$@")
}

# To be called while the expectation does not hold: waits a moment, or fails and sets HELD to false when it has had its time.
expect_wait() {
  clock_now
  if ((REPLY >= PATIENCE_NS)); then
    HELD=false
    return 1
  fi
  pause 0.02
  instance_look "$N"
}

# Usage: expect_tell EXPECTED
# Tells whether the expectation, in words, held, and what was SEEN. A failed one fails the check or measure.
expect_tell() {
  local fields
  # What is done again for what it leaves was judged the first time.
  [[ $IS_REPLAY == no ]] || return 0
  json_string "$STATEMENT"
  fields="\"line\":${AT##*:},\"written\":$REPLY,\"held\":$HELD"
  json_string "$1"
  fields+=",\"expected\":$REPLY"
  json_string "${SEEN:0:500}"
  fields+=",\"seen\":$REPLY"
  event expectation "\"cell\":$CELL,\"block\":\"$BLOCK\",$fields"
  RESULT_EXPECTATIONS+="${RESULT_EXPECTATIONS:+,}{$fields}"
  [[ $HELD == false ]] || return 0
  BLOCK_OUTCOME=failed
  report_line "    $AT: $STATEMENT"
  report_line "      expected: $1"
  report_line "      seen:     ${SEEN:0:500}"
  return 1
}

# Usage: expect_exit [--of INSTANCE] is|not STATUS
expect_exit() {
  expect_subject "$@"
  until exit_holds; do expect_wait || break; done
  if [[ ${EXPECT[0]} == is ]]; then expect_tell "exit ${EXPECT[1]}"; else expect_tell "exit not ${EXPECT[1]}"; fi
}

# Whether the exit status is, or is not, that of EXPECT.
exit_holds() {
  local status=$ACTION_STATUS
  [[ -z $N ]] || status=${I_STATUS[N]-}
  SEEN="exit $status"
  if [[ -z $status ]]; then
    SEEN='it still runs'
    return 1
  fi
  [[ $status != 124 || -z ${TIMEOUT_NS-} ]] || SEEN='exit 124, killed when its time was over'
  if [[ ${EXPECT[0]} == is ]]; then [[ $status == "${EXPECT[1]}" ]]; else [[ $status != "${EXPECT[1]}" ]]; fi
}

# Usage: expect_output [--of INSTANCE] stdout|stderr is|contains|matches VALUE
expect_output() {
  expect_subject "$@"
  until output_holds; do expect_wait || break; done
  expect_tell "${EXPECT[0]} ${EXPECT[1]} ${EXPECT[2]}"
}

# Whether what was printed is, contains or matches the value of EXPECT.
output_holds() {
  local file
  if [[ ${EXPECT[0]} == stdout ]]; then file=$ACTION_STDOUT; else file=$ACTION_STDERR; fi
  if [[ -n $N ]]; then
    if [[ ${EXPECT[0]} == stdout ]]; then file=${I_STDOUT[N]}; else file=${I_STDERR[N]}; fi
  fi
  text_holds "$file" "${EXPECT[1]}" "${EXPECT[2]}"
}

# Usage: text_holds FILE is|contains|matches VALUE
# Newlines at the end do not count.
text_holds() {
  local text value=$3
  text=$(tr -d '\0' <"$1") || return 1
  SEEN=$text
  [[ -n $text ]] || SEEN='nothing'
  while [[ $value == *$'\n' ]]; do value=${value%$'\n'}; done
  case $2 in
    is) [[ $text == "$value" ]] ;;
    contains) [[ $text == *"$value"* ]] ;;
    matches) pattern_holds "$text" "$value" ;;
  esac
}

# Usage: pattern_holds TEXT PATTERN
# A pattern of which a parameter is a part is only known here.
pattern_holds() {
  local status=0
  text_matches "$1" "$2" || status=$?
  ((status < 2)) || die "this is no extended regular expression: $2"
  return "$status"
}

# Usage: text_matches TEXT PATTERN
# Status 2 of what is no pattern.
text_matches() {
  [[ $1 =~ $2 ]]
}

# Usage: expect_oom [--of INSTANCE] yes|no
expect_oom() {
  expect_subject "$@"
  until oom_holds; do expect_wait || break; done
  if [[ ${EXPECT[0]} == yes ]]; then
    expect_tell 'killed because its memory was full'
  else
    expect_tell 'not killed because its memory was full'
  fi
}

# Whether the kernel counted an out-of-memory kill in the instance's own cgroup.
oom_holds() {
  [[ -n $N ]] || die 'there is no container that this expectation could be about'
  if [[ ${I_STATE[N]} == stopped ]]; then
    REPLY=${I_OOM_KILLS[N]} SOURCE=${I_OOM_SOURCE[N]}
  else
    cgroup_oom_kills "${I_INNER[N]:-${I_LEAF[N]}}"
  fi
  [[ -n $REPLY ]] || lack "cannot tell an out-of-memory kill: $SOURCE"
  SEEN="$REPLY out-of-memory kills, exit ${I_STATUS[N]:-(it still runs)}"
  if [[ ${EXPECT[0]} == yes ]]; then ((REPLY > 0)); else ((REPLY == 0)); fi
}

# Usage: expect_file [--of INSTANCE] PATH is|contains|matches VALUE
expect_file() {
  expect_subject "$@"
  until file_holds; do expect_wait || break; done
  expect_tell "file ${EXPECT[0]} ${EXPECT[1]} ${EXPECT[2]}"
}

# Whether the file's text is, contains or matches the value of EXPECT.
file_holds() {
  SEEN='no such file'
  if [[ -z $N ]]; then
    REPLY=${EXPECT[0]}
  elif [[ ${I_STATE[N]} == stopped ]]; then
    [[ -n ${INSTANCE[${I_NAME[N]}]-} ]] || die "the files of ${I_NAME[N]} are gone: keep it with 'keep as'"
    engine_file "${CONTAINER_ENGINE[${I_CONTAINER[N]}]}" "$N" "${EXPECT[0]}"
  else
    engine_enter "${CONTAINER_ENGINE[${I_CONTAINER[N]}]}" "$N"
    path_within "/proc/${I_PID[N]}/root" "${EXPECT[0]}"
  fi
  [[ -f $REPLY ]] || return 1
  text_holds "$REPLY" "${EXPECT[1]}" "${EXPECT[2]}"
}

# Usage: expect_cpus [--of INSTANCE] CPUS
expect_cpus() {
  expect_subject "$@"
  until cpus_hold; do expect_wait || break; done
  expect_tell "may run on CPU ${EXPECT[0]}"
}

# Whether every process of the instance may run on just these processors.
cpus_hold() {
  local pid key value wanted
  instance_processes || return 1
  cpus_expand "${EXPECT[0]}"
  wanted=$REPLY SEEN=
  for pid in "${PIDS[@]}"; do
    while read -r key value; do
      [[ $key == Cpus_allowed_list: ]] || continue
      SEEN="process $pid may run on CPU $value"
      cpus_expand "$value"
      [[ $REPLY == "$wanted" ]] || return 1
    done <"/proc/$pid/status"
  done 2>/dev/null
  [[ -n $SEEN ]]
}

# Sets PIDS to the processes of the instance N, which must run.
instance_processes() {
  SEEN='it does not run'
  [[ -n $N && ${I_STATE[N]-} == @(running|paused) ]] || return 1
  instance_members "$N"
  ((${#PIDS[@]}))
}

# Usage: expect_cgroup [--of INSTANCE] GROUP
expect_cgroup() {
  expect_subject "$@"
  until cgroup_holds; do expect_wait || break; done
  expect_tell "is in the cgroup ${EXPECT[0]}"
}

# Whether the kernel has every process of the instance below the group, in each hierarchy that the run uses.
cgroup_holds() {
  local pid path h group
  instance_processes || return 1
  for pid in "${PIDS[@]}"; do
    group=0
    while IFS=: read -r _ _ path; do
      SEEN="process $pid is in $path"
      [[ $path != *"/ctrc-$RUN_ID/${EXPECT[0]}/"* ]] || group=$((group + 1))
    done <"/proc/$pid/cgroup"
    for h in "${!H_USED[@]}"; do [[ -z ${H_USED[h]} || ! -d ${H_RUN[h]}/${I_LEAF[N]} ]] || group=$((group - 1)); done
    ((group >= 0)) || return 1
  done
  SEEN="processes ${PIDS[*]} are in the cgroup ${EXPECT[0]}"
}

# Usage: expect_time OPERATOR NANOSECONDS
expect_time() {
  N='' HELD=true PATIENCE_NS=0 EXPECT=("$@")
  until time_holds; do expect_wait || break; done
  seconds_of "$2"
  expect_tell "time $1 $REPLY s"
}

# Whether the action before took so long.
time_holds() {
  seconds_of "$ACTION_NS"
  SEEN="$REPLY s"
  number_holds "$ACTION_NS" "${EXPECT[0]}" "${EXPECT[1]}"
}

# Usage: number_holds NUMBER OPERATOR NUMBER
number_holds() {
  case $2 in
    '<') (($1 < $3)) ;;
    '<=') (($1 <= $3)) ;;
    '>') (($1 > $3)) ;;
    '>=') (($1 >= $3)) ;;
  esac
}

# Usage: expect_memory_peak [--of INSTANCE] OPERATOR BYTES
expect_memory_peak() {
  expect_subject "$@"
  until memory_peak_holds; do expect_wait || break; done
  expect_tell "memory.peak ${EXPECT[0]} ${EXPECT[1]} bytes"
}

# Whether the instance's memory was so large at most.
memory_peak_holds() {
  [[ -n $N ]] || die 'there is no container that this expectation could be about'
  if [[ ${I_STATE[N]} == stopped ]]; then
    REPLY=${I_MEMORY_PEAK_BYTES[N]} SOURCE='the kernel does not count it'
  else
    cgroup_memory_peak "${I_LEAF[N]}"
  fi
  [[ -n $REPLY ]] || lack "cannot tell the memory peak: $SOURCE"
  SEEN="$REPLY bytes"
  number_holds "$REPLY" "${EXPECT[0]}" "${EXPECT[1]}"
}

# Usage: expect_median_time OPERATOR NANOSECONDS
# About all runs of the measure, warm-up runs left out.
expect_median_time() {
  N='' HELD=true PATIENCE_NS=0 EXPECT=("$@")
  until median_time_holds; do expect_wait || break; done
  seconds_of "$2"
  expect_tell "median time $1 $REPLY s"
}

# Whether the median of the runs' times was so long.
median_time_holds() {
  SEEN='no run was finished'
  ((${#RUN_TIMES[@]})) || return 1
  median "${RUN_TIMES[@]}"
  local nanoseconds=$REPLY
  seconds_of "$nanoseconds"
  SEEN="$REPLY s"
  number_holds "$nanoseconds" "${EXPECT[0]}" "${EXPECT[1]}"
}
