# ---- engine lxc: what a container is, as a configuration file of LXC ----

# Sets REPLY to what is missing.
lxc_lacks() {
  programs_lack lxc-execute lxc-start mount nsenter setpriv setsid sh unshare || lxc_lacks_devices || :
}

# Sets REPLY when nothing here could keep a container from the host's devices. Who is not root cannot make any, and is not let at more
# than he himself.
lxc_lacks_devices() {
  local line
  ! is_rootless || return 0
  while read -r line; do
    case $line in *' - cgroup '*devices* | *' /sys/fs/cgroup '*' - cgroup2 '*) return 1 ;; esac
  done </proc/self/mountinfo
  REPLY='this host has no cgroup controller for devices'
}

# Usage: lxc_define CONTAINER OPTION…
lxc_define() {
  local container=$1
  container_options "$@"
  INIT_BOOTS[$container]=$O_BOOT
  layered_define "$container" client/start
  rooted_define "$container" network uts ipc
  entered_define "$container"
  lxc_begin
  if [[ -n $O_IMAGE ]]; then
    layered_targets
    layered_skeleton "$container" ${TARGETS[@]+"${TARGETS[@]}"}
  fi
  # In a user namespace the kernel lets nobody mount a /proc that shows more than those that are there, one of which is partly covered.
  [[ -z $O_ID_MAP ]] || ROOTED_MOUNTS[$container]+="proc ${ROOTED_ROOT[$container]%/*}/proc proc nosuid,nodev,noexec,X-mount.mkdir"$'\n'
  # LXC makes its cgroups below that of process 1: what it reads of that is ours to say.
  ROOTED_MOUNTS[$container]+="$RUN_DIR/lxc/cgroup /proc/1/cgroup none bind"$'\n'
  lxc_subordinate_ids "$container"
  lxc_configure "$container" >"$RUN_DIR/lxc/$container.conf" || die "cannot write to $RUN_DIR/lxc"
  lxc_words "$container"
  layered_prepare "$container"
}

# Usage: lxc_subordinate_ids CONTAINER
# Where there is newuidmap, LXC lets that write the map, which takes only what the host has set aside for root.
lxc_subordinate_ids() {
  local file map
  [[ -n $O_ID_MAP ]] && hash newuidmap 2>/dev/null || return 0
  for map in ${O_ID_MAP//,/ }; do printf 'root:%s\n' "${map#*:}"; done >"$RUN_DIR/lxc/$1.ids" || die "cannot write to $RUN_DIR/lxc"
  for file in /etc/subuid /etc/subgid; do
    [[ ! -e $file ]] || ROOTED_MOUNTS[$1]+="$RUN_DIR/lxc/$1.ids $file none bind"$'\n'
  done
}

# Uses the hierarchies that LXC needs, and says which those are.
lxc_begin() {
  local h line
  [[ -z ${HIERARCHY_OF[devices]-} ]] || cgroup_use "${HIERARCHY_OF[devices]}"
  if [[ -n $O_BOOT ]]; then
    for h in "${!H_RUN[@]}"; do cgroup_use "$h"; done
  fi
  if [[ ! -d $RUN_DIR/lxc ]]; then
    undo run lxc_locks_remove "$RUN_ID"
    mkdir -- "$RUN_DIR/lxc" || die "cannot make $RUN_DIR/lxc"
  fi
  for h in "${!H_RUN[@]}"; do
    [[ -n ${H_USED[h]} ]] || continue
    line=$((h + 1)):${H_TOP[h]##*/}
    ((H_VERSION[h] == 1)) || line=0:
    printf '%s:%s\n' "$line" "${H_RUN[h]#"${H_TOP[h]}"}"
  done >"$RUN_DIR/lxc/cgroup" || die "cannot write to $RUN_DIR/lxc"
  # Without root there may be none, and LXC cannot read an empty file: this one is not mounted anywhere.
  [[ -s $RUN_DIR/lxc/cgroup ]] || printf '1:name=ctrc-%s:/\n' "$RUN_ID" >"$RUN_DIR/lxc/cgroup" || die "cannot write to $RUN_DIR/lxc"
}

# Usage: lxc_locks_remove NAME
# LXC makes a folder for locks in /run, with all of the path that it is given. Others may have theirs beside it.
lxc_locks_remove() {
  local path
  for path in "$RUN_DIR/rooted" "/run/ctrc-$1"; do
    [[ ! -d /run/lxc/lock$path ]] || rmdir -p --ignore-fail-on-non-empty -- "/run/lxc/lock$path"
  done
}

# Usage: lxc_configure CONTAINER
# Prints the configuration. Values that may hold anything are handed over as words instead, see `lxc_words`.
lxc_configure() {
  local kind cloned='mnt pid cgroup' network=$O_NETWORK line
  [[ $ROOTED_JOINED != *' network '* ]] || network=host
  for kind in uts ipc; do [[ $ROOTED_JOINED == *" $kind "* ]] || cloned+=" $kind"; done
  [[ $network == host ]] || cloned+=' net'
  # LXC writes a file where the files of a container begin, which whoever is not root cannot among those of the host: said nothing, it
  # takes those that it has itself.
  [[ -z $O_IMAGE ]] && is_rootless ||
    printf '%s\n' "lxc.rootfs.path = dir:${ROOTED_ROOT[$1]}" "lxc.rootfs.mount = ${ROOTED_ROOT[$1]}"
  printf '%s\n' 'lxc.console.path = none' 'lxc.tty.max = 0'
  lxc_id_map
  [[ -z $O_ID_MAP ]] || cloned+=' user'
  # In the others it stays where it is started.
  printf 'lxc.namespace.clone = %s\n' "$cloned"
  case $network in
    host) echo 'lxc.net.0.type = none' ;;
    # Without any device that it is told of, LXC leaves loopback down.
    none) ;;
    *) printf '%s\n' 'lxc.net.0.type = empty' 'lxc.net.0.flags = up' ;;
  esac
  if [[ -n $O_BOOT ]]; then
    echo 'lxc.mount.auto = proc:mixed sys:mixed cgroup:mixed'
  else
    echo 'lxc.mount.auto = proc:mixed sys:ro'
  fi
  # The host's own files have the host's /dev. Where there are to be terminals, LXC puts an empty file in the place of /dev/ptmx, on
  # which it mounts the container's: the host would have no terminals any more.
  if [[ -n $O_IMAGE ]]; then
    lxc_terminals "$1"
    lxc_devices
  else
    printf '%s\n' 'lxc.autodev = 0' 'lxc.pty.max = 0'
  fi
  case $O_CAPABILITIES in
    # As in the configuration that LXC's templates include.
    engine) echo 'lxc.cap.drop = mac_admin mac_override sys_time sys_module sys_rawio' ;;
    '') echo 'lxc.cap.keep = none' ;;
    *) printf 'lxc.cap.keep = %s\n' "${O_CAPABILITIES//,/ }" ;;
  esac
  [[ $O_NO_NEW_PRIVILEGES == no ]] || echo 'lxc.no_new_privs = 1'
  [[ -z $O_APPARMOR ]] || printf 'lxc.apparmor.profile = %s\n' "$O_APPARMOR"
  [[ -z $O_UID ]] || printf '%s\n' "lxc.init.uid = $O_UID" "lxc.init.gid = $O_GID"
  [[ -z $O_IMAGE ]] || echo 'lxc.mount.entry = tmpfs dev/shm tmpfs nosuid,nodev,mode=1777,create=dir 0 0'
  layered_own_mounts @
  while read -r line; do
    [[ -z $line ]] || printf 'lxc.mount.entry = %s 0 0\n' "${line/ @\// }"
  done <<<"$REPLY"
  lxc_limits
}

# How the container's own user namespace maps ids.
lxc_id_map() {
  local map
  for map in ${O_ID_MAP//,/ }; do
    printf 'lxc.idmap = %s\n' "u ${map//:/ }" "g ${map//:/ }"
  done
}

# Usage: lxc_terminals CONTAINER
# A container's own pseudo-terminals. LXC gives them to the group 5, which is not there in the user namespace of a single user.
lxc_terminals() {
  if is_alone; then
    printf '%s\n' 'lxc.pty.max = 0' 'lxc.mount.entry = devpts dev/pts devpts newinstance,ptmxmode=0666,mode=620,nosuid,noexec,create=dir 0 0' \
      'lxc.hook.version = 1' "lxc.hook.autodev = ln -s pts/ptmx ${ROOTED_ROOT[$1]}/dev/ptmx"
  else
    echo 'lxc.pty.max = 1024'
  fi
}

# The devices that a container may use. On version 2 LXC makes a filter of them.
lxc_devices() {
  local device version=''
  ! is_rootless || return 0
  [[ -n ${HIERARCHY_OF[devices]-} ]] || version=2
  echo "lxc.cgroup$version.devices.deny = a"
  for device in 'c *:* m' 'b *:* m' 'c 1:3 rwm' 'c 1:5 rwm' 'c 1:7 rwm' 'c 1:8 rwm' 'c 1:9 rwm' 'c 5:0 rwm' 'c 5:1 rwm' 'c 5:2 rwm' 'c 136:* rwm'; do
    echo "lxc.cgroup$version.devices.allow = $device"
  done
}

# The limits of the container's group, once more for the cgroup that LXC makes.
lxc_limits() {
  local file value
  while read -r file value; do
    [[ -n $file ]] || continue
    cgroup_controller "$file"
    if ((H_VERSION[HIERARCHY] == 2)); then
      [[ $file == memory.swap.max ]] || echo "lxc.cgroup2.$file = $value"
    else
      cgroup_terms_v1 "$file" "$value"
      printf 'lxc.cgroup.%s = %s\n' ${TERMS[@]+"${TERMS[@]}"}
    fi
  done <<<"${GROUP_LIMITS[$O_GROUP]-}"
}

# Usage: lxc_words CONTAINER
# The words of LXC for all instances: a line of its file could hold no newline.
lxc_words() {
  local value words=(--lxcpath="${ROOTED_ROOT[$1]%/*}" --rcfile="$RUN_DIR/lxc/$1.conf" --logpriority=ERROR -s "lxc.uts.name=$O_HOSTNAME")
  for value in "${O_ENVIRONMENT[@]}"; do
    [[ $value != *[[:space:]] ]] || die "LXC drops the blanks at the end of an environment variable: $value"
    words+=(-s "lxc.environment=$value")
  done
  [[ -z $O_WORKDIR ]] || words+=(-s "lxc.init.cwd=$O_WORKDIR")
  [[ $ROOTED_JOINED != *' uts '* ]] || words=("${words[@]/#lxc.uts.name=*/lxc.tty.max=0}")
  # On version 1 the kernel counts its kills in the innermost cgroup alone, which LXC removes.
  LXC_COUNTS_OOM[$1]=
  if [[ ${GROUP_LIMITS[$O_GROUP]-} == *memory.max* ]] && ((H_VERSION[HIERARCHY_OF[memory]] == 1)); then LXC_COUNTS_OOM[$1]=yes; fi
  words_keep "$1.lxc" "${words[@]}"
}
