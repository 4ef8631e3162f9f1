# ---- what this host must have ----

LACKS=()
# Whether whoever is not root can run this with --rootless.
ROOTLESS_HELPS=yes
# Whether it could in another cgroup.
DELEGATION_HELPS=no

# Usage: require_root
require_root() {
  ((EUID == 0)) || LACKS+=("$AT: root is required, this is user $EUID")
}

# Usage: require_privilege WHAT user-namespace|subordinate-ids|delegated-cgroup|impossible [CONTROLLER|IDS]
# Something that only root can do, in words that follow "to", and how --rootless does it.
require_privilege() {
  if ((EUID != 0)); then
    LACKS+=("$AT: root is required to $1, this is user $EUID")
    [[ $2 != impossible ]] || ROOTLESS_HELPS=no
  elif is_rootless; then
    case $2 in
      delegated-cgroup)
        ! cgroup_delegated "$3" && ! cgroup_delegated "${3/#io/blkio}" || return 0
        LACKS+=("$AT: --rootless can $1 only in a cgroup that was delegated to its user${SHARED:+ and has nobody else in it, as $SHARED has}")
        DELEGATION_HELPS=yes
        ;;
      subordinate-ids)
        if is_alone; then
          LACKS+=("$AT: --rootless can $1 only with subordinate ids: ${OUTSIDE[4]}")
        elif ((${3:-0} > ID_COUNT)); then
          LACKS+=("$AT: --rootless can $1 only where as many are set apart for its user: his are 0 to $((ID_COUNT - 1))")
        fi
        ;;
      impossible) LACKS+=("$AT: only root can $1, --rootless cannot") ;;
    esac
  fi
}

# Usage: require_program PROGRAM
require_program() {
  hash "$1" 2>/dev/null || LACKS+=("$AT: the program $1 is missing")
}

# Usage: require_tools PROGRAM…
require_tools() {
  local program
  TOOLS=("$@")
  hash busybox 2>/dev/null || :
  for program in "$@"; do
    if ! hash "$program" 2>/dev/null; then
      LACKS+=("the program $program is missing")
    elif [[ ${BASH_CMDS[$program]-} -ef ${BASH_CMDS[busybox]-} ]]; then
      busybox_suffices "$program" || LACKS+=("$program is busybox's, which can do too little: $REPLY has a better one")
    fi
  done
}

# Usage: busybox_suffices PROGRAM
# Whether busybox's program of this name has the options that these scripts use; if not, sets REPLY to the package whose
# program has.
busybox_suffices() {
  case $1 in
    losetup | mount | nsenter | setpriv | unshare) REPLY=util-linux ;;
    cp | rm) REPLY=coreutils ;;
    find) REPLY=findutils ;;
    tar) REPLY=tar ;;
    *) return 0 ;;
  esac
  return 1
}

# Usage: require_kernel VERSION
require_kernel() {
  local kernel
  read -r kernel </proc/sys/kernel/osrelease
  version_reached "${kernel%%[!0-9.]*}" "$1" || LACKS+=("$AT: kernel $1 is required, this is $kernel")
}

# Usage: version_reached VERSION WANTED
version_reached() {
  local have wanted i
  IFS=. read -r -a have <<<"$1"
  IFS=. read -r -a wanted <<<"$2"
  for i in "${!wanted[@]}"; do
    ((${have[i]:-0} <= wanted[i])) || return 0
    ((${have[i]:-0} == wanted[i])) || return 1
  done
}

# Usage: require_free BYTES
# In the file system that the containers' files will be in.
require_free() {
  room_read "$STATE" || die "cannot tell the free space of $STATE"
  [[ -z ${ROOM_BYTES[0]} ]] || ((ROOM_BYTES[0] >= $1)) || LACKS+=("$AT: $1 bytes free in $STATE are required, there are ${ROOM_BYTES[0]}")
}

# Usage: require_engine 'ENGINE[ on DRIVER]'
# `engine_lacks` sets REPLY to why this host cannot do it, and leaves it as it is when it can.
require_engine() {
  REPLY=
  # shellcheck disable=SC2086 # One word or two.
  root_only "$1" || engine_lacks ${1/ on / }
  [[ -z $REPLY ]] || LACKS+=("engine $1: $REPLY")
}

# Usage: require_driver DRIVER
# As for engines.
require_driver() {
  REPLY=
  root_only "$1" || driver_lacks "$1"
  [[ -z $REPLY ]] || LACKS+=("storage driver $1: $REPLY")
}

# Usage: root_only NAME
# Whether an engine or driver cannot be used without root, which is what this run is; sets REPLY then. ROOT_ONLY holds lines `NAME WHAT`.
root_only() {
  local only
  is_rootless || return 1
  for only in ${ROOT_ONLY[@]+"${ROOT_ONLY[@]}"}; do
    [[ ${only%% *} == "${1%% *}" ]] || continue
    REPLY="only root can use it, to ${only#* }"
    return 0
  done
  return 1
}

# Ends the run, with everything that is missing, unless nothing is.
requirements_met() {
  local lack
  ((${#LACKS[@]})) || return 0
  for lack in "${LACKS[@]}"; do printf '%s: %s\n' "$RECIPE.sh" "$lack" >&2; done
  ((EUID == 0)) || [[ $ROOTLESS_HELPS == no ]] || printf '%s: --rootless does it without root\n' "$RECIPE.sh" >&2
  [[ $DELEGATION_HELPS == no ]] ||
    printf '%s: such a cgroup is that of: systemd-run --user --scope -p Delegate=yes -- COMMAND --rootless\n' "$RECIPE.sh" >&2
  exit 3
}
