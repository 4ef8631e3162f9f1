# ---- engine bwrap: bubblewrap ----

# It makes no cgroup and has no daemon: the program is in the container's cgroup from its start.

# Sets REPLY to the program that is missing.
bwrap_lacks() {
  programs_lack bwrap mount nsenter setpriv sh unshare || :
}

# Usage: bwrap_define CONTAINER OPTION…
bwrap_define() {
  local container=$1 words
  container_options "$@"
  layered_define "$container"
  LAYERED_BUNDLES[$container]=yes
  entered_define "$container"
  rooted_define "$container"
  layered_targets
  layered_skeleton "$container" ${TARGETS[@]+"${TARGETS[@]}"}
  layered_prepare "$container"
  bwrap_isolation
  words=("${WORDS[@]}")
  bwrap_mounts "${ROOTED_ROOT[$container]}"
  words_keep "$container.bwrap" "${words[@]}" "${WORDS[@]}"
}

# Sets WORDS to the options about namespaces, privileges and the environment.
bwrap_isolation() {
  local word
  WORDS=()
  # In it from its start, and root there: its own way to join it would keep a user who is nobody in it.
  [[ -z $O_USER_NAMESPACE ]] || WORDS=(nsenter --user="$O_USER_NAMESPACE" --setuid 0 --setgid 0 --)
  WORDS+=(bwrap --die-with-parent --as-pid-1 --info-fd 8 --unshare-pid --unshare-ipc --unshare-uts --unshare-cgroup)
  [[ $O_NETWORK == host ]] || WORDS+=(--unshare-net)
  WORDS+=(--hostname "$O_HOSTNAME" --cap-drop ALL)
  for word in ${O_CAPABILITIES//,/ }; do WORDS+=(--cap-add "CAP_${word^^}"); done
  WORDS+=(--clearenv)
  for word in "${O_ENVIRONMENT[@]}"; do
    [[ $word =~ ^[^=]* ]]
    WORDS+=(--setenv "${BASH_REMATCH[0]}" "${word:${#BASH_REMATCH[0]}+1}")
  done
  WORDS+=(--chdir "${O_WORKDIR:-/}")
}

# Usage: bwrap_mounts ROOT
# Sets WORDS to the options about what is mounted.
bwrap_mounts() {
  local i path
  WORDS=(--bind)
  [[ -z $O_READ_ONLY ]] || WORDS=(--ro-bind)
  WORDS+=("$1" / --proc /proc --dev /dev)
  for path in /proc/bus /proc/fs /proc/irq /proc/sys /proc/sysrq-trigger; do
    [[ ! -e $path ]] || WORDS+=(--ro-bind "$path" "$path")
  done
  for ((i = 0; i < ${#O_MOUNTS[@]}; i += 3)); do
    case ${O_MOUNTS[i + 2]} in
      ro) WORDS+=(--ro-bind) ;;
      rw) WORDS+=(--bind) ;;
    esac
    WORDS+=("${O_MOUNTS[i]}" "${O_MOUNTS[i + 1]}")
  done
  for ((i = 0; i < ${#O_TMPFS[@]}; i += 2)); do
    WORDS+=(--perms 1777 ${O_TMPFS[i + 1]:+--size "${O_TMPFS[i + 1]}"} --tmpfs "${O_TMPFS[i]}")
  done
  for path in /proc/acpi /proc/kcore /proc/keys /proc/latency_stats /proc/timer_list /proc/timer_stats /proc/sched_debug \
    /proc/scsi ${O_MASKED[@]+"${O_MASKED[@]}"}; do
    container_path_kind "$path"
    case $KIND in
      regular) WORDS+=(--ro-bind /dev/null "$path") ;;
      directory) WORDS+=(--tmpfs "$path" --remount-ro "$path") ;;
    esac
  done
  WORDS+=(--)
}

# Usage: bwrap_start N
# Runs ARGV with STDIN, STDOUT and STDERR as the first process of the instance.
bwrap_start() {
  local n=$1 information
  words_of "${I_CONTAINER[$1]}.bwrap"
  bundle_folder "$n"
  information=$REPLY/information
  rooted_start "$n" "${I_LEAF[n]}" "${WORDS[@]}" "${ARGV[@]}" 8>"$information"
  bundle_pid "$n" "$information"
}

# Usage: bwrap_remove N
bwrap_remove() {
  [[ -z ${I_LAYER[$1]-} ]] || bundle_remove "$1"
}
