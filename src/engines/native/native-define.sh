# ---- engine native: what a container is, worked out once for all its instances ----

# By container:
declare -A NATIVE_TOOL=() NATIVE_HOSTNAME=() NATIVE_LOOPBACK=() NATIVE_HOST_NETWORK=() NATIVE_USER=() NATIVE_MOUNTS=()

# Finds the tools, once.
native_begin() {
  local tool
  for tool in unshare nsenter setpriv mount sh; do
    tool_find "$tool"
    NATIVE_TOOL[$tool]=$REPLY
  done
  if is_rootless; then
    tool_find hostname
    NATIVE_TOOL[hostname]=$REPLY
  fi
  mkdir -p -- "$RUN_DIR/sys" || die "cannot make $RUN_DIR/sys"
}

# Sets REPLY to the program of util-linux that is missing.
native_lacks() {
  programs_lack unshare nsenter setpriv mount sh || :
  ! is_rootless || programs_lack hostname || :
}

# Usage: native_define CONTAINER OPTION…
native_define() {
  local container=$1
  ((${#NATIVE_TOOL[@]})) || native_begin
  container_options "$@"
  layered_define "$container"
  NATIVE_HOSTNAME[$container]=$O_HOSTNAME
  words_keep "$container.environment" "${O_ENVIRONMENT[@]}"
  native_define_namespaces "$container" "$O_NETWORK" ${O_JOINED[@]+"${O_JOINED[@]}"}
  native_define_privileges "$container"
  native_define_mounts "$container"
  layered_prepare "$container"
}

# Usage: native_define_namespaces CONTAINER NETWORK NAMESPACE…
# The words that join the named namespaces, then those that make the container's own.
native_define_namespaces() {
  local container=$1 network=$2 name kind fd enter=() own=()
  local -A is_joined=()
  NATIVE_USER[$container]=
  shift 2
  for name in "$@"; do
    for kind in pid mount uts ipc network cgroup user time; do
      fd=${NAMESPACE_FD[$name.$kind]-}
      [[ -n $fd ]] || continue
      is_joined[$kind]=1
      # By our number, since the command closes all descriptors but its own.
      case $kind.$fd in
        *.host) network=host ;;
        user.*) NATIVE_USER[$container]=/proc/$MAIN_PID/fd/$fd ;;
        *) enter+=("--${kind/network/net}=/proc/$MAIN_PID/fd/$fd") ;;
      esac
    done
  done
  for kind in pid mount uts ipc network cgroup; do
    [[ -z ${is_joined[$kind]-} ]] || continue
    [[ $kind != network || $network != host ]] || continue
    own+=("--${kind/network/net}")
  done
  [[ " ${own[*]} " != *' --mount '* ]] || own+=(--propagation slave)
  ((${#enter[@]} == 0)) || enter=("${NATIVE_TOOL[nsenter]}" "${enter[@]}" --no-fork --)
  words_keep "$container.enter" ${enter[@]+"${enter[@]}"} "${NATIVE_TOOL[unshare]}" ${own[@]+"${own[@]}"} \
    "${NATIVE_TOOL[sh]}" -c "$NATIVE_INIT" ctrc
  NATIVE_HOST_NETWORK[$container]=
  [[ $network != host ]] || NATIVE_HOST_NETWORK[$container]=yes
  NATIVE_LOOPBACK[$container]=
  case " ${own[*]} " in
    *' --net '*) [[ $network == none ]] || NATIVE_LOOPBACK[$container]=$RUN_DIR/sys/class/net/lo/flags ;;
  esac
  NATIVE_MOUNTS[$container]=${is_joined[mount]+joined}
}

# Usage: native_define_privileges CONTAINER
# The words that enter the user namespace, drop privileges and enter the root, all still by the host's programs. The
# user namespace comes so late because whoever is in one may neither mount nor move between cgroups any more; but to
# enter it gives all capabilities, so they are dropped after it.
native_define_privileges() {
  local set=${O_CAPABILITIES:+,+${O_CAPABILITIES//,/,+}} words=() name
  [[ -z ${NATIVE_USER[$1]} ]] || words+=("${NATIVE_TOOL[nsenter]}" "--user=${NATIVE_USER[$1]}" --)
  words+=("${NATIVE_TOOL[setpriv]}" --pdeathsig KILL)
  # The last step enters the root and changes the user; whoever is not root afterwards has no capabilities left.
  if [[ -n $O_UID && $O_UID != 0 ]]; then
    for name in sys_chroot setuid setgid; do
      [[ $set, == *",+$name,"* ]] || set+=,+$name
    done
  fi
  words+=("--bounding-set=-all$set")
  [[ $O_NO_NEW_PRIVILEGES == no ]] || words+=(--no-new-privs)
  # In the user namespace of a single user nobody may change them.
  is_alone || words+=(--clear-groups)
  words+=("${NATIVE_TOOL[nsenter]}" --root=/.. "--wd=/..$O_WORKDIR")
  [[ -z $O_UID || -z $ID_COUNT ]] || ((O_UID < ID_COUNT && O_GID < ID_COUNT)) ||
    lack "the container $1 is to be user $O_UID of group $O_GID, and without root there are only the ids below $ID_COUNT"
  [[ -z $O_UID ]] || is_alone || words+=(--setuid "$O_UID" --setgid "$O_GID")
  words_keep "$1.privileges" "${words[@]}" --
  # Of a second command, whose working directory is the container's root already.
  words_keep "$1.exec" "${words[@]//=\/../=.}" --
}

# Usage: native_define_mounts CONTAINER
# The table of mounts that all instances share. `/..` is what lies on top of the root of the mount namespace: the image
# is mounted there, and everything else on that; mount(8) leaves out targets that look mounted already, such as /proc.
native_define_mounts() {
  local container=$1 table='' path
  if [[ -n ${NATIVE_MOUNTS[$container]} ]]; then
    # What the others of the namespace see is theirs.
    NATIVE_MOUNTS[$container]=
    return 0
  fi
  # Of the pid namespace that the container makes or joins.
  table+=$'proc /../proc proc nosuid,nodev,noexec\n'
  [[ -z ${NATIVE_LOOPBACK[$container]} ]] || table+="sysfs $RUN_DIR/sys sysfs nosuid,nodev,noexec"$'\n'
  if [[ -n ${NATIVE_HOST_NETWORK[$container]} ]]; then
    # Every network namespace has a sysfs of its own; that of the host is there already.
    mount_flags /sys
    table+="/sys /../sys none bind,ro$FLAGS"$'\n'
  else
    table+=$'sysfs /../sys sysfs ro,nosuid,nodev,noexec\n'
  fi
  if [[ -n $O_IMAGE ]]; then
    native_device_folder
    layered_targets
    layered_skeleton "$container" ${TARGETS[@]+"${TARGETS[@]}"}
    mount_flags "$RUN_DIR"
    table+="$RUN_DIR/dev /../dev none bind,ro,nosuid,noexec$FLAGS"$'\n'
    for path in null zero full random urandom tty; do
      table+="/dev/$path /../dev/$path none bind"$'\n'
    done
    table+=$'devpts /../dev/pts devpts nosuid,noexec,newinstance,ptmxmode=0666,mode=620\n'
    table+=$'tmpfs /../dev/shm tmpfs nosuid,nodev,mode=1777\n'
    [[ ! -d /dev/mqueue ]] || table+=$'mqueue /../dev/mqueue mqueue nosuid,nodev,noexec\n'
  fi
  # What would tell or change something of the host.
  for path in kcore keys latency_stats timer_list timer_stats sched_debug; do
    [[ ! -e /proc/$path ]] || table+="/dev/null /../proc/$path none bind"$'\n'
  done
  for path in proc/acpi proc/scsi sys/firmware; do
    [[ ! -d /$path ]] || table+="tmpfs /../$path tmpfs ro,nosuid,nodev,noexec,size=0"$'\n'
  done
  for path in bus fs irq sys sysrq-trigger; do
    [[ ! -e /proc/$path ]] || table+="/../proc/$path /../proc/$path none bind,ro"$'\n'
  done
  layered_own_mounts /..
  NATIVE_MOUNTS[$container]=$table$REPLY
}

# Makes, once, the folder that every container of an image gets as /dev: mount points for the host's harmless devices.
native_device_folder() {
  local directory=$RUN_DIR/dev name
  [[ ! -d $directory ]] || return 0
  umask 022
  mkdir -p -- "$directory/pts" "$directory/shm" "$directory/mqueue" || die "cannot make $directory"
  for name in null zero full random urandom tty; do : >"$directory/$name"; done
  umask 077
  ln -s pts/ptmx "$directory/ptmx" || die "cannot fill $directory"
  cp -P /dev/fd /dev/stdin /dev/stdout /dev/stderr "$directory" || die "cannot fill $directory"
}
