#!/usr/bin/env bash
# Usage: start-many.sh COUNT parallel|in-turn detached|attached LENGTH COMMAND… REMOVE…
# Starts COMMAND, of LENGTH words, COUNT times, with `{n}` in its words replaced by the number, and prints the
# microseconds until all run. A detached command returns when its container runs. An attached one stays, and its container
# prints a line when it runs. In the end REMOVE takes each container down, or attached commands are killed.
set -euo pipefail
export LC_ALL=C
count=$1 order=$2 kind=$3
start=("${@:5:$4}")
remove=("${@:5+$4}")

take_down() {
  local pids n
  if ((${#remove[@]})); then
    for ((n = 1; n <= count; n++)); do
      "${remove[@]//'{n}'/$n}" >/dev/null || :
    done
    return
  fi
  mapfile -t pids < <(jobs -p)
  ((${#pids[@]} == 0)) || kill -KILL "${pids[@]}" 2>/dev/null || :
  wait 2>/dev/null || :
}
trap take_down EXIT

# Whoever reads it finds one line for each that runs.
fifo=$(mktemp -u)
mkfifo "$fifo"
exec {ready}<>"$fifo"
rm "$fifo"

begun=${EPOCHREALTIME/./}
for ((n = 1; n <= count; n++)); do
  command=("${start[@]//'{n}'/$n}")
  if [[ $order == in-turn && $kind == detached ]]; then
    "${command[@]}" </dev/null >/dev/null 2>&1
    continue
  fi
  "${command[@]}" </dev/null 1>&"$ready" 2>/dev/null &
  [[ $order == parallel ]] || read -r -t 60 -u "$ready"
done
if [[ $order == parallel && $kind == detached ]]; then
  wait 2>/dev/null || :
elif [[ $order == parallel ]]; then
  for ((n = 1; n <= count; n++)); do read -r -t 60 -u "$ready"; done
fi
ended=${EPOCHREALTIME/./}
echo $((ended - begun))
