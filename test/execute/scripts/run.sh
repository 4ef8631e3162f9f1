#!/usr/bin/env bash
# A script as `ctrc build` makes them, as far as the executor sees it: it writes a run directory and events. WAY, a
# parameter that is set with --set way=…, says what it does then.
set -u
OUT='' WAY=passes
while (($#)); do
  case $1 in
    --out) OUT=$2 ;;
    --set) WAY=${2#way=} ;;
    *) echo "there is no option $1" >&2 && exit 2 ;;
  esac
  shift 2
done
[[ $WAY != silent ]] || { echo 'this says nothing' >&2 && exit 3; }
mkdir -p "$OUT"
cp "$0" "$OUT/script.sh"
echo '{"format":1,"kernel":"Linux version 6.1.0-test (gcc) #1","cgroupMode":"v2","cpuCount":2}' >"$OUT/environment.json"

AT=0
event() {
  AT=$((AT + 1000000))
  local line="{\"event\":\"$1\",\"atNs\":$AT,$2}"
  printf '%s\n' "$line" >>"$OUT/events.jsonl"
  printf '%s\n' "$line" >&"$CTRC_EVENTS_FD"
}

# Runs as the EXIT trap.
finish() {
  local status=$? outcome=passed
  trap '' INT TERM HUP QUIT
  if ((status > 128)); then
    outcome=interrupted
    sleep 0.2
    event block-finished '"cell":1,"block":"waits","kind":"check","outcome":"interrupted"'
  fi
  event run-finished "\"outcome\":\"$outcome\",\"exitStatus\":$status"
}

trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 131' QUIT
trap 'exit 143' TERM

event run-started "\"format\":1,\"runId\":\"c0123456789a\",\"recipe\":\"fake\",\"title\":\"A fake run\",\"recipeDigest\":\"sha256:0\",\"out\":\"$OUT\",\"startedAt\":\"2026-01-02T03:04:05Z\",\"cells\":[{\"cell\":1,\"values\":{}}],\"blocks\":[{\"kind\":\"check\",\"block\":\"holds\"},{\"kind\":\"check\",\"block\":\"waits\"},{\"kind\":\"measure\",\"block\":\"costs\"}]"
event block-started '"cell":1,"block":"holds","kind":"check","line":3,"repeat":null,"warmup":0,"forNs":null'
event expectation '"cell":1,"block":"holds","line":5,"written":"expect exit 0","held":true,"expected":"exit 0","seen":"exit 0"'
event block-finished '"cell":1,"block":"holds","kind":"check","outcome":"passed"'

case $WAY in
  garbage)
    printf 'this is no event\n{"event":"warning"}\n\001\377\n' >&"$CTRC_EVENTS_FD"
    ;;
  dies) kill -KILL $$ ;;
  waits | stubborn)
    [[ $WAY == waits ]] || trap '' INT TERM HUP QUIT
    event block-started '"cell":1,"block":"waits","kind":"check","line":7,"repeat":null,"warmup":0,"forNs":null'
    # A child in the process group holds the events' descriptor, as a program under test can.
    sleep 60 &
    echo $! >"$OUT/child"
    for ((i = 0; i < 600; i++)); do sleep 0.1; done
    ;;
  loud) for ((i = 0; i < 3000; i++)); do echo "line $i of standard error, which nobody reads until the end" >&2; done ;;
esac

event block-started '"cell":1,"block":"costs","kind":"measure","line":9,"repeat":6,"warmup":1,"forNs":null'
for i in 1 2 3 4 5 6 7; do
  event observation "\"cell\":1,\"block\":\"costs\",\"iteration\":$i,\"warmup\":$( ((i == 1)) && echo true || echo false),\"action\":1,\"keyword\":\"run\",\"line\":11,\"status\":0,\"values\":{\"durationNs\":{\"value\":$((1000000 + i * 1000)),\"source\":\"EPOCHREALTIME\",\"resolution\":1000},\"memoryPeakBytes\":{\"value\":null,\"missing\":\"no memory controller\"}}"
  event iteration-finished "\"cell\":1,\"block\":\"costs\",\"iteration\":$i,\"warmup\":$( ((i == 1)) && echo true || echo false),\"durationNs\":$((1000000 + i * 1000)),\"elapsedNs\":$((AT)),\"noise\":{},\"excluded\":null"
done
event block-finished '"cell":1,"block":"costs","kind":"measure","outcome":"passed"'
