# ---- actions: what each of them leaves for the expectations, the events and the samples ----

# The last one: ACTION_STATUS, ACTION_STDOUT, ACTION_STDERR, ACTION_NS, and ACTION_LAST, the number of the instance that it
# ran, if any. VALUES collects what was measured, as the inside of a JSON object.
ACTIONS=0 OUTPUTS=0
ACTION_STATUS='' ACTION_STDOUT='' ACTION_STDERR='' ACTION_NS=0 ACTION_LAST='' VALUES=''
# What actions of a measure are told as, and which numbers are taken from what the next one prints.
OBSERVED=observation METRICS=()

# Usage: at FILE:LINE STATEMENT
# Says which statement of the recipe the following calls belong to.
at() {
  AT=$1 STATEMENT=$2
}

# Forgets the values of the action before.
values_begin() {
  VALUES=''
}

# Usage: value_add NAME VALUE SOURCE [RESOLUTION]
value_add() {
  VALUES+="${VALUES:+,}\"$1\":{\"value\":$2,\"source\":\"$3\"${4:+,\"resolution\":$4}}"
}

# Usage: value_read NAME
# Adds what a cgroup_… function left in REPLY and SOURCE.
value_read() {
  if [[ -n $REPLY ]]; then
    value_add "$1" "$REPLY" "$SOURCE"
  else
    VALUES+="${VALUES:+,}\"$1\":{\"value\":null,\"missing\":\"$SOURCE\"}"
  fi
}

# Usage: action_done KEYWORD STATUS STDOUT STDERR
# Tells of the action; in a run of a measure it is an observation.
action_done() {
  local fields stdout=null stderr=null
  ACTIONS=$((ACTIONS + 1))
  ACTION_STATUS=$2 ACTION_STDOUT=$3 ACTION_STDERR=$4
  if [[ $IS_REPLAY == yes ]]; then
    METRICS=()
    return 0
  fi
  fields="\"cell\":$CELL,\"block\":\"$BLOCK\",\"keyword\":\"$1\",\"line\":${AT##*:},\"status\":${2:-null}"
  if [[ $IN_RUN == yes ]]; then
    RUN_ACTIONS=$((RUN_ACTIONS + 1))
    RUN_NS=$((RUN_NS + ACTION_NS))
    metrics_read
    value_add durationNs "$ACTION_NS" "$CLOCK" "$CLOCK_RESOLUTION_NS"
    [[ -z $M_OF || $OBSERVED != observation ]] || until_look
    event "$OBSERVED" "$fields,\"action\":$RUN_ACTIONS,\"iteration\":$ITERATION,\"warmup\":$IS_WARMUP,\"values\":{$VALUES}"
    return 0
  fi
  [[ -z $3 ]] || stdout="\"${3#"$OUT/"}\"" stderr="\"${4#"$OUT/"}\""
  event action-finished "$fields,\"action\":$ACTIONS,\"durationNs\":$ACTION_NS,\"stdout\":$stdout,\"stderr\":$stderr"
}

# Adds the numbers that the recipe takes from what the action printed: METRICS holds name, stream, pattern and unit of each. The next
# action may be one that prints nothing.
metrics_read() {
  local i text value unit number='^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$'
  for ((i = 0; i < ${#METRICS[@]}; i += 4)); do
    if [[ ${METRICS[i + 1]} == stdout ]]; then text=$ACTION_STDOUT; else text=$ACTION_STDERR; fi
    # Up to the first NUL; a read that comes to the end of the file fails.
    { IFS= read -r -d '' text <"$text"; } || :
    REPLY='' SOURCE="nothing in ${METRICS[i + 1]} matches the pattern"
    if [[ $text =~ ${METRICS[i + 2]} ]]; then
      value=${BASH_REMATCH[1]-${BASH_REMATCH[0]}}
      [[ $value != .* ]] || value=0$value
      # JSON has no numbers with zeros in front.
      while [[ $value == 0[0-9]* ]]; do value=${value#0}; done
      SOURCE='what the pattern matches is no number'
      [[ ! $value =~ $number ]] || REPLY=$value SOURCE=${METRICS[i + 1]}
    fi
    unit=${METRICS[i + 3]}
    [[ -n $REPLY ]] || unit=
    value_read "${METRICS[i]}"
    [[ -n $unit ]] || continue
    json_string "$unit"
    VALUES="${VALUES%\}},\"unit\":$REPLY}"
  done
  METRICS=()
}

# Takes what the measure's `until` looks at, M_OF, from VALUES: of what the kernel counts the sum over the run's actions, of memory the
# highest, of what a command prints the last.
until_look() {
  local value
  [[ $VALUES == *"\"$M_OF\":{\"value\":"* ]] || return 0
  value=${VALUES##*"\"$M_OF\":{\"value\":"}
  value=${value%%[,\}]*}
  case $M_OF in
    *Ns | *Bytes)
      if [[ $value == null || $UNTIL_VALUE == null ]]; then
        value=null
      elif [[ $M_OF != memoryPeakBytes ]]; then
        value=$((value + ${UNTIL_VALUE:-0}))
      elif ((value < ${UNTIL_VALUE:-0})); then
        value=$UNTIL_VALUE
      fi
      ;;
  esac
  UNTIL_VALUE=$value
}
