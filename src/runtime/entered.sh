# ---- containers that are entered by nsenter, by process id ----

# Whether a container is in a user namespace.
declare -A ENTERED_MAPS=()
# By instance: how the engine calls the cgroup that it makes below the instance's.
I_WITHIN=()

# Usage: entered_define CONTAINER
# The words that take a second command's privileges, still by the host's programs, and then enter its root.
entered_define() {
  local set=${O_CAPABILITIES:+,+${O_CAPABILITIES//,/,+}} name words=()
  ENTERED_MAPS[$1]=$O_ID_MAP
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
  words=("$REPLY" ${words[@]+"${words[@]}"})
  # In the user namespace of a single user nobody may change them.
  is_alone || words+=(--clear-groups)
  tool_find nsenter
  # The working directory is the container's root already, while all paths are still the host's.
  words+=("$REPLY" --root=. "--wd=.$O_WORKDIR")
  [[ -z $O_UID ]] || words+=(--setuid "$O_UID" --setgid "$O_GID")
  words_keep "$1.exec" "${words[@]}" --
  words_keep "$1.environment" "${O_ENVIRONMENT[@]}"
}

# Usage: entered_enter N
# Waits until the first process has entered its root, of which the sign is another /proc; until then whoever follows it there by
# its process id would be elsewhere.
entered_enter() {
  local root=/proc/${I_PID[$1]}/root
  while process_lives "${I_PID[$1]}" && [[ ! -d $root/proc/1 || $root/proc -ef /proc ]]; do
    pause 0.0005
  done
}

# Usage: entered_join N
# Moves this subshell into the innermost cgroup that takes it, of those that the engine, or a system in the container, has
# made below the instance's.
entered_join() {
  local h path found
  for h in "${!H_RUN[@]}"; do
    # Other cells may have come to use a hierarchy since the cgroup was made.
    [[ -n ${H_USED[h]} && -d ${H_RUN[h]}/${I_LEAF[$1]} ]] || continue
    found=
    for path in "/${I_WITHIN[$1]-}/init.scope" "/${I_WITHIN[$1]-}" ''; do
      path=${H_RUN[h]}/${I_LEAF[$1]}$path/${JOIN_FILE[H_VERSION[h]]}
      if [[ -e $path ]] && cgroup_put "$path" 0; then
        found=1
        break
      fi
    done
    [[ -n $found ]] || die "cannot join the cgroup of the container ${I_NAME[$1]}"
  done
}

# Usage: entered_exec N NANOSECONDS
# Runs ARGV in the namespaces and the cgroup of the instance.
entered_exec() {
  local n=$1 container=${I_CONTAINER[$1]} privileges
  words_of "$container.exec"
  ((${#WORDS[@]})) || die "cannot run a second command in the container ${I_NAME[n]}: who is root in it needs the capability sys_chroot for that"
  privileges=("${WORDS[@]}")
  words_of "$container.environment"
  tool_find nsenter
  # To enter a user namespace gives all capabilities: they are dropped after it.
  [[ -z ${ENTERED_MAPS[$container]-} ]] || privileges=("$REPLY" "--user=/proc/${I_PID[n]}/ns/user" -- "${privileges[@]}")
  (
    umask 022
    signals_default
    entered_join "$n"
    descriptors_close
    set -- "$REPLY" --target "${I_PID[n]}" --mount --uts --ipc --net --pid --cgroup \
      --root=/ "--wd=/proc/${I_PID[n]}/root" -- "${privileges[@]}" "${ARGV[@]}"
    # Variables of the container may be called like ours.
    export -n "${EXPORTED[@]}" LC_ALL
    export "${WORDS[@]}"
    exec "$@"
  ) <"$STDIN" 1>&"$STDOUT_FD" 2>&"$STDERR_FD" &
  process_within "$!" "$2"
}
