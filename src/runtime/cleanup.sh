# ---- clean-up after a run that was killed ----

# Notes where the run's cgroups are: whoever cleans up may be in other cgroups.
cgroup_note() {
  local h
  {
    for h in "${!H_RUN[@]}"; do printf '%s %s\n' "${H_VERSION[h]}" "${H_RUN[h]}"; done
    printf 'aside %s\n' "$CGROUP_ASIDE"
  } >"$RUN_DIR/cgroups" || die "cannot write to $RUN_DIR/cgroups"
}

# Takes down what dead runs of this recipe, or the run CLEANUP_ID, have left.
cleanup() {
  local directory owner found='' failed=0
  EVENTS_FD='' UNDO_FAILURES=0
  exec {EVENTS_FILE}>/dev/null
  clock_begin
  trap '' INT HUP
  for directory in "$STATE/runs"/*; do
    mapfile -t owner 2>/dev/null <"$directory/owner" || owner=()
    RUN_ID=${directory##*/}
    if [[ -n $CLEANUP_ID ]]; then
      [[ $RUN_ID == "$CLEANUP_ID" ]] || continue
    else
      [[ ${owner[3]-} == "$RECIPE" ]] || continue
    fi
    found=1
    if run_is_alive "${owner[@]:0:3}"; then
      printf 'run %s is alive (process %s)\n' "$RUN_ID" "${owner[0]}"
      continue
    fi
    RUN_DIR=$directory OUT=${owner[4]-$directory}
    cleanup_run "${owner[2]-}" || failed=1
  done
  [[ -n $found ]] || echo "nothing is left of ${CLEANUP_ID:-$RECIPE}"
  ((failed == 0)) || exit 4
}

# Usage: run_is_alive PID STARTED BOOT
run_is_alive() {
  local boot
  (($# == 3)) || return 1
  read -r boot </proc/sys/kernel/random/boot_id
  process_started "$1"
  [[ -n $REPLY && $REPLY == "$2" && $boot == "$3" ]]
}

# Usage: cleanup_run BOOT
# Does, newest first, what the journal of the run in RUN_DIR says.
cleanup_run() {
  local version path h=0 boot mark number function name rest
  set +e
  H_VERSION=() H_RUN=() H_USED=() UNDO_FAILURES=0
  read -r boot </proc/sys/kernel/random/boot_id
  # Cgroups of another boot are gone; their names may be somebody else's now.
  if [[ $boot == "$1" && -e $RUN_DIR/cgroups ]]; then
    while read -r version path; do
      [[ $version != aside ]] || CGROUP_ASIDE=$path
      [[ $path == */ctrc-"$RUN_ID" ]] || continue
      H_VERSION[h]=$version H_RUN[h]=$path H_USED[h]=1
      h=$((h + 1))
    done <"$RUN_DIR/cgroups"
  fi
  # Processes first, so that nothing is in use any more.
  cgroup_kill . || undo_failed "cgroup_kill ctrc-$RUN_ID"
  UNDO_SCOPE=() UNDO_FUNCTION=() UNDO_NAME=()
  exec {JOURNAL}>/dev/null
  if [[ -e $RUN_DIR/journal ]]; then
    while read -r mark number function name rest; do
      # A line that was cut lacks its dot; its thing was never acquired.
      case $mark.$rest in
        +..) UNDO_SCOPE[number]=run UNDO_FUNCTION[number]=$function UNDO_NAME[number]=$name ;;
      esac
      [[ $mark != - || $function != . ]] || UNDO_FUNCTION[number]=''
    done <"$RUN_DIR/journal"
  fi
  undo_back run
  cgroup_remove_path . || undo_failed "cgroup_remove_path ctrc-$RUN_ID"
  cgroup_step_back "$CGROUP_ASIDE" || undo_failed "cgroup_step_back $CGROUP_ASIDE"
  ((UNDO_FAILURES == 0)) && tree_remove "$RUN_DIR" && printf 'took down what was left of run %s\n' "$RUN_ID"
}
