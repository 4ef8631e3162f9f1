# ---- without root: the run in namespaces of its own, in which its user is root ----

# There are two scripts then. The one that was called stays outside: it takes signals, and owns the run. It starts itself
# once more, as the first process of a pid namespace: when either of them dies, whatever kills it, the kernel ends everything
# that the run has started. Mounts are in a mount namespace and end with that.

# ROOTLESS is set where the caller asks for it. OUTSIDE holds, in the script inside, what the other one has found out: the
# run's id, its process id, start time and PID namespace, why there are no subordinate ids (or -), and warnings.
ROOTLESS='' OUTSIDE=()
# What is mapped where this user may have other ids than his own, subuid(5), as newuidmap(1) and newgidmap(1) want it: INSIDE OUTSIDE
# COUNT, and so on. Or nothing, and why.
SUBORDINATE_USERS=() SUBORDINATE_GROUPS=() SUBORDINATE_LACK=''
# Words of unshare(1) for the namespaces of a run besides, and what `rootless_enter` makes of them.
RUN_NAMESPACES=(--pid --fork --kill-child --mount-proc) ENTER=()
# Inside: the ids that there are, and how the user namespace maps them.
ID_COUNT='' ID_IDENTITY='' ID_MAP=''
# Who waits for his ids is nobody yet, and may do nothing. POSIX sh.
ROOTLESS_WAIT='until read -r _ </proc/self/uid_map; do :; done; exec setpriv --pdeathsig KILL unshare "$@"'
# What `mount_flags` sets, and how to copy files of the host: root of a user namespace cannot give them to who owns them there.
FLAGS='' COPY_OWNER=()

# Takes over from the script outside, if this is the one inside.
rootless_begin() {
  local file inside outside count
  [[ -n ${CTRC_ROOTLESS-} && $MAIN_PID == 1 ]] || return 0
  mapfile -t OUTSIDE <<<"$CTRC_ROOTLESS"
  COPY_OWNER=(--no-preserve=ownership)
  unset CTRC_ROOTLESS
  for file in uid_map gid_map; do
    ID_COUNT='' ID_IDENTITY=''
    while read -r inside outside count; do
      ID_MAP+="$inside:$outside:$count "
      ID_IDENTITY+=${ID_IDENTITY:+,}$inside:$inside:$count
      ID_COUNT=$((inside + count))
    done <"/proc/self/$file"
  done
}

# Whether this is the script inside.
is_rootless() {
  ((${#OUTSIDE[@]}))
}

# Whether this user namespace has a single user: nobody in it can become anybody else, or own files.
is_alone() {
  is_rootless && [[ ${OUTSIDE[4]} != - ]]
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
    state_check
    cleanup_before
    cgroup_find
    watch_begin
  fi
  printf -v told '%s\n' "$RUN_ID" "$MAIN_PID" "$started" "$namespace" "${SUBORDINATE_LACK:--}" ${CLEANED[@]+"${CLEANED[@]}"}
  rootless_start "${told%$'\n'}" "$@" <&0 &
  inside=$!
  rootless_map "$inside" || {
    printf '%s: --rootless: %s\n' "$RECIPE.sh" "$REPLY" >&2
    kill -KILL "$inside"
  }
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
  # With a journal, the script inside takes it away, or who cleans up when that was killed. The results' directory may be another's.
  [[ -z $RUN_DIR || -e $RUN_DIR/journal ]] || OUT='' run_directory_remove || undo_failed "run_directory_remove $RUN_ID"
  exit "$status"
}

# Makes the run's directory for the script outside, which makes room in a cgroup before there is one inside: who is killed just then
# has left that. Fails if it cannot; the script inside says why.
rootless_place() {
  RUN_DIR=$STATE/runs/$RUN_ID
  mkdir -p -- "$STATE/runs" && (run_own) && mkdir -- "$RUN_DIR" && cp -- "$SCRIPT" "$RUN_DIR/script.sh" && return 0
  RUN_DIR=
  return 1
} 2>/dev/null

# Usage: rootless_start WHAT ARGUMENT…
# Becomes the script inside, which is told WHAT.
rootless_start() {
  signals_default
  rootless_enter "${RUN_NAMESPACES[@]}"
  caller_exec env "CTRC_ROOTLESS=$1" ${EVENTS_FD:+"CTRC_EVENTS_FD=$EVENTS_FD"} "${ENTER[@]}" "$BASH" -p "$SCRIPT" "${@:2}"
}

# Usage: rootless_enter OPTION…
# Sets ENTER to words that become the command after them, as root of a user namespace with mounts of its own; OPTIONs are those of
# unshare(1) for other namespaces. Where there are subordinate ids, they wait until they are given them by `rootless_map`.
rootless_enter() {
  ENTER=(setpriv --pdeathsig KILL unshare --user --map-root-user)
  ((${#SUBORDINATE_USERS[@]} == 0)) || ENTER=(setpriv --pdeathsig KILL unshare --user sh -c "$ROOTLESS_WAIT" sh)
  ENTER+=(--mount --propagation slave "$@" --)
}

# Usage: rootless_map PID
# Gives its ids to a process that has become what `rootless_enter` says. Sets REPLY to why not, if it cannot.
rootless_map() {
  local own=/proc/$BASHPID/ns/user
  ((${#SUBORDINATE_USERS[@]})) || return 0
  while process_lives "$1" && [[ $own -ef /proc/$1/ns/user ]]; do pause 0.001; done
  # It looks at those of users, which come last.
  REPLY=$({ newgidmap "$1" "${SUBORDINATE_GROUPS[@]}" && newuidmap "$1" "${SUBORDINATE_USERS[@]}"; } 2>&1)
}

# Sets SUBORDINATE_USERS and SUBORDINATE_GROUPS, or SUBORDINATE_LACK.
rootless_ids() {
  local name users groups u=0 g=0 inside=0 count
  SUBORDINATE_USERS=() SUBORDINATE_GROUPS=() REPLY=
  programs_lack newgidmap newuidmap || REPLY=
  SUBORDINATE_LACK=$REPLY
  [[ -z $REPLY ]] || return 0
  name=$(id -un 2>/dev/null) || name=$EUID
  rootless_ranges /etc/subuid "$name" "$EUID" || return 0
  users=("${RANGES[@]}")
  rootless_ranges /etc/subgid "$name" "$(id -g)" || return 0
  groups=("${RANGES[@]}")
  SUBORDINATE_LACK=
  # As many of groups as of users, and in the same pieces: a namespace below this one can then map both in one way.
  while ((u < ${#users[@]} && g < ${#groups[@]})); do
    count=$((users[u + 1] < groups[g + 1] ? users[u + 1] : groups[g + 1]))
    SUBORDINATE_USERS+=("$inside" "${users[u]}" "$count")
    SUBORDINATE_GROUPS+=("$inside" "${groups[g]}" "$count")
    inside=$((inside + count))
    users[u]=$((users[u] + count)) users[u + 1]=$((users[u + 1] - count))
    groups[g]=$((groups[g] + count)) groups[g + 1]=$((groups[g + 1] - count))
    ((users[u + 1])) || u=$((u + 2))
    ((groups[g + 1])) || g=$((g + 2))
  done
}

# Usage: rootless_ranges FILE NAME OWN
# Sets RANGES to START and COUNT of the user's own id and of each range that a file has for him; fails, with SUBORDINATE_LACK, when it has none.
rootless_ranges() {
  local owner start count i
  RANGES=("$3" 1)
  while IFS=: read -r owner start count; do
    [[ $owner == "$2" || $owner == "$EUID" ]] && [[ $start:$count =~ ^[0-9]{1,10}:[1-9][0-9]{0,9}$ ]] || continue
    start=$((10#$start))
    # The kernel maps no id twice.
    for ((i = 0; i < ${#RANGES[@]}; i += 2)); do
      ((start >= RANGES[i] + RANGES[i + 1] || RANGES[i] >= start + count)) || continue 2
    done
    RANGES+=("$start" "$count")
  done 2>/dev/null <"$1" || :
  SUBORDINATE_LACK="$1 has none for user $2"
  ((${#RANGES[@]} > 2))
}

# Sets REPLY to why this host does not let its user have such namespaces.
rootless_lacks() {
  local limit value
  REPLY=
  ! programs_lack setpriv unshare || return 0
  rootless_ids
  rootless_try
  if [[ -n $REPLY ]] && ((${#SUBORDINATE_USERS[@]})); then
    SUBORDINATE_USERS=() SUBORDINATE_GROUPS=() SUBORDINATE_LACK=${REPLY%%$'\n'*}
    rootless_try
  fi
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

# Makes such namespaces, and sets REPLY to why that fails.
rootless_try() {
  rootless_enter "${RUN_NAMESPACES[@]}"
  REPLY=$(
    "${ENTER[@]}" true 2>&1 &
    rootless_map "$!" || {
      echo "$REPLY"
      kill -KILL "$!"
    }
    wait "$!" 2>/dev/null
  ) || : "${REPLY:=unshare fails}"
}

# Usage: rootless_signal PID SIGNAL
# Hands a signal on to the script inside, the only child of the process that made its namespaces.
rootless_signal() {
  local child=''
  { read -r child _ <"/proc/$1/task/$1/children"; } 2>/dev/null || :
  kill -s "$2" "${child:-$1}" 2>/dev/null || :
}

# Usage: rootless_cleanup ARGUMENT…
# Does the same in a user namespace, where that can be had, and ends as that does: what the kernel has made for overlay mounts, and what
# others in a container own, only root of one can remove.
rootless_cleanup() {
  local status=0
  ((EUID != 0)) || return 0
  rootless_lacks
  [[ -z $REPLY ]] || return 0
  trap '' INT HUP PIPE
  rootless_enter
  caller_exec "${ENTER[@]}" "$BASH" -p "$SCRIPT" "$@" --state "$STATE" <&0 &
  rootless_map "$!" || kill -KILL "$!"
  wait "$!" || status=$?
  exit "$status"
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
