# ---- engine native: what a container is, worked out once for all its instances ----

# By container:
declare -A NATIVE_TOOL=() NATIVE_IMAGE=() NATIVE_STORAGE=() NATIVE_GROUP=() NATIVE_HOSTNAME=() NATIVE_READ_ONLY=()
declare -A NATIVE_BASE=() NATIVE_SKELETON=() NATIVE_LOOPBACK=() NATIVE_HOST_NETWORK=() NATIVE_USER=() NATIVE_MOUNTS=() NATIVE_NEXT=() NATIVE_MADE=()
# SKELETONS[targets] is the number of a folder of mount points, NATIVE_SKELETON[container] that of the container's.
declare -A SKELETONS=()
# The words of all containers in one array: those of a KIND begin at NATIVE_FROM[c.KIND] and are NATIVE_COUNT[c.KIND].
declare -A NATIVE_FROM=() NATIVE_COUNT=()
NATIVE_WORDS=()

# Finds the tools, once.
native_begin() {
  local tool
  for tool in unshare nsenter setpriv mount sh; do
    tool_find "$tool"
    NATIVE_TOOL[$tool]=$REPLY
  done
  mkdir -p -- "$RUN_DIR/sys" || die "cannot make $RUN_DIR/sys"
}

# Usage: native_words CONTAINER KIND WORD…
native_words() {
  NATIVE_FROM[$1.$2]=${#NATIVE_WORDS[@]}
  NATIVE_COUNT[$1.$2]=$(($# - 2))
  NATIVE_WORDS+=("${@:3}")
}

# Usage: native_words_of CONTAINER KIND
# Sets WORDS.
native_words_of() {
  WORDS=("${NATIVE_WORDS[@]:${NATIVE_FROM[$1.$2]}:${NATIVE_COUNT[$1.$2]}}")
}

# Usage: native_define CONTAINER OPTION…
native_define() {
  local container=$1 image='' group=_ network='' hostname=$1 workdir='' uid='' gid='' privileges=no read_only='' path
  # Docker's default set.
  local capabilities=chown,dac_override,fowner,fsetid,kill,setgid,setuid,setpcap,net_bind_service,net_raw,sys_chroot,mknod,audit_write,setfcap
  local joined=() environment=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/) targets=() mounts='' storage=default
  ((${#NATIVE_TOOL[@]})) || native_begin
  shift
  while (($#)); do
    case $1 in
      --root) ;;
      --image) image=$2 ;;
      --storage) storage=$2 ;;
      --cgroup) group=$2 ;;
      --join) joined+=("$2") ;;
      --network) network=$2 ;;
      --hostname) hostname=$2 ;;
      --workdir) workdir=$2 ;;
      --capabilities) capabilities=$2 ;;
      --no-new-privileges) [[ $2 == on ]] || privileges=yes ;;
      --read-only)
        read_only=,ro
        shift
        continue
        ;;
      --user)
        uid=$2 gid=$3
        shift
        ;;
      --env)
        environment+=("$2=$3")
        shift
        ;;
      --tmpfs)
        fstab_field "$2"
        mounts+="tmpfs /..$REPLY tmpfs nosuid,nodev,mode=1777${3:+,size=$3}"$'\n'
        targets+=("$2/")
        shift
        ;;
      --mount)
        recipe_path "$2"
        path=$REPLY
        [[ -e $path ]] || die "there is no $path to mount"
        fstab_field "$path"
        mounts+=$REPLY
        fstab_field "$3"
        mounts+=" /..$REPLY none bind,nosuid,nodev${4/rw/}"$'\n'
        mounts=${mounts/nodevro$'\n'/nodev,ro$'\n'}
        if [[ -d $path ]]; then targets+=("$3/"); else targets+=("$3"); fi
        shift 2
        ;;
      *) die "the native engine has no option $1" ;;
    esac
    shift 2
  done
  NATIVE_IMAGE[$container]=$image NATIVE_STORAGE[$container]=$storage NATIVE_GROUP[$container]=$group
  NATIVE_HOSTNAME[$container]=$hostname NATIVE_READ_ONLY[$container]=$read_only
  # In the next cell of the matrix the numbers go on: no cgroup has a past.
  NATIVE_NEXT[$container]=${NATIVE_NEXT[$container]:-1}
  NATIVE_MADE[$container]=$((NATIVE_NEXT[$container] - 1))
  native_words "$container" environment "${environment[@]}"
  native_define_namespaces "$container" "$network" ${joined[@]+"${joined[@]}"}
  native_define_privileges "$container" "$capabilities" "$privileges" "$uid" "$gid" "$workdir"
  native_define_mounts "$container" "$image" "$mounts" ${targets[@]+"${targets[@]}"}
  if [[ -n $image ]]; then
    storage_import "$storage" "$image" "$container" "${NATIVE_SKELETON[$container]}"
    NATIVE_BASE[$container]=$REPLY
  fi
  [[ $group != _ ]] || group_none
  native_reserve "$container"
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
  native_words "$container" enter ${enter[@]+"${enter[@]}"} "${NATIVE_TOOL[unshare]}" ${own[@]+"${own[@]}"} \
    "${NATIVE_TOOL[sh]}" -c "$NATIVE_INIT" ctrc
  NATIVE_HOST_NETWORK[$container]=
  [[ $network != host ]] || NATIVE_HOST_NETWORK[$container]=yes
  NATIVE_LOOPBACK[$container]=
  case " ${own[*]} " in
    *' --net '*) [[ $network == none ]] || NATIVE_LOOPBACK[$container]=$RUN_DIR/sys/class/net/lo/flags ;;
  esac
  NATIVE_MOUNTS[$container]=${is_joined[mount]+joined}
}

# Usage: native_define_privileges CONTAINER CAPABILITIES PRIVILEGES UID GID WORKDIR
# The words that enter the user namespace, drop privileges and enter the root, all still by the host's programs. The
# user namespace comes so late because whoever is in one may neither mount nor move between cgroups any more; but to
# enter it gives all capabilities, so they are dropped after it.
native_define_privileges() {
  local set=${2:+,+${2//,/,+}} words=() name
  [[ -z ${NATIVE_USER[$1]} ]] || words+=("${NATIVE_TOOL[nsenter]}" "--user=${NATIVE_USER[$1]}" --)
  words+=("${NATIVE_TOOL[setpriv]}" --pdeathsig KILL)
  # The last step enters the root and changes the user; whoever is not root afterwards has no capabilities left.
  if [[ -n $4 && $4 != 0 ]]; then
    for name in sys_chroot setuid setgid; do
      [[ $set, == *",+$name,"* ]] || set+=,+$name
    done
  fi
  words+=("--bounding-set=-all$set")
  [[ $3 == yes ]] || words+=(--no-new-privs)
  words+=(--clear-groups)
  words+=("${NATIVE_TOOL[nsenter]}" --root=/.. "--wd=/..$6")
  [[ -z $4 ]] || words+=(--setuid "$4" --setgid "$5")
  native_words "$1" privileges "${words[@]}" --
}

# Usage: native_define_mounts CONTAINER IMAGE MOUNTS TARGET…
# The table of mounts that all instances share. `/..` is what lies on top of the root of the mount namespace: the image
# is mounted there, and everything else on that; mount(8) leaves out targets that look mounted already, such as /proc.
native_define_mounts() {
  local container=$1 image=$2 mounts=$3 table='' path
  shift 3
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
    table+=$'/sys /../sys none bind,ro\n'
  else
    table+=$'sysfs /../sys sysfs ro,nosuid,nodev,noexec\n'
  fi
  if [[ -n $image ]]; then
    native_device_folder
    native_skeleton "$container" "$@"
    table+="$RUN_DIR/dev /../dev none bind,ro,nosuid,noexec"$'\n'
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
  NATIVE_MOUNTS[$container]=$table$mounts
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

# Usage: native_skeleton CONTAINER TARGET…
# Makes the folder whose mount points lie below the image, one for all containers with the same. A target that ends in a
# slash is a directory.
native_skeleton() {
  local container=$1 key directory target folders=()
  shift
  printf -v key '%q ' "$@"
  if [[ -n ${SKELETONS[$key]-} ]]; then
    NATIVE_SKELETON[$container]=${SKELETONS[$key]}
    return 0
  fi
  SKELETONS[$key]=$((${#SKELETONS[@]} + 1))
  NATIVE_SKELETON[$container]=${SKELETONS[$key]} directory=$RUN_DIR/skeleton/${SKELETONS[$key]}
  folders=("$directory/proc" "$directory/sys" "$directory/dev")
  for target in "$@"; do folders+=("$directory${target%/*}"); done
  umask 022
  mkdir -p -- "${folders[@]}" || die "cannot make $directory"
  for target in "$@"; do
    [[ $target == */ ]] || : >"$directory$target"
  done
  umask 077
}

# Usage: fstab_field TEXT
# Sets REPLY to TEXT as a field of a table of mounts.
fstab_field() {
  REPLY=${1//\\/\\134}
  REPLY=${REPLY// /\\040}
  REPLY=${REPLY//$'\t'/\\011}
  REPLY=${REPLY//$'\n'/\\012}
}
