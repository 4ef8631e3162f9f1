# ---- the whole run ----

# Usage: main ARGUMENT…
main() {
  SCRIPT=$0
  [[ $SCRIPT == /* ]] || SCRIPT=$PWD/$SCRIPT
  pipe_signal "$@"
  prelude
  rootless_begin
  RECIPE_DIR=${SCRIPT%/*}
  if ((EUID == 0)) && ! is_rootless; then STATE=/var/lib/ctrc; else STATE=${XDG_STATE_HOME:-${HOME:-}/.local/state}/ctrc; fi
  STATE=${CTRC_STATE:-$STATE}
  CACHE=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/ctrc
  arguments_read "$@"
  [[ $STATE == /* ]] || STATE=$PWD/$STATE
  [[ $CACHE == /* ]] || CACHE=$PWD/$CACHE
  case $MODE in
    help) help_print ;;
    list) list_print ;;
    dry-run) dry_run_print ;;
    cleanup)
      state_check
      rootless_cleanup "$@"
      cleanup
      ;;
    check)
      is_rootless || [[ -z $ROOTLESS ]] || rootless_run "$@"
      recipe_requires
      requirements_met
      ;;
    run)
      is_rootless || [[ -z $ROOTLESS ]] || rootless_run "$@"
      recipe_requires
      requirements_met
      recipe_run
      run_finish
      ;;
  esac
}

# Usage: pipe_signal ARGUMENT…
# Whoever starts this script may ignore SIGPIPE; bash cannot undo that, and what is run here would inherit it.
pipe_signal() {
  local key value
  while read -r key value; do
    [[ $key != SigIgn: ]] || break
  done </proc/self/status
  (((16#$value >> 12) & 1)) || return 0
  # The option is as old as coreutils 8.31.
  if env --default-signal=PIPE true 2>/dev/null; then
    key=
    [[ $- != *p* ]] || key=-p
    exec env --default-signal=PIPE "$BASH" ${key:+"$key"} "$SCRIPT" "$@"
  fi
  echo "$RECIPE.sh: whoever started this script ignores SIGPIPE, and so will what it runs" >&2
}

# Sets RUN_ID, and a SEED unless there is one.
run_id_choose() {
  local uuid
  read -r uuid </proc/sys/kernel/random/uuid
  uuid=${uuid//-/}
  RUN_ID=${OUTSIDE[0]:-c${uuid:0:11}}
  : "${SEED:=$((16#${uuid:12:7}))}"
}

# Makes the run's directories, and whatever it needs to be taken down again before anything else.
run_begin() {
  local message
  run_id_choose
  clock_begin
  TZ=UTC0 printf -v STARTED_AT '%(%Y-%m-%dT%H:%M:%SZ)T' -1
  ! is_resumed || resume_prepare
  run_traps
  # A file system may hang before there is anything to be watched but the time.
  MAX_OUTPUT_BYTES='' watch_begin
  directories_make
  process_begin
  ! is_resumed || resume_read
  events_begin
  is_resumed || cp -- "$SCRIPT" "$OUT/script.sh" || die "cannot copy $SCRIPT to $OUT"
  cp -- "$SCRIPT" "$RUN_DIR/script.sh" || die "cannot copy $SCRIPT to $RUN_DIR"
  journal_begin
  if is_resumed; then
    event run-resumed "\"runId\":\"$RUN_ID\",\"startedAt\":\"$STARTED_AT\""
    report_line "$RECIPE: $TITLE: goes on"
  else
    arguments_write
    run_tell
  fi
  watch_end || :
  # This one has the journal open, by which who cleans up finds it.
  watch_begin
  is_rootless || cleanup_before
  for message in ${OUTSIDE[@]+"${OUTSIDE[@]:5}"} ${CLEANED[@]+"${CLEANED[@]}"}; do warning "$message"; done
  cgroup_begin
  is_resumed || environment_write
}

# Makes the run directory OUT, for what the run finds out, and RUN_DIR, for what it needs meanwhile.
directories_make() {
  local name=${STARTED_AT//[-:]/} there
  OUT=${OUT:-ctrc-results/$RECIPE-$name-$RUN_ID}
  [[ $OUT == /* ]] || OUT=$PWD/$OUT
  case $STATE in *[!A-Za-z0-9/._@+-]*) misuse "the path of --state has a character that mount(8) would need quoted: $STATE" ;; esac
  state_check
  there=("$OUT"/*)
  is_resumed || ((${#there[@]} == 0)) || misuse "the directory $OUT is not empty"
  mkdir -p -- "$OUT/outputs" "$STATE/runs" || lack "cannot make $OUT and $STATE/runs"
  RUN_DIR=$STATE/runs/$RUN_ID
  # Before there is a directory it is said whose it is, and for as long as there is one.
  run_own
  # The one mkdir that must not find it there: no two runs share an id. But the script outside may have made it.
  { is_rootless && [[ -d $RUN_DIR ]]; } || mkdir -- "$RUN_DIR" || lack "cannot make $RUN_DIR"
}

# What lies in the state's folder is run, to take down what dead runs have left: nobody else may have put it there.
state_check() {
  local folder owner group mode user
  # Who is root of a user namespace alone does not see whose it is, and somebody outside has looked.
  read -r _ user _ </proc/self/uid_map
  ((EUID != 0 || user == 0)) || return 0
  for folder in "$STATE" "$STATE/runs"; do
    [[ -d $folder ]] || return 0
    read -r owner group mode < <(stat -L -c '%u %g %a' -- "$folder") || lack "cannot tell whose the folder $folder is"
    mode=$((8#$mode))
    # Nobody can take the place of what lies in a folder like /tmp.
    if [[ $folder == "$STATE" ]] && ((mode & 01000)); then continue; fi
    ((owner == EUID || owner == 0)) || misuse "the folder $folder is another user's, whose scripts are not to be run; --state chooses another"
    ((!(mode & 02) && (!(mode & 020) || group == GROUPS[0]))) ||
      misuse "others may write to the folder $folder, and their scripts are not to be run; --state chooses another"
  done
}

# However the run ends, run_finish is called.
run_traps() {
  exec {OWN_STDERR}>&2 || exec {OWN_STDERR}>/dev/null
  trap run_finish EXIT
  trap 'signals_ignore; exit 130' INT
  trap 'signals_ignore; exit 143' TERM
  trap 'signals_ignore; exit 129' HUP
  trap 'signals_ignore; exit 131' QUIT
  trap 'signals_ignore; exit 141' PIPE
}

# Says beside the run's directory whose it is: process, start time, boot, recipe, results, cache and PID namespace. So others see
# when it is dead, and what to take down then.
run_own() {
  local fields boot namespace
  process_started "$MAIN_PID"
  fields=$REPLY
  read -r boot </proc/sys/kernel/random/boot_id
  namespace=$(readlink /proc/self/ns/pid) || namespace=
  # Of the script outside, if there is one.
  printf '%s\n' "${OUTSIDE[1]:-$MAIN_PID}" "${OUTSIDE[2]:-$fields}" "$boot" "$RECIPE" "$OUT" "$CACHE" "${OUTSIDE[3]:-$namespace}" \
    >"$RUN_DIR.owner" || lack "cannot write to $RUN_DIR.owner"
}

# Removes the run's directory, and when it is gone what says whose it is.
run_directory_remove() {
  tree_remove "$RUN_DIR" && rm -f -- "$RUN_DIR.owner" ${OUT:+"$OUT/reserve"}
}

# The first event: what this run is.
run_tell() {
  local title out cells='' blocks='' i
  json_string "$TITLE"
  title=$REPLY
  json_string "$OUT"
  out=$REPLY
  for i in "${!CELL_VALUES[@]}"; do cells+="${cells:+,}{\"cell\":$((i + 1)),\"values\":${CELL_VALUES[i]}}"; done
  for i in "${!BLOCKS[@]}"; do blocks+="${blocks:+,}{\"kind\":\"${BLOCK_KINDS[i]}\",\"block\":\"${BLOCKS[i]}\"}"; done
  event run-started "\"format\":1,\"runId\":\"$RUN_ID\",\"recipe\":\"$RECIPE\",\"title\":$title,\"recipeDigest\":\"$RECIPE_DIGEST\",\"out\":$out,\"startedAt\":\"$STARTED_AT\",\"cells\":[$cells],\"blocks\":[$blocks]"
  report_line "$RECIPE: $TITLE"
}

# Takes everything down and says how the run ended, and ends it. Runs as the EXIT trap too.
run_finish() {
  local status=$? command=$BASH_COMMAND
  signals_ignore
  trap - EXIT
  [[ $BASHPID == "$MAIN_PID" ]] || exit "$status"
  set +eu
  IFS=$' \t\n'
  # Bash 5.2 keeps the time limit of a `read` that a signal ended, and crashes when it is over; the next `read` makes it forget.
  read -r _ </dev/null
  # What the signal came into may have had its errors thrown away.
  exec 2>&"$OWN_STDERR"
  RUN_STATUS=$status FINISHING=yes
  watch_end
  [[ ! -e $OUT/reserve ]] || : >"$OUT/reserve"
  run_judge "$command"
  report_forget
  if [[ -n $BLOCK ]]; then
    [[ $RUN_OUTCOME != interrupted ]] || processes_signal $((RUN_STATUS - 128))
    # What a host lacks, it lacks for the run; of the check or measure that is an error.
    if [[ $BLOCK_KIND == measure ]]; then
      measure_break "${RUN_OUTCOME/host-lacks/error}"
    else
      BLOCK_OUTCOME=${RUN_OUTCOME/host-lacks/error}
      block_end
    fi
  fi
  undo_back run
  rmdir_now
  cgroup_remove_path . || undo_failed "cgroup_remove_path ctrc-$RUN_ID"
  outputs_told
  cgroup_step_back "$CGROUP_ASIDE" || undo_failed "cgroup_step_back $CGROUP_ASIDE"
  if ((UNDO_FAILURES == 0)); then
    run_directory_remove || undo_failed "run_directory_remove $RUN_ID"
  fi
  # What is left behind is no success.
  if ((UNDO_FAILURES > 0 && RUN_STATUS < 2)); then RUN_OUTCOME=error RUN_STATUS=4; fi
  [[ -d $OUT/outputs ]] || exit "$RUN_STATUS"
  result_write "$RUN_OUTCOME" "$RUN_STATUS"
  event run-finished "\"outcome\":\"$RUN_OUTCOME\",\"exitStatus\":$RUN_STATUS"
  report_line "$RUN_OUTCOME; results in $OUT"
  exit "$RUN_STATUS"
}

# Usage: run_judge COMMAND
# Sets RUN_OUTCOME, and RUN_STATUS where bash chose it; COMMAND is the last one.
run_judge() {
  case $RUN_STATUS.$RUN_OUTCOME in
    0.passed) return 0 ;;
    0.failed)
      RUN_STATUS=1
      return 0
      ;;
    129.* | 130.* | 131.* | 143.*)
      RUN_OUTCOME=interrupted
      return 0
      ;;
    141.*)
      # Nobody listens any more.
      RUN_OUTCOME=interrupted EVENTS_FD=''
      exec >/dev/null 2>&1
      return 0
      ;;
    2.*)
      RUN_OUTCOME=error
      return 0
      ;;
    3.*) RUN_OUTCOME=host-lacks ;;
    *) RUN_OUTCOME=error RUN_STATUS=4 ;;
  esac
  run_failed "${FAILURE:-this command failed: $1}" "$1"
}

# Usage: run_failed MESSAGE COMMAND
run_failed() {
  local fields
  if [[ -z $EVENTS_FILE ]]; then
    error_line "$RECIPE.sh: $1"
    return 0
  fi
  { variables_print >"$OUT/variables.txt"; } 2>/dev/null
  error_line "$RECIPE.sh: ${AT:-before the first step}: ${STATEMENT-}: $1 (status $RUN_STATUS)"
  json_string "$1"
  fields="\"status\":$RUN_STATUS,\"message\":$REPLY"
  json_string "$2"
  fields+=",\"command\":$REPLY"
  json_string "${AT-}"
  event failure "$fields,\"place\":${REPLY/#\"\"/null}"
}
