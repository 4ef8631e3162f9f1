# ---- without root: the run in namespaces of its own, in which its user is root ----

# There are two scripts then. The one that was called stays outside: it takes signals, and owns the run. It starts itself
# once more, as the first process of a pid namespace: when either of them dies, whatever kills it, the kernel ends everything
# that the run has started. Mounts are in a mount namespace and end with that.

# ROOTLESS is set where the caller asks for it. OUTSIDE holds, in the script inside, what the other one has found out: the
# run's id, its process id, start time and PID namespace, the cgroup that it has moved out of (or -), and warnings.
ROOTLESS='' OUTSIDE=()
ROOTLESS_WORDS=(unshare --user --map-root-user --mount --propagation slave --pid --fork --kill-child --mount-proc --)
# What `mount_flags` sets, and how to copy files of the host: root of a user namespace cannot give them to anybody else.
FLAGS='' COPY_OWNER=()

# Takes over from the script outside, if this is the one inside.
rootless_begin() {
  [[ -n ${CTRC_ROOTLESS-} && $MAIN_PID == 1 ]] || return 0
  mapfile -t OUTSIDE <<<"$CTRC_ROOTLESS"
  COPY_OWNER=(--no-preserve=ownership)
  unset CTRC_ROOTLESS
}

# Whether this is the script inside.
is_rootless() {
  ((${#OUTSIDE[@]}))
}

# Whether this user is not root of the host: of cgroups he has those that were delegated to him.
is_ordinary() {
  is_rootless || ((EUID != 0))
}

# Usage: rootless_run ARGUMENT…
# Runs this script once more, inside, and ends as it does.
rootless_run() {
  local status=0 started namespace told inside signal SIGNAL='' RUN_TIMEOUT_NS='' MAX_OUTPUT_BYTES=''
  ((EUID != 0)) || misuse '--rootless is for other users than root'
  rootless_lacks
  if [[ -n $REPLY ]]; then
    printf '%s: --rootless: %s\n' "$RECIPE.sh" "$REPLY" >&2
    exit 3
  fi
  EVENTS_FD=${CTRC_EVENTS_FD-}
  run_id_choose
  process_started "$MAIN_PID"
  started=$REPLY
  namespace=$(readlink /proc/self/ns/pid) || namespace=
  for signal in INT TERM HUP QUIT; do
    # shellcheck disable=SC2064 # The signal of now.
    trap "SIGNAL=$signal" "$signal"
  done
  if [[ $MODE == run ]]; then
    cleanup_before
    cgroup_find
    watch_begin
  fi
  printf -v told '%s\n' "$RUN_ID" "$MAIN_PID" "$started" "$namespace" "${CGROUP_ASIDE:--}" ${CLEANED[@]+"${CLEANED[@]}"}
  rootless_start "${told%$'\n'}" "$@" <&0 &
  inside=$!
  while process_started "$inside" && [[ -n $REPLY ]]; do
    if [[ -z $SIGNAL ]]; then
      { wait "$inside" || :; } 2>/dev/null
    else
      # As long as the script inside does not listen yet, the kernel keeps signals from it.
      rootless_signal "$inside" "$SIGNAL"
      pause 0.1
    fi
  done
  { wait "$inside" || status=$?; } 2>/dev/null
  signals_ignore
  watch_end || :
  cgroup_step_back "$CGROUP_ASIDE" || undo_failed "cgroup_step_back $CGROUP_ASIDE"
  exit "$status"
}

# Usage: rootless_start WHAT ARGUMENT…
# Becomes the script inside, which is told WHAT.
rootless_start() {
  signals_default
  caller_exec env "CTRC_ROOTLESS=$1" ${EVENTS_FD:+"CTRC_EVENTS_FD=$EVENTS_FD"} setpriv --pdeathsig KILL "${ROOTLESS_WORDS[@]}" "$BASH" -p "$SCRIPT" "${@:2}"
}

# Sets REPLY to why this host does not let its user have such namespaces.
rootless_lacks() {
  local limit value
  REPLY=
  ! programs_lack setpriv unshare || return 0
  REPLY=$("${ROOTLESS_WORDS[@]}" true 2>&1) || : "${REPLY:=unshare fails}"
  [[ -n $REPLY ]] || return 0
  REPLY="user $EUID may not make namespaces: $REPLY"
  for limit in user/max_user_namespaces kernel/unprivileged_userns_clone kernel/apparmor_restrict_unprivileged_userns; do
    [[ -r /proc/sys/$limit ]] || continue
    read -r value <"/proc/sys/$limit"
    case ${limit##*/}.$value in
      max_user_namespaces.0 | unprivileged_userns_clone.0 | apparmor*.1) REPLY+=" (${limit//\//.} is $value)" ;;
    esac
  done
}

# Usage: rootless_signal PID SIGNAL
# Hands a signal on to the script inside, the only child of the process that made its namespaces.
rootless_signal() {
  local child=''
  { read -r child _ <"/proc/$1/task/$1/children"; } 2>/dev/null || :
  kill -s "$2" "${child:-$1}" 2>/dev/null || :
}

# Usage: rootless_cleanup ARGUMENT…
# Becomes this script in a user namespace, where that can be had: what the kernel has made for overlay mounts, only their root
# can remove.
rootless_cleanup() {
  local words=(unshare --user --map-root-user --mount --propagation slave --)
  ((EUID != 0)) && "${words[@]}" true 2>/dev/null || return 0
  caller_exec "${words[@]}" "$BASH" -p "$SCRIPT" "$@" --state "$STATE"
}

# Usage: mount_flags PATH
# Sets FLAGS to the options, with a comma before each, that a bind mount of PATH must keep: who is root of a user namespace
# cannot take away what the host has forbidden where it mounted that.
mount_flags() {
  local fields path='' options=''
  FLAGS=
  is_rootless || return 0
  while read -r -a fields; do
    # What was mounted later lies above.
    [[ ${fields[4]} == / || $1 == "${fields[4]}" || $1 == "${fields[4]}"/* ]] || continue
    ((${#fields[4]} >= ${#path})) || continue
    path=${fields[4]} options=,${fields[5]},
  done </proc/self/mountinfo
  for path in ro nosuid nodev noexec; do
    [[ $options != *",$path,"* ]] || FLAGS+=,$path
  done
}
