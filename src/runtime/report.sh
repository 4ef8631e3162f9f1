# ---- the report for people, and the result file ----

# Usage: report_line TEXT
# Nothing is printed for a caller that listens to the events.
report_line() {
  [[ -z $EVENTS_FD ]] || return 0
  printf '%s\n' "${1//[[:cntrl:]]/?}"
}

# Usage: error_line TEXT
# TEXT may hold lines of what a command printed: nothing in it is for the terminal to obey.
error_line() {
  printf '%s\n' "${1//[$'\001'-$'\011'$'\013'-$'\037'$'\177']/?}" >&2
}

# Usage: result_write OUTCOME STATUS
result_write() {
  local title elapsed
  clock_now
  elapsed=$((REPLY - RUN_STARTED_NS))
  json_string "$TITLE"
  title=$REPLY
  {
    printf '{"format":1,"recipe":"%s","title":%s,"runId":"%s",' "$RECIPE" "$title" "$RUN_ID"
    printf '"outcome":"%s","exitStatus":%d,"startedAt":"%s","durationNs":%d,' "$1" "$2" "$STARTED_AT" "$elapsed"
    printf '"blocks":[%s]}\n' "$RESULT_BLOCKS"
  } >"$OUT/result.json" || printf '%s: cannot write %s\n' "$RECIPE" "$OUT/result.json" >&2
}
