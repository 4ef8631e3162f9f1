#!/usr/bin/env bash
# Usage: commit-and-restart.sh COUNT CLIENT…
# Lets an engine with Docker's command line make COUNT containers that each write 64 KiB, commit each and start a container
# from that. Prints the microseconds of each commit and each start, a line for both.
set -euo pipefail
count=$1
shift
client=("$@")

quietly() {
  "${client[@]}" "$@" >/dev/null
}

for ((n = 1; n <= count; n++)); do
  quietly run --network none --name "written-$n" bench /bin/busybox dd if=/dev/zero of=/data1 bs=65536 count=1 2>/dev/null
done
for ((n = 1; n <= count; n++)); do
  begun=${EPOCHREALTIME/[.,]/}
  quietly commit "written-$n" "snapshot-$n" 2>/dev/null
  committed=${EPOCHREALTIME/[.,]/}
  quietly run --network none --detach --name "again-$n" "snapshot-$n" /bin/busybox sleep 300
  echo $((committed - begun)) $((${EPOCHREALTIME/[.,]/} - committed))
done
for ((n = 1; n <= count; n++)); do
  # What sleeps would be given ten seconds to end by itself.
  quietly kill "again-$n"
  quietly rm --force "written-$n" "again-$n"
  quietly rmi "snapshot-$n"
done
