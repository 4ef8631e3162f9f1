# ---- undo: what was set up is taken down, newest first, however the run ends ----

# FINISHING is set once the run takes everything down: from then on nothing may end the script early.
UNDO_FAILURES=0 FINISHING=''
# The run's directory, once there is one.
RUN_DIR=''

# The journal outlives a killed run: `--cleanup` reads it. One line an entry, from a closed vocabulary, ended by a dot
# so that a torn line is seen as such: `+ NUMBER FUNCTION NAME .`, and `- NUMBER .` when it has been undone.
journal_begin() {
  UNDO_SCOPE=() UNDO_FUNCTION=() UNDO_NAME=()
  exec {JOURNAL}>>"$RUN_DIR/journal" || die "cannot write to $RUN_DIR/journal"
  run_note journal "$JOURNAL"
}

# Usage: run_note KIND WHAT
# Notes for who cleans up what the journal is not for: where the run's cgroups are, as he may be in others himself.
run_note() {
  [[ -n $RUN_DIR ]] || return 0
  printf '%s %s\n' "$@" >>"$RUN_DIR/cgroups" || die "cannot write to $RUN_DIR/cgroups"
}

# Usage: undo_lasting SCOPE FUNCTION NAME
# Undo for what a restart of the machine does not take away: the entry is on the disk before the thing is acquired.
undo_lasting() {
  undo "$@"
  sync "$STATE/runs" "$RUN_DIR.owner" "$RUN_DIR" "$RUN_DIR/journal" || die "cannot write to $RUN_DIR/journal"
}

# Usage: undo SCOPE FUNCTION NAME
# To be called before the thing is acquired. SCOPE (block, cell or run) says when it is taken down at the latest.
undo() {
  name_check "$3"
  printf '+ %d %s %s .\n' "${#UNDO_FUNCTION[@]}" "$2" "$3" >&"$JOURNAL" || die "cannot write to $RUN_DIR/journal"
  UNDO_SCOPE+=("$1")
  UNDO_FUNCTION+=("$2")
  UNDO_NAME+=("$3")
}

# Usage: undo_back SCOPE
# Takes down everything of this scope and those within it. One that fails is named and does not stop the others.
undo_back() {
  local i entries last scopes=$1
  # A journal that was damaged may lack some.
  entries=(${UNDO_FUNCTION[@]+"${!UNDO_FUNCTION[@]}"})
  case $1 in
    cell) scopes='block cell' ;;
    run) scopes='block cell run' ;;
  esac
  for ((last = ${#entries[@]} - 1; last >= 0; last--)); do
    i=${entries[last]}
    [[ -n ${UNDO_FUNCTION[i]} && " $scopes " == *" ${UNDO_SCOPE[i]} "* ]] || continue
    if undo_safely "${UNDO_FUNCTION[i]}" "${UNDO_NAME[i]}"; then
      printf -- '- %d .\n' "$i" >&"$JOURNAL" || :
    else
      undo_failed "${UNDO_FUNCTION[i]} ${UNDO_NAME[i]}"
    fi
    UNDO_FUNCTION[i]=
  done
  for ((last = ${#entries[@]} - 1; last >= 0; last--)); do
    i=${entries[last]}
    [[ -z ${UNDO_FUNCTION[i]} ]] || break
    unset "UNDO_SCOPE[$i]" "UNDO_FUNCTION[$i]" "UNDO_NAME[$i]"
  done
}

# Usage: undo_safely FUNCTION NAME
# In the end in a process of its own, so that one that dies does not stop the others.
undo_safely() {
  if [[ -z $FINISHING ]]; then
    undo_one "$@"
  else
    (undo_one "$@")
  fi
}

# Usage: undo_failed WHAT
undo_failed() {
  local what command
  UNDO_FAILURES=$((UNDO_FAILURES + 1))
  printf -v command 'bash %q --cleanup %s --state %q' "$RUN_DIR/script.sh" "$RUN_ID" "$STATE"
  json_string "$1"
  what=$REPLY
  json_string "$command"
  event undo-failed "\"what\":$what,\"command\":$REPLY"
  printf '%s: could not undo: %s; to try again: %s\n' "$RECIPE" "$1" "$command" >&2
}

# Usage: tree_remove DIRECTORY
# Removes a directory of this run and what is in it; never what is mounted there, never through a symbolic link.
tree_remove() {
  local line
  [[ -e $1 || -L $1 ]] || return 0
  case $1 in
    "$RUN_DIR" | "$RUN_DIR"/?*) ;;
    *) return 1 ;;
  esac
  [[ ! -L $1 && $1 != *..* ]] || return 1
  while read -r _ _ _ _ line _; do
    case $line in "$1" | "$1"/*) return 1 ;; esac
  done </proc/self/mountinfo
  rm -rf --one-file-system -- "${1:?}"
}
