# ---- engines that want a file tree in a folder: a mount namespace apart, in which there is one ----

# The engine is started in a mount namespace of its own in which the files of the instance are mounted on
# SECLUDED_ROOT[container], so that the host's table of mounts never changes, whatever ends when. By container: lines that are mounted besides,
# whether it boots, and whether the engine makes a user namespace for it.
declare -A SECLUDED_ROOT=() SECLUDED_MOUNTS=() SECLUDED_BOOTS=() SECLUDED_MAPS=()
# By instance: how the engine calls the cgroup that it makes below the instance's.
I_WITHIN=()

# Usage: secluded_define CONTAINER KIND…
# After `container_options`: notes what the engine is to be started in, for namespaces of those KINDs; the others have been
# refused. Sets SECLUDED_JOINED to the kinds that it joins, and O_NETWORK to host when that is the host's.
secluded_define() {
  local container=$1 name kind fd enter=()
  SECLUDED_JOINED=' '
  for name in ${O_JOINED[@]+"${O_JOINED[@]}"}; do
    for kind in "${@:2}"; do
      fd=${NAMESPACE_FD[$name.$kind]-}
      [[ -n $fd ]] || continue
      if [[ $fd == host ]]; then
        O_NETWORK=host
        continue
      fi
      SECLUDED_JOINED+="$kind "
      enter+=("--${kind/network/net}=/proc/$MAIN_PID/fd/$fd")
    done
  done
  tool_find unshare
  WORDS=("$REPLY" --mount --propagation slave)
  if ((${#enter[@]})); then
    tool_find nsenter
    WORDS=("$REPLY" "${enter[@]}" --no-fork -- "${WORDS[@]}")
  fi
  words_keep "$container.enter" "${WORDS[@]}"
  SECLUDED_BOOTS[$container]=$O_BOOT SECLUDED_MAPS[$container]=$O_ID_MAP
  namespace_folder "$RUN_DIR/secluded"
  # Every instance has the folder for itself, since engines lock the tree that they are given.
  SECLUDED_MOUNTS[$container]="tmpfs $REPLY tmpfs mode=0755"$'\n' SECLUDED_ROOT[$container]=$REPLY/root
  secluded_define_exec "$container"
}

# Usage: secluded_define_exec CONTAINER
# The words that take a second command's privileges, still by the host's programs, and then enter its root.
secluded_define_exec() {
  local set=${O_CAPABILITIES:+,+${O_CAPABILITIES//,/,+}} name words=()
  if [[ $O_CAPABILITIES != engine ]]; then
    # It enters the root by a program of the host, which could not without this one. Whoever is not root has none afterwards.
    if [[ ,$O_CAPABILITIES, != *,sys_chroot,* && ${O_UID:-0} == 0 ]]; then
      words_keep "$1.exec"
      return 0
    fi
    # The last step enters the root and changes the user.
    for name in sys_chroot setuid setgid; do
      [[ -z $O_UID || $O_UID == 0 || $set, == *",+$name,"* ]] || set+=,+$name
    done
    words+=("--bounding-set=-all$set")
  fi
  [[ $O_NO_NEW_PRIVILEGES == no ]] || words+=(--no-new-privs)
  tool_find setpriv
  words=("$REPLY" ${words[@]+"${words[@]}"} --clear-groups)
  tool_find nsenter
  # The working directory is the container's root already, while all paths are still the host's.
  words+=("$REPLY" --root=. "--wd=.$O_WORKDIR")
  [[ -z $O_UID ]] || words+=(--setuid "$O_UID" --setgid "$O_GID")
  words_keep "$1.exec" "${words[@]}" --
  words_keep "$1.environment" "${O_ENVIRONMENT[@]}"
}

# Usage: secluded_start N LEAF COMMAND…
# Starts the engine in the cgroup LEAF, and returns when the files are mounted. What it mounts besides comes first.
secluded_start() {
  local n=$1 leaf=$2 container=${I_CONTAINER[$1]} root
  shift 2
  root=${I_ROOT[n]/ \/.. / ${SECLUDED_ROOT[$container]} }
  words_of "$container.enter"
  # Read before the engine is started: one file serves all.
  printf '%s%s,X-mount.mkdir\n' "${SECLUDED_MOUNTS[$container]}" "$root" >"$RUN_DIR/fstab" || die "cannot write to $RUN_DIR/fstab"
  report_open
  (
    umask 022
    signals_default
    # Where the relative paths of the table of mounts begin.
    [[ -z ${LAYERED_IMAGE[$container]} ]] || cd -- "$RUN_DIR/storage/${LAYERED_STORAGE[$container]}" || exit 125
    group_join "$leaf"
    descriptors_close
    export -n "${EXPORTED[@]}" LC_ALL
    # A session of its own: LXC ends with the signal that ended the container, which it sends to its whole group.
    # Since 2.39 mount(8) hands each option over by itself, of which the kernel takes 255 characters.
    # shellcheck disable=SC2016 # It is for sh to expand.
    exec "${WORDS[@]}" setsid sh -c \
      'LIBMOUNT_FORCE_MOUNT2=always mount -a -T "$1" || exit 125; echo mounted >&7; exec 7>&-; cd /; shift; exec "$@"' \
      sh "$RUN_DIR/fstab" "$@"
  ) 7>&"$REPORTER" <"$STDIN" 1>&"$STDOUT_FD" 2>&"$STDERR_FD" &
  I_PROCESS[n]=$!
  report_listen
  report_read || die "cannot mount the files of the container ${I_NAME[n]}: $(<"$STDERR")"
  report_close
  I_STATE[n]=running
}

# Usage: secluded_await N PATH NAME PROGRAM
# Waits until the first process of the container is in the cgroup PATH, and, called NAME, has started the command, or, where a
# system boots, is no longer PROGRAM, the engine; sets I_PID to it. Fails when the engine ends before: either it could not, or the command was quick.
secluded_await() {
  local n=$1 pid name child
  I_PID[n]=
  while process_lives "${I_PROCESS[n]}"; do
    cgroup_processes "$2"
    for pid in ${PIDS[@]+"${PIDS[@]}"}; do
      process_is_first "$pid" || continue
      I_PID[n]=$pid
      read -r name <"/proc/$pid/comm" || name=
      if [[ -n ${SECLUDED_BOOTS[${I_CONTAINER[n]}]} ]]; then
        # LXC runs from a copy of itself in memory.
        [[ $name == "${4##*/}" || ! -e /proc/$pid/exe || /proc/$pid/exe -ef $4 ]] || return 0
      else
        # The line does not end.
        child=
        read -r child _ <"/proc/$pid/task/$pid/children" || :
        [[ $name != "$3" || -z $child ]] || return 0
      fi
    done 2>/dev/null
    pause 0.0005
  done
  return 1
}

# Usage: process_is_first PID
# Whether it is process 1 of a pid namespace below ours.
process_is_first() {
  local key='' ids=''
  while read -r key ids; do
    [[ $key != NSpid: ]] || break
  done <"/proc/$1/status"
  [[ $key == NSpid: && $ids == *[[:space:]]1 ]]
}

# Usage: secluded_enter N
# The container is complete when its command has been started.
secluded_enter() { :; }

# Usage: secluded_join N
# Moves this subshell into the innermost cgroup that takes it, of those that the engine, or a system in the container, has
# made below the instance's.
secluded_join() {
  local h path found
  for h in "${!H_RUN[@]}"; do
    [[ -n ${H_USED[h]} ]] || continue
    found=
    for path in "/${I_WITHIN[$1]}/init.scope" "/${I_WITHIN[$1]}" ''; do
      path=${H_RUN[h]}/${I_LEAF[$1]}$path/${JOIN_FILE[H_VERSION[h]]}
      if [[ -e $path ]] && cgroup_put "$path" 0; then
        found=1
        break
      fi
    done
    [[ -n $found ]] || die "cannot join the cgroup of the container ${I_NAME[$1]}"
  done
}

# Usage: secluded_exec N NANOSECONDS
# Runs ARGV in the namespaces and the cgroup of the instance.
secluded_exec() {
  local n=$1 container=${I_CONTAINER[$1]} privileges
  words_of "$container.exec"
  ((${#WORDS[@]})) || die "cannot run a second command in the container ${I_NAME[n]}: who is root in it needs the capability sys_chroot for that"
  privileges=("${WORDS[@]}")
  words_of "$container.environment"
  tool_find nsenter
  # To enter a user namespace gives all capabilities: they are dropped after it.
  [[ -z ${SECLUDED_MAPS[$container]} ]] || privileges=("$REPLY" "--user=/proc/${I_PID[n]}/ns/user" -- "${privileges[@]}")
  (
    umask 022
    signals_default
    secluded_join "$n"
    descriptors_close
    set -- "$REPLY" --target "${I_PID[n]}" --mount --uts --ipc --net --pid --cgroup \
      --root=/ "--wd=/proc/${I_PID[n]}/root" -- "${privileges[@]}" "${ARGV[@]}"
    # Variables of the container may be called like ours.
    export -n "${EXPORTED[@]}" LC_ALL
    export "${WORDS[@]}"
    exec "$@"
  ) <"$STDIN" 1>&"$STDOUT_FD" 2>&"$STDERR_FD" &
  if ! process_wait "$!" "$2"; then
    process_kill "$!"
    process_wait "$!" ''
    STATUS=124
  fi
}

# Usage: secluded_stop N SECONDS
# The first process is the engine's: its child is the command, which gets TERM. A system is asked to power off.
secluded_stop() {
  local child=''
  cgroup_freeze "${I_LEAF[$1]}" no || :
  if [[ -n ${SECLUDED_BOOTS[${I_CONTAINER[$1]}]} ]]; then
    boot_halt "$1"
    layered_wait "$1" 90000000000
    return 0
  fi
  read -r child _ 2>/dev/null <"/proc/${I_PID[$1]}/task/${I_PID[$1]}/children" || :
  [[ -z $child ]] || kill -TERM "$child" 2>/dev/null || :
  layered_wait "$1" $(($2 * 1000000000))
}

# Usage: secluded_view N
# As `layered_view`; the files of an instance that runs are mounted where its engine is.
secluded_view() {
  layered_view "$1"
  [[ $REPLY != '/.. '* ]] || REPLY="${SECLUDED_ROOT[${I_CONTAINER[$1]}]} /.. none bind"
}
