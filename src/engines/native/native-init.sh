# Starts one container, and waits for it. POSIX sh, run in fresh namespaces by unshare, with the paths of the host:
#   $1 number of the instance  $2 its table of mounts  $3 host name, or nothing  $4 flags file of the loopback device to
#   bring up, or nothing  $5 cgroup.procs files to join, one a line  $6 those to leave to  $7 mount, then the command that
#   drops privileges and enters the root; descriptor 7: where to report to; descriptor 8: where to leave to on version 2
move() {
  set -f
  IFS="
"
  for file in $1; do echo 0 >"$file"; done
  unset IFS
}
# The cgroup namespace was made in the cgroup of the container and keeps that as its root. This process only waits: it
# leaves, so that it counts for nothing there and no out-of-memory kill meets it. Kernels before 5.16 let nobody leave
# such a namespace; then it stays.
move "$6"
echo 0 >&8 2>/dev/null || :
exec 8>&-
(
  # /proc is still that of the host: the process id is the one that the host sees, and nothing is read-only yet.
  read -r pid _ </proc/self/stat
  [ -z "$3" ] || echo "$3" >/proc/sys/kernel/hostname || exit 125
  "$7" -c -a -T "$2" || exit 125
  # IFF_UP and IFF_LOOPBACK.
  [ -z "$4" ] || echo 0x9 >"$4" || exit 125
  move "$5"
  echo "ready $1 $pid" >&7
  exec 7>&-
  shift 7
  exec "$@"
)
exit "$?"
