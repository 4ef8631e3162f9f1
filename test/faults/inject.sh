# Put into a script before its last lines: ends it before its n-th command, or around its n-th `undo`.
#   FAULT_TRACE    a file to which every command is written
#   FAULT_COMMAND  n: the signal comes before this command
#   FAULT_OF       a pattern: that is the n-th command of those that match it
#   FAULT_DELAY    seconds that pass before the signal, in which what was started before goes on
#   FAULT_UNDO     n, and FAULT_STAGE: it comes before (0) or after (1) what the n-th undo was written down for
#   FAULT_SIGNAL   its name
FAULT_COMMANDS=0 FAULT_UNDOS=0 FAULT_DEPTH='' FAULT_STEPS=0
fault_command() {
  # shellcheck disable=SC2053 # It is a pattern.
  [[ $1 != ${FAULT_OF-*} ]] || FAULT_COMMANDS=$((FAULT_COMMANDS + 1))
  if [[ -n ${FAULT_TRACE-} && $BASHPID == "$$" ]]; then printf '%s\n' "${1%%$'\n'*}" >>"$FAULT_TRACE"; fi
  if [[ $FAULT_COMMANDS == "${FAULT_COMMAND-}" ]]; then
    FAULT_COMMAND=
    [[ -z ${FAULT_DELAY-} ]] || sleep "$FAULT_DELAY"
    kill -s "$FAULT_SIGNAL" "$$"
  fi
  if [[ -n $FAULT_DEPTH && ${#FUNCNAME[@]} -le $FAULT_DEPTH ]]; then
    if [[ $FAULT_STEPS == "$FAULT_STAGE" ]]; then kill -s "$FAULT_SIGNAL" "$$"; fi
    FAULT_STEPS=$((FAULT_STEPS + 1))
  fi
  case $1 in
    'undo '* | 'undo_lasting '*)
      FAULT_UNDOS=$((FAULT_UNDOS + 1))
      if [[ $FAULT_UNDOS == "${FAULT_UNDO-}" ]]; then FAULT_DEPTH=${#FUNCNAME[@]}; fi
      ;;
  esac
}
set -o functrace
trap 'fault_command "$BASH_COMMAND"' DEBUG
