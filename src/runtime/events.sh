# ---- events: what this run says, one JSON object a line ----

EVENTS_FD='' EVENTS_FILE='' EVENTS_CUT=''

# Opens the run directory's event file and, where the caller asked for one, its descriptor.
events_begin() {
  exec {EVENTS_FILE}>>"$OUT/events.jsonl" || die "cannot write to $OUT/events.jsonl"
  exec {SAMPLES_FILE}>>"$OUT/samples.jsonl" || die "cannot write to $OUT/samples.jsonl"
  # Room for what is said in the end, should the disk be full by then.
  printf '%65536s' '' >"$OUT/reserve" || die "cannot write to $OUT/reserve"
  EVENTS_FD=${CTRC_EVENTS_FD-}
  case $EVENTS_FD in *[!0-9]*) misuse "CTRC_EVENTS_FD is not a descriptor: $EVENTS_FD" ;; esac
}

# Usage: json_string TEXT
# Sets REPLY to TEXT as a JSON string.
json_string() {
  local text=$1 code character
  REPLY="\"$1\""
  # Most texts hold nothing of it.
  [[ $1 == *[\\\"[:cntrl:]]* ]] || return 0
  text=${text//\\/\\\\}
  text=${text//\"/\\\"}
  if [[ $text == *[[:cntrl:]]* ]]; then
    text=${text//$'\n'/\\n}
    text=${text//$'\r'/\\r}
    text=${text//$'\t'/\\t}
    if [[ $text == *[[:cntrl:]]* ]]; then
      for code in {1..31} 127; do
        printf -v character '%o' "$code"
        printf -v character '%b' "\\0$character"
        printf -v code '\\u%04x' "$code"
        text=${text//"$character"/$code}
      done
    fi
  fi
  REPLY="\"$text\""
}

# Usage: event KIND [FIELDS]
# FIELDS is the inside of a JSON object.
event() {
  local line
  clock_now
  line="{\"event\":\"$1\",\"atNs\":$((REPLY - RUN_STARTED_NS))${2:+,$2}}"
  if [[ -n $FINISHING ]]; then
    event_last "$line"
    return 0
  fi
  # Whoever listens may be gone; then there is nobody left to run for.
  [[ -z $EVENTS_FD ]] || printf '%s\n' "$line" >&"$EVENTS_FD" || exit 141
  printf '%s\n' "$line" >&"$EVENTS_FILE" || events_lost "$OUT/events.jsonl"
  [[ $1 != observation ]] || printf '%s\n' "$line" >&"$SAMPLES_FILE" || events_lost "$OUT/samples.jsonl"
}

# Usage: event_last LINE
# One of those that tell how the run ended: whether anybody can be told makes no difference any more.
event_last() {
  {
    [[ -z $EVENTS_FD ]] || printf '%s\n' "$1" >&"$EVENTS_FD" || EVENTS_FD=''
    # A line before it may have been cut.
    printf '%s%s\n' "$EVENTS_CUT" "$1" >&"$EVENTS_FILE" && EVENTS_CUT=''
  } 2>/dev/null || :
}

# Usage: events_lost FILE
events_lost() {
  EVENTS_CUT=$'\n'
  die "cannot write to $1"
}

# Usage: warning MESSAGE
# Something that the reader of the results should know, and that ends nothing.
warning() {
  json_string "$1"
  event warning "\"message\":$REPLY"
  report_line "  warning: $1"
}
