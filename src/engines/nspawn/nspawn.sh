# ---- engine nspawn: containers and systems by systemd-nspawn ----

# It is told to register nowhere and to make no unit, so that it needs no systemd on the host; only its cgroups are as on a host
# of systemd: it makes two, payload and supervisor, in the hierarchies that systemd would have.

# Sets REPLY to what is missing.
nspawn_lacks() {
  programs_lack systemd-nspawn mount nsenter setpriv setsid sh unshare || nspawn_rootless_lacks
}

# Sets REPLY to why it cannot be used without root: it mounts terminals that belong to a group of their own, and makes cgroups in the
# hierarchies that systemd has.
nspawn_rootless_lacks() {
  local SHARED MOUNTS LACKING
  is_rootless || return 0
  if is_alone; then
    REPLY="without root it needs subordinate ids: ${OUTSIDE[4]}"
  elif ! cgroup_delegated systemd; then
    REPLY="without root it needs a cgroup of $LACKING that was delegated to its user${SHARED:+ and has nobody else in it, as $SHARED has}"
  fi
}

# Usage: nspawn_define CONTAINER OPTION…
nspawn_define() {
  local container=$1
  container_options "$@"
  INIT_BOOTS[$container]=$O_BOOT
  layered_define "$container"
  rooted_define "$container" network
  entered_define "$container"
  nspawn_begin "$container"
  layered_targets
  # What it makes itself where a tree lacks it, and would write to the container's files.
  layered_skeleton "$container" /etc/ /root/ /run/ /tmp/ /usr/ /var/ ${TARGETS[@]+"${TARGETS[@]}"}
  nspawn_words "$container"
  layered_prepare "$container"
}

# Usage: nspawn_begin CONTAINER
# Uses the hierarchies in which it makes cgroups, and gives it a folder for its locks that only it sees. On the host that folder is
# not made: to remove it again would take it from others who use it by then.
nspawn_begin() {
  local h folder
  for h in "${!H_RUN[@]}"; do
    [[ -z $O_BOOT && ${H_VERSION[h]} == 1 && ${H_TOP[h]##*/} != systemd ]] || cgroup_use "$h"
  done
  for folder in /run/systemd/nspawn /run/systemd /run; do
    [[ ! -d $folder ]] || break
  done
  ROOTED_MOUNTS[$1]+="tmpfs $folder tmpfs mode=0755"$'\n'
}

# Usage: nspawn_words CONTAINER
nspawn_words() {
  local value words=(--quiet --directory="${ROOTED_ROOT[$1]}" --register=no --keep-unit --console=pipe --hostname="$O_HOSTNAME"
    --timezone=off --resolv-conf=off --link-journal=no)
  if [[ -n $O_BOOT ]]; then words+=(--boot); else words+=(--as-pid2); fi
  [[ -z $O_ID_MAP ]] || words+=(--private-users="${O_ID_MAP#*:}")
  [[ $O_NETWORK == host || $ROOTED_JOINED == *' network '* ]] || words+=(--private-network)
  if [[ $O_CAPABILITIES != engine ]]; then
    nspawn_capabilities
    words+=("${WORDS[@]}")
  fi
  if [[ $O_NO_NEW_PRIVILEGES == yes ]]; then words+=(--no-new-privileges=yes); fi
  [[ -z $O_WORKDIR ]] || words+=(--chdir="$O_WORKDIR")
  for value in "${O_ENVIRONMENT[@]}"; do words+=(--setenv="$value"); done
  nspawn_mounts
  words+=(${WORDS[@]+"${WORDS[@]}"})
  [[ $O_SECCOMP != unconfined ]] || words=(SYSTEMD_SECCOMP=0 systemd-nspawn "${words[@]}")
  [[ $O_SECCOMP == unconfined ]] || words=(systemd-nspawn "${words[@]}")
  words_keep "$1.nspawn" env "${words[@]}"
}

# Sets WORDS to the options that leave a container with the capabilities that it keeps: others, of those that nspawn gives unsaid,
# are dropped.
nspawn_capabilities() {
  local name allowed=,$O_CAPABILITIES, dropped=''
  for name in audit_control audit_write chown dac_override dac_read_search fowner fsetid ipc_owner kill lease linux_immutable mknod \
    net_admin net_bind_service net_broadcast net_raw setfcap setgid setpcap setuid sys_admin sys_boot sys_chroot sys_nice \
    sys_ptrace sys_resource sys_tty_config; do
    [[ $allowed == *",$name,"* ]] || dropped+=,CAP_${name^^}
  done
  WORDS=(--drop-capability="${dropped#,}")
  allowed=${O_CAPABILITIES^^}
  [[ -z $allowed ]] || WORDS+=(--capability="CAP_${allowed//,/,CAP_}")
}

# Sets WORDS to the options for the recipe's mounts and for what it hides.
nspawn_mounts() {
  local i path
  WORDS=()
  for ((i = 0; i < ${#O_MOUNTS[@]}; i += 3)); do
    path=${O_MOUNTS[i + 2]/rw/}
    nspawn_path "${O_MOUNTS[i]}"
    path=--bind${path:+-ro}=$REPLY
    nspawn_path "${O_MOUNTS[i + 1]}"
    WORDS+=("$path:$REPLY")
  done
  for ((i = 0; i < ${#O_TMPFS[@]}; i += 2)); do
    nspawn_path "${O_TMPFS[i]}"
    WORDS+=("--tmpfs=$REPLY:mode=1777,nosuid,nodev${O_TMPFS[i + 1]:+,size=${O_TMPFS[i + 1]}}")
  done
  for path in ${O_MASKED[@]+"${O_MASKED[@]}"}; do
    container_path_kind "$path"
    nspawn_path "$path"
    case $KIND in
      regular) WORDS+=("--bind-ro=/dev/null:$REPLY") ;;
      directory) WORDS+=("--tmpfs=$REPLY:ro,nosuid,nodev,noexec,size=0") ;;
    esac
  done
}

# Usage: nspawn_path PATH
# Sets REPLY to the path as a part of an option.
nspawn_path() {
  REPLY=${1//\\/\\\\}
  REPLY=${REPLY//:/\\:}
}

# Usage: nspawn_create N
nspawn_create() {
  layered_create "$1"
  I_WITHIN[$1]=payload
}

# Usage: nspawn_start N
# Runs ARGV as process 2, below a small init of nspawn's own; a system's init as process 1.
nspawn_start() {
  local n=$1 container=${I_CONTAINER[$1]} words=()
  words_of "$container.nspawn"
  words=("${WORDS[@]}" --machine="ctrc-$RUN_ID-$n")
  [[ -n ${INIT_BOOTS[$container]} ]] || words+=(-- "${ARGV[@]}")
  rooted_start "$n" "${I_LEAF[n]}" setsid "${words[@]}"
  tool_find systemd-nspawn
  init_await "$n" "${I_LEAF[n]}" '(sd-stubinit)' "$REPLY" || :
  [[ -z ${INIT_BOOTS[$container]} ]] || boot_await "$n" "${TIMEOUT_NS:-180000000000}"
}
