# ---- resume: an interrupted run goes on where it stopped ----

# RESUME is the run directory. By cell and check or measure, with a blank between: whether it was begun (RESUMED_BEGUN), whether it came to
# its end (RESUMED_ENDED), how many runs are complete (RESUMED_RUNS), their times (RESUMED_TIMES) and what `until` looks at
# (RESUMED_UNTIL), since when it had gone on (RESUMED_NS) and its expectations (RESUMED_JUDGED).
RESUME=''
declare -A RESUMED_BEGUN=() RESUMED_ENDED=() RESUMED_RUNS=() RESUMED_TIMES=() RESUMED_UNTIL=() RESUMED_NS=() RESUMED_JUDGED=()

# Usage: arguments_write
# Keeps what decides how the run goes, each word ended by a NUL, for the case that it is interrupted.
arguments_write() {
  local setting words=(--seed "$SEED" --state "$STATE" --cache "$CACHE" --recipe-dir "$RECIPE_DIR")
  [[ -z $ONLY_BLOCK ]] || words+=(--only "$ONLY_BLOCK")
  [[ -z $ONLY_CELL ]] || words+=(--cell "$ONLY_CELL")
  for setting in ${SETTINGS[@]+"${SETTINGS[@]}"}; do words+=(--set "$setting"); done
  printf '%s\0' "${words[@]}" >"$OUT/arguments" || die "cannot write to $OUT/arguments"
}

# Usage: resume_arguments DIR
# Takes the arguments of the run that goes on.
resume_arguments() {
  local word words=() i
  RESUME=${1%/}
  [[ $RESUME == /* ]] || RESUME=$PWD/$RESUME
  for word in arguments events.jsonl script.sh; do
    [[ -f $RESUME/$word && -r $RESUME/$word ]] || misuse "$1 is no directory of a run that can go on: it has no file $word"
  done
  while IFS= read -r -d '' word; do words+=("$word"); done <"$RESUME/arguments"
  for ((i = 0; i < ${#words[@]}; i += 2)); do
    case ${words[i]} in
      --seed | --state | --cache | --recipe-dir | --only | --cell | --set) ((i + 1 == ${#words[@]})) || continue ;;
    esac
    misuse "$RESUME/arguments is damaged"
  done
  for ((i = 0; i < ${#words[@]}; i += 2)); do argument_read "${words[i]}" "${words[i + 1]}"; done
  OUT=$RESUME
}

# Whether a run goes on, rather than beginning.
is_resumed() {
  [[ -n $RESUME ]]
}

# Makes sure that the run can go on: it was made by this script, has not come to its end, and is dead.
resume_prepare() {
  local mine theirs line id='' owner
  mine=$(sha256sum <"$SCRIPT") || die "cannot read $SCRIPT"
  theirs=$(sha256sum <"$OUT/script.sh") || die "cannot read $OUT/script.sh"
  [[ $mine == "$theirs" ]] || misuse "that run was made by another script: bash $OUT/script.sh --resume $OUT"
  while IFS= read -r line; do
    case $line in
      '{"event":"run-started",'* | '{"event":"run-resumed",'*)
        id=${line#*\"runId\":\"}
        id=${id%%\"*}
        ;;
      '{"event":"run-finished",'*'"outcome":"passed"'* | '{"event":"run-finished",'*'"outcome":"failed"'*) misuse 'that run has come to its end' ;;
    esac
  done <"$OUT/events.jsonl"
  [[ -n $id ]] || misuse "nothing in $OUT/events.jsonl says which run this was"
  mapfile -t owner 2>/dev/null <"$STATE/runs/$id.owner" || owner=()
  ! run_is_alive ${owner[@]+"${owner[@]}"} || misuse "that run is alive (process ${owner[0]})"
}

# Reads what was complete, and leaves nothing else in the files of events. Who listens is told all of it again.
resume_read() {
  local line kind key last=0 events samples
  local beginning='^\{"event":"([a-z-]+)","atNs":([0-9]+)'
  local place='"cell":([0-9]+),("kind":"[a-z]+",)?"block":"([a-z0-9-]+)"'
  local -A pending=() observed=() judged=()
  exec {events}>"$OUT/events.new" {samples}>"$OUT/samples.new" || die "cannot write to $OUT"
  while IFS= read -r line; do
    # What was cut when the run was killed is no event.
    [[ $line =~ $beginning && $line == *'}' ]] || continue
    kind=${BASH_REMATCH[1]} key=
    ((BASH_REMATCH[2] <= last)) || last=${BASH_REMATCH[2]}
    [[ ! $line =~ $place ]] || key="${BASH_REMATCH[1]} ${BASH_REMATCH[3]}"
    case $kind in
      run-started | run-resumed | image-imported | cores-chosen | warning) resume_keep "$line"$'\n' '' ;;
      observation)
        pending[$key]+=$line$'\n'
        observed[$key]+=$line$'\n'
        ;;
      block-started) pending[$key]=$line$'\n' observed[$key]='' judged[$key]='' ;;
      expectation)
        pending[$key]+=$line$'\n'
        line=${line#*\"block\":\"*\",}
        judged[$key]+="${judged[$key]:+,}{${line%\}}}"
        ;;
      action-finished | calibration) pending[$key]+=$line$'\n' ;;
      iteration-finished | block-finished)
        [[ $kind == iteration-finished || $line == *'"outcome":"passed"'* || $line == *'"outcome":"failed"'* ]] || continue
        resume_keep "${pending[$key]-}$line"$'\n' "${observed[$key]-}"
        [[ -z ${judged[$key]-} ]] || RESUMED_JUDGED[$key]+="${RESUMED_JUDGED[$key]:+,}${judged[$key]}"
        pending[$key]='' observed[$key]='' judged[$key]='' RESUMED_BEGUN[$key]=yes
        if [[ $kind == iteration-finished ]]; then resume_run "$key" "$line"; else resume_end "$key" "$line"; fi
        ;;
    esac
  done <"$OUT/events.jsonl"
  exec {events}>&- {samples}>&-
  mv -- "$OUT/samples.new" "$OUT/samples.jsonl" || die "cannot write to $OUT"
  mv -- "$OUT/events.new" "$OUT/events.jsonl" || die "cannot write to $OUT"
  outputs_resume
  clock_now
  RUN_STARTED_NS=$((REPLY - last))
}

# Goes on behind the last output, also of a command that is not complete: who reads one finds nothing of another in it.
outputs_resume() {
  local path number
  for path in "$OUT"/outputs/*.stdout; do
    number=${path##*/} number=${number%.stdout}
    case $number in *[!0-9]*) continue ;; esac
    ((10#$number <= OUTPUTS)) || OUTPUTS=$((10#$number))
  done
}

# Usage: resume_keep EVENTS OBSERVATIONS
resume_keep() {
  printf '%s' "$1" >&"$events" || die "cannot write to $OUT/events.new"
  printf '%s' "$2" >&"$samples" || die "cannot write to $OUT/samples.new"
  [[ -z ${CTRC_EVENTS_FD-} ]] || printf '%s' "$1" >&"$CTRC_EVENTS_FD" || exit 141
}

# Usage: resume_run KEY EVENT
# Counts a complete run.
resume_run() {
  local value fields='"warmup":(true|false),"durationNs":([0-9]+),"elapsedNs":([0-9]+)'
  [[ $2 =~ $fields ]] || return 0
  RESUMED_RUNS[$1]=$((${RESUMED_RUNS[$1]-0} + 1)) RESUMED_NS[$1]=${BASH_REMATCH[3]}
  [[ ${BASH_REMATCH[1]} == false ]] || return 0
  if [[ $2 == *'"excluded":null'* ]]; then
    RESUMED_TIMES[$1]+="${BASH_REMATCH[2]} "
    value=-
    [[ ! $2 =~ \"untilValue\":([-+.0-9eE]+) ]] || value=${BASH_REMATCH[1]}
    RESUMED_UNTIL[$1]+="$value "
  else
    RESUMED_TIMES[$1]+='- ' RESUMED_UNTIL[$1]+='- '
  fi
}

# Usage: resume_end KEY EVENT
# Keeps how a check or measure has ended.
resume_end() {
  local fields=${2#*,\"atNs\":*,}
  RESUMED_ENDED[$1]=yes
  [[ $2 != *'"outcome":"failed"'* ]] || RUN_OUTCOME=failed
  RESULT_BLOCKS+="${RESULT_BLOCKS:+,}{${fields%\}},\"expectations\":[${RESUMED_JUDGED[$1]-}]}"
}
