# Starts one container, and waits for it. POSIX sh, run in fresh namespaces by unshare, with the paths of the host:
#   $1 table of mounts  $2 host name  $3 flags file of the loopback device to bring up, or nothing
#   $4 files of cgroups to join, one a line  $5 those to leave to  $6 mount  $7 hostname, where /proc lets only the host's
#   root set it, or nothing; then the command that drops privileges and enters the root; descriptor 7: where to report to. Version 2 lets nobody in a cgroup namespace move across its root
#   by a path; the descriptors 8 and 9, of the cgroups to leave to and to join, were opened before there was one.
move() {
  set -f
  IFS="
"
  for file in $1; do echo 0 >"$file" || return 1; done
  unset IFS
}
# The cgroup namespace was made in the cgroup of the container and keeps that as its root. This process only waits: it
# leaves, so that it counts for nothing there and no out-of-memory kill meets it. Kernels before 5.16 let nobody leave
# such a namespace; then it stays.
move "$5"
echo 0 >&8 2>/dev/null || :
exec 8>&-
# A shell says on its standard error which signal killed its child; it is not ours to write to.
exec 6>&2 2>/dev/null
(
  exec 2>&6 6>&-
  # /proc is still that of the host: the process id is the one that the host sees, and nothing is read-only yet.
  read -r pid _ </proc/self/stat
  if [ -n "$7" ]; then "$7" "$2"; else echo "$2" >/proc/sys/kernel/hostname; fi || exit 125
  # Since 2.39 it hands each option over by itself, of which the kernel takes 255 characters: too few for many layers.
  LIBMOUNT_FORCE_MOUNT2=always "$6" -c -a -T "$1" || exit 125
  # IFF_UP and IFF_LOOPBACK.
  [ -z "$3" ] || echo 0x9 >"$3" || exit 125
  move "$4" || exit 125
  echo 0 >&9 || exit 125
  exec 9>&-
  echo "$pid" >&7
  exec 7>&-
  shift 7
  # This shell exports the one, bash before 5.1 the other when it replaces itself.
  unset PWD SHLVL
  exec "$@"
)
exit "$?"
