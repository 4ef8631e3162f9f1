# Makes namespaces ready for those who join. POSIX sh, started in them by unshare, stopped and then killed by the script.
#   $1 loopback: yes or no  $2 id maps, or nothing  $3 kinds of namespaces; descriptor 7: where to report to
set -eu
if [ -n "$2" ]; then
  echo unshared >&7
  # Empty until the script has written it.
  until read -r _ </proc/self/uid_map; do :; done
fi
# Before anything else is forked: the first child becomes the first process of a pid namespace.
first=
case " $3 " in
  *" pid "*)
    # The first process of a pid namespace: it takes in orphans, and everything ends when it does.
    (
      exec 7>&-
      while :; do
        sleep 86400 &
        wait "$!" || :
      done
    ) &
    first=$!
    ;;
esac
if [ "$1" = yes ]; then
  mount -t sysfs sysfs /sys
  # IFF_UP and IFF_LOOPBACK.
  echo 0x9 >/sys/class/net/lo/flags
  umount /sys
fi
echo "$first" >&7
exec 7>&-
kill -STOP "$$"
