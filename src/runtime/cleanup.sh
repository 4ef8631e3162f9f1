# ---- clean-up after a run that was killed ----

# What was taken down before this run, in words for those who read its results.
CLEANED=()
# The descriptor by which nobody else takes the same run down; of the journal, the descriptors that those had who had it open.
LOCK='' JOURNAL_THEIRS=()

# Takes down what dead runs of this recipe, or the run CLEANUP_ID, have left.
cleanup() {
  local file owner found='' failed=0
  EVENTS_FD='' FINISHING=yes
  exec {EVENTS_FILE}>/dev/null
  clock_begin
  trap '' INT HUP PIPE
  set +e
  for file in "$STATE/runs"/*.owner; do
    RUN_ID=${file##*/}
    RUN_ID=${RUN_ID%.owner}
    mapfile -t owner 2>/dev/null <"$file" || owner=()
    if [[ -n $CLEANUP_ID ]]; then
      [[ $RUN_ID == "$CLEANUP_ID" ]] || continue
    else
      [[ ${owner[3]-} == "$RECIPE" ]] || continue
    fi
    found=1
    if run_is_alive ${owner[@]+"${owner[@]}"}; then
      printf 'run %s is alive (process %s)\n' "$RUN_ID" "${owner[0]}"
      continue
    fi
    RUN_DIR=$STATE/runs/$RUN_ID OUT=${owner[4]-} CACHE=${owner[5]:-$CACHE}
    cleanup_run "${owner[2]-}" || failed=1
  done
  [[ -n $found ]] || echo "nothing is left of ${CLEANUP_ID:-$RECIPE}"
  ((failed == 0)) || exit 4
}

# Takes down what dead runs of this recipe have left, before a new one begins. Each has its own script, which knows how.
cleanup_before() {
  local file owner id script command
  for file in "$STATE/runs"/*.owner; do
    mapfile -t owner 2>/dev/null <"$file" || owner=()
    [[ ${owner[3]-} == "$RECIPE" ]] || continue
    ! run_is_alive ${owner[@]+"${owner[@]}"} || continue
    id=${file##*/}
    id=${id%.owner}
    # Before it notes its cgroups it has nothing that this script does not know, and perhaps no whole copy of itself.
    script=$STATE/runs/$id/script.sh
    [[ -e $STATE/runs/$id/cgroups ]] || script=$SCRIPT
    printf -v command 'bash %q --cleanup %s --state %q' "$script" "$id" "$STATE"
    if "$BASH" -p "$script" --cleanup "$id" --state "$STATE" >/dev/null 2>&1; then
      CLEANED+=("the run $id was killed: what it had left is taken down now")
    else
      CLEANED+=("the run $id was killed, and not all that it has left could be taken down: $command")
    fi
  done
}

# Usage: run_is_alive LINE…
# The lines are those of the file that says whose the run is. A run of another PID namespace counts as alive, since its processes
# have other numbers here, or none.
run_is_alive() {
  local boot namespace
  (($# >= 3)) || return 1
  read -r boot </proc/sys/kernel/random/boot_id
  [[ $boot == "$3" ]] || return 1
  namespace=$(readlink /proc/self/ns/pid) || namespace=
  [[ ${7-} == "$namespace" ]] || return 0
  process_started "$1"
  [[ -n $REPLY && $REPLY == "$2" ]]
}

# Usage: cleanup_run BOOT
# Does, newest first, what the journal of the run in RUN_DIR says. One process at a time does.
cleanup_run() {
  local boot mark number function name rest
  H_VERSION=() H_RUN=() H_USED=() CGROUP_ASIDE='' UNDO_FAILURES=0 JOURNAL_THEIRS=()
  if [[ -d $RUN_DIR ]] && hash flock 2>/dev/null && exec {LOCK}<"$RUN_DIR" && ! flock -n "$LOCK"; then
    printf 'run %s is being taken down by another process\n' "$RUN_ID"
    return 0
  fi
  read -r boot </proc/sys/kernel/random/boot_id
  # Cgroups and processes of another boot are gone; their names may be somebody else's now.
  [[ $boot != "$1" ]] || cleanup_read
  # Processes first, so that nothing is in use any more.
  cleanup_orphans || undo_failed "cleanup_orphans $RUN_ID"
  cgroup_kill . || undo_failed "cgroup_kill ctrc-$RUN_ID"
  cleanup_finally
  UNDO_SCOPE=() UNDO_FUNCTION=() UNDO_NAME=()
  exec {JOURNAL}>/dev/null
  if [[ -e $RUN_DIR/journal ]]; then
    while read -r mark number function name rest; do
      case $number in '' | *[!0-9]* | ???????*) continue ;; esac
      # A line that was cut lacks its dot; its thing was never acquired. One that another was added to, or that names what no run would,
      # is none of its.
      case $mark.$name.$rest in
        +.*[!a-z0-9.-]*.. | +.[!a-z]*..) ;;
        +.*..) UNDO_SCOPE[number]=run UNDO_FUNCTION[number]=$function UNDO_NAME[number]=$name ;;
      esac
      [[ $mark != - || $function != . ]] || UNDO_FUNCTION[number]=''
    done <"$RUN_DIR/journal"
  fi
  undo_back run
  cgroup_remove_path . || undo_failed "cgroup_remove_path ctrc-$RUN_ID"
  cgroup_step_back "$CGROUP_ASIDE" || undo_failed "cgroup_step_back $CGROUP_ASIDE"
  ((UNDO_FAILURES == 0)) || return 1
  run_directory_remove || undo_failed "run_directory_remove $RUN_ID" || return 1
  ((UNDO_FAILURES == 0)) && printf 'took down what was left of run %s\n' "$RUN_ID"
}

# Reads what the run noted of its cgroups, and of its journal.
cleanup_read() {
  local version path h=0
  [[ -e $RUN_DIR/cgroups ]] || return 0
  while read -r version path; do
    case $version in
      aside) CGROUP_ASIDE=$path ;;
      journal) JOURNAL_THEIRS+=("$path") ;;
      [12])
        [[ $path == */ctrc-"$RUN_ID" ]] || continue
        H_VERSION[h]=$version H_RUN[h]=$path H_USED[h]=1
        h=$((h + 1))
        ;;
    esac
  done <"$RUN_DIR/cgroups"
}

# What the script had called when it was killed, or who cleaned up after it, may still be at work. They have inherited its journal, which
# nobody else has. What it was just starting, and was still to report by its descriptor 7, may be in no cgroup of the run.
cleanup_orphans() {
  local try descriptor path pid left
  for ((try = 0; try < 500; try++)); do
    left=
    for descriptor in ${JOURNAL_THEIRS[@]+"${JOURNAL_THEIRS[@]}"} 7; do
      for path in /proc/[0-9]*/fd/"$descriptor"; do
        [[ $path -ef $RUN_DIR/journal || $path -ef $RUN_DIR/report ]] || continue
        pid=${path#/proc/}
        left=1
        process_kill "${pid%%/*}"
      done
    done
    [[ -n $left ]] || return 0
    pause 0.02
  done
  return 1
}

# Notes, for who cleans up when this run is killed, that the check or measure wants something to be done at its end.
finally_note() {
  local name
  {
    printf '%s\0' "$PWD" "$CELL" "$BLOCK" "$BLOCK_KIND"
    for name in "${!v_@}"; do printf '%s\0' "$name=${!name}"; done
    printf '\0'
  } >>"$RUN_DIR/finally" || die "cannot write to $RUN_DIR/finally"
}

# It has been done.
finally_forget() {
  [[ ! -e $RUN_DIR/finally ]] || : >"$RUN_DIR/finally"
}

# Whether this is not the run itself, but what takes down what is left of one.
is_cleanup() {
  [[ $MODE == cleanup ]]
}

# Does what the check or measure that was cut short wants to be done at its end, but for what is about containers: there are none any more.
cleanup_finally() {
  local word words=() held='' H_RUN=() H_USED=() HOST_HIERARCHIES='' OUT=$RUN_DIR
  [[ -s $RUN_DIR/finally ]] || return 0
  # What is started here is known by the journal, too, to who cleans up when this process is killed.
  { exec {held}<"$RUN_DIR/journal" && printf 'journal %s\n' "$held" >>"$RUN_DIR/cgroups"; } 2>/dev/null || :
  while IFS= read -r -d '' word; do
    words+=("$word")
    # An empty word ends what was noted for a cell.
    [[ -z $word ]] || continue
    cleanup_finally_of "${words[@]}" || :
    words=()
  done <"$RUN_DIR/finally"
  : >"$RUN_DIR/finally"
  [[ -z $held ]] || exec {held}<&-
}

# Usage: cleanup_finally_of FOLDER CELL BLOCK KIND NAME=VALUE… ''
cleanup_finally_of() {
  local word
  (($# > 4)) || return 0
  for word in "${@:5}"; do
    [[ ! $word =~ ^(v_[a-z0-9_]+)= ]] || printf -v "${BASH_REMATCH[1]}" %s "${word:${#BASH_REMATCH[0]}}"
  done
  CELL=$2 BLOCK=$3 BLOCK_KIND=$4
  mkdir -p -- "$OUT/outputs" 2>/dev/null
  # The lock is not for those who outlive this process.
  if (
    [[ -z $LOCK ]] || exec {LOCK}<&-
    cd -- "$1" && block_finally
  ); then
    printf 'did what %s %s wants at its end\n' "$BLOCK_KIND" "$BLOCK"
  else
    printf '%s: could not do all that %s %s wants at its end\n' "$RECIPE" "$BLOCK_KIND" "$BLOCK" >&2
  fi
}
