#!/usr/bin/env bash
# Usage: time-commands.sh COMMANDS RESULTS ROUND
# Runs each command of the file COMMANDS once and appends `NAME STATUS MICROSECONDS`, between tabs, to RESULTS. A line
# of COMMANDS is a name and the command's words, between tabs. Every ROUND begins with another command.
set -euo pipefail
export LC_ALL=C

# The first fork of a shell costs more than the others.
/bin/true

mapfile -t lines <"$1"
for ((i = 0; i < ${#lines[@]}; i++)); do
  IFS=$'\t' read -r -a fields <<<"${lines[(i + $3) % ${#lines[@]}]}"
  command=("${fields[@]:1}")
  status=0
  begun=${EPOCHREALTIME/./}
  "${command[@]}" </dev/null >/dev/null 2>&1 || status=$?
  ended=${EPOCHREALTIME/./}
  printf '%s\t%s\t%s\n' "${fields[0]}" "$status" $((ended - begun)) >>"$2"
done
