# Put into a script before its last lines: ends it before its n-th command, or around its n-th `undo`.
#   FAULT_TRACE    a file to which every command is written
#   FAULT_COMMAND  n: the signal comes before this command
#   FAULT_OF       a pattern: that is the n-th command of those that match it
#   FAULT_DELAY    seconds that pass before the signal, in which what was started before goes on
#   FAULT_UNDO     n, and FAULT_STAGE: it comes before (0) or after (1) what the n-th undo was written down for
#   FAULT_HOLD     a pattern: what is started last before the n-th command waits for two seconds before such a command
#   FAULT_SIGNAL   its name
# The script gives its caller's variables back to what it starts, and forgets them before: none of these is called like one.
fault_trace=${FAULT_TRACE-} fault_command=${FAULT_COMMAND-} fault_of=${FAULT_OF-*} fault_delay=${FAULT_DELAY-}
fault_undo=${FAULT_UNDO-} fault_stage=${FAULT_STAGE-} fault_signal=${FAULT_SIGNAL-} fault_hold=${FAULT_HOLD-}
fault_commands=0 fault_undos=0 fault_depth='' fault_steps=0
fault_before() {
  # shellcheck disable=SC2053 # It is a pattern.
  [[ $1 != $fault_of ]] || fault_commands=$((fault_commands + 1))
  if [[ -n $fault_trace && $BASHPID == "$$" ]]; then printf '%s\n' "${1%%$'\n'*}" >>"$fault_trace"; fi
  # shellcheck disable=SC2053 # It is a pattern.
  if [[ -n $fault_hold && $BASHPID != "$$" && $1 == $fault_hold ]] && ((fault_commands == fault_command - 1)); then sleep 2; fi
  if [[ $fault_commands == "$fault_command" ]]; then
    fault_command=
    [[ -z $fault_delay ]] || sleep "$fault_delay"
    kill -s "$fault_signal" "$$"
  fi
  if [[ -n $fault_depth && ${#FUNCNAME[@]} -le $fault_depth ]]; then
    if [[ $fault_steps == "$fault_stage" ]]; then kill -s "$fault_signal" "$$"; fi
    fault_steps=$((fault_steps + 1))
  fi
  case $1 in
    'undo '* | 'undo_lasting '*)
      fault_undos=$((fault_undos + 1))
      if [[ $fault_undos == "$fault_undo" ]]; then fault_depth=${#FUNCNAME[@]}; fi
      ;;
  esac
}
set -o functrace
trap 'fault_before "$BASH_COMMAND"' DEBUG
