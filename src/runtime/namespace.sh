# ---- namespaces that several containers join ----

# A namespace lives as long as somebody has a descriptor of it: this script keeps one, NAMESPACE_FD[NAME.KIND], so that
# nothing is left when the script dies, whatever kills it. A pid namespace also needs a living first process.
# NAMESPACE_MAP[NAME] is how a user namespace maps ids: INSIDE:OUTSIDE:COUNT[,…].
declare -A NAMESPACE_FD=() NAMESPACE_FIRST=() NAMESPACE_MAP=()

# Usage: namespace_create NAME KIND…
# KIND is pid, mount, uts, ipc, cgroup, time, network=none|loopback|host or user=INSIDE:OUTSIDE:COUNT[,…].
namespace_create() {
  local name=$1 kind kinds=() flags=() loopback=no maps='' fd path holder
  shift
  for kind in "$@"; do
    case $kind in
      network=host)
        NAMESPACE_FD[$name.network]=host
        continue
        ;;
      network=loopback) loopback=yes ;;
      user)
        maps=0:0:4294967295
        # In a user namespace there are no others than its own.
        ! is_rootless || maps=$ID_IDENTITY
        ;;
      user=*) maps=${kind#user=} ;;
    esac
    kind=${kind%%=*}
    kinds+=("$kind")
    flags+=("--${kind/network/net}")
  done
  ((${#kinds[@]})) || return 0
  # The loopback device is brought up through a sysfs, whose mount point is nobody else's business.
  [[ $loopback == no || " ${kinds[*]} " == *' mount '* ]] || flags+=(--mount --propagation slave)
  leaf_make namespaces
  tool_find unshare
  report_open
  (
    group_join _/namespaces
    descriptors_close
    exec "$REPLY" "${flags[@]}" sh -c "$NAMESPACE_INIT" ctrc "$loopback" "$maps" "${kinds[*]}"
  ) 7>&"$REPORTER" </dev/null &
  holder=$!
  report_listen
  if [[ -n $maps ]]; then
    report_read || die "cannot make the user namespace of $name"
    namespace_map "$holder" "$maps"
    NAMESPACE_MAP[$name]=$maps
  fi
  report_read || die "cannot make the namespace $name"
  report_close
  [[ " ${kinds[*]} " != *' pid '* ]] || NAMESPACE_FIRST[$name]=$REPLY
  for kind in "${kinds[@]}"; do
    path=${kind/network/net}
    path=/proc/$holder/ns/${path/mount/mnt}
    # A process that makes a pid or time namespace does not enter it itself; its children do.
    case $kind in pid | time) path=${path}_for_children ;; esac
    exec {fd}<"$path" || die "cannot open the $kind namespace of $name"
    NAMESPACE_FD[$name.$kind]=$fd
  done
  kill -KILL "$holder"
  wait "$holder" 2>/dev/null || :
}

# Usage: namespace_map PID INSIDE:OUTSIDE:COUNT[,…]
# Maps the same ids for users and groups. The kernel wants all lines in one write, and bash writes each by itself.
namespace_map() {
  local map=${2//,/$'\n'}
  map=${map//:/ }
  cat <<<"$map" >"/proc/$1/uid_map" || die "the kernel does not take the id map $2 for users"
  cat <<<"$map" >"/proc/$1/gid_map" || die "the kernel does not take the id map $2 for groups"
}

# Usage: namespace_remove NAME
namespace_remove() {
  local key fd
  if [[ -n ${NAMESPACE_FIRST[$1]-} ]]; then
    # Its cgroup is ours alone, so this cannot be a stranger with the same number.
    cgroup_processes _/namespaces
    # Without a cgroup there are no strangers: the run is in a pid namespace itself.
    [[ ${#H_RUN[@]} != 0 && " ${PIDS[*]-} " != *" ${NAMESPACE_FIRST[$1]} "* ]] || kill -KILL "${NAMESPACE_FIRST[$1]}"
    unset "NAMESPACE_FIRST[$1]"
  fi
  for key in "${!NAMESPACE_FD[@]}"; do
    [[ ${key%.*} == "$1" ]] || continue
    fd=${NAMESPACE_FD[$key]}
    [[ $fd == host ]] || exec {fd}<&-
    unset "NAMESPACE_FD[$key]"
  done
}

# Usage: namespace_folder FOLDER
# Sets REPLY to a folder that is there for the files of the container that was just defined: they are mounted on it, or on `root` in it, in a
# mount namespace apart. It is FOLDER, in the run's. That is closed to who is root in a user namespace only, for whom there is one in /run,
# or, without root, in /tmp, where others may make folders too, whose names they would have to guess.
namespace_folder() {
  REPLY=$1
  if [[ -n $O_USER_NAMESPACE ]]; then
    REPLY=/run/ctrc-$RUN_ID
    ! is_rootless || REPLY=/tmp/ctrc-$RUN_ID
    if [[ ! -d $REPLY ]]; then
      undo run namespace_folder_remove "$RUN_ID"
      (umask 022 && mkdir -- "$REPLY") || die "cannot make $REPLY"
    fi
    [[ -O $REPLY && ! -L $REPLY ]] || die "somebody else has made $REPLY"
  fi
  (umask 022 && mkdir -p -- "$REPLY/root") || die "cannot make $REPLY"
}

# Usage: namespace_folder_remove NAME
namespace_folder_remove() {
  local path
  for path in "/run/ctrc-$1/root" "/run/ctrc-$1" "/tmp/ctrc-$1/root" "/tmp/ctrc-$1"; do
    [[ ! -O $path || ! -d $path || -L $path ]] || rmdir -- "$path" || return 1
  done
}
