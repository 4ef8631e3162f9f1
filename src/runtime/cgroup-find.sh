# ---- cgroups: which hierarchies this host has ----

# Each hierarchy has a number h: H_VERSION[h] is 1 or 2, H_OWN[h] the directory of the cgroup that this script is in,
# H_RUN[h] the directory of this run, H_USED[h] is set once that exists, H_TOP[h] is where the hierarchy is mounted. HIERARCHY_OF[controller] is its number;
# `unified` is version 2's, which is used for what it alone has (cgroup.kill) also where version 1 has the controllers.
declare -A HIERARCHY_OF=()
# The file by which a process of one thread moves itself: to `tasks` the kernel lets it move without the lock that every
# fork takes, which saves a millisecond a container.
JOIN_FILE=('' tasks cgroup.procs)
# What must be writable besides the processes of a cgroup.
DELEGATE_FILE=('' tasks cgroup.subtree_control)
H_VERSION=() H_OWN=() H_RUN=() H_USED=() H_TOP=()
CGROUPS=()
# The cgroup, if any, in which this script has made room for the run (see cgroup_step_aside).
CGROUP_ASIDE='' SHARED='' LACKING=''

# Finds them and makes the directories of this run. Who is not root may have none: then processes are found by their namespace.
cgroup_begin() {
  local controller
  cgroup_find
  ((${#H_VERSION[@]})) || is_ordinary || lack 'no cgroup hierarchy is mounted'
  # Each hierarchy costs every container its share of time: those that count, and one to freeze with. Others are used
  # when a limit needs them. To move into version 2 is the dearest: it waits for all processors (see JOIN_FILE).
  for controller in memory cpuacct freezer; do
    [[ -z ${HIERARCHY_OF[$controller]-} ]] || cgroup_use "${HIERARCHY_OF[$controller]}"
  done
  [[ -z ${HIERARCHY_OF[unified]-} || -n ${HIERARCHY_OF[freezer]-} ]] || cgroup_use "${HIERARCHY_OF[unified]}"
}

# Finds the hierarchies that can be used.
cgroup_find() {
  local i
  cgroup_mounts
  for ((i = 0; i < ${#MOUNTS[@]}; i += 4)); do
    case ${MOUNTS[i]} in
      cgroup2) cgroup_find_unified "${MOUNTS[@]:i+1:2}" ;;
      cgroup) cgroup_find_v1 "${MOUNTS[@]:i+1:3}" ;;
    esac
  done
}

# Reads the mounted hierarchies from /proc/self/mountinfo. Sets MOUNTS to fours: type, root, mount point, ,options,
cgroup_mounts() {
  local fields i
  MOUNTS=()
  while read -r -a fields; do
    # Optional fields end with a dash; then come file system type, source and its options.
    for ((i = 6; i < ${#fields[@]}; i++)); do [[ ${fields[i]} != - ]] || break; done
    case ${fields[i + 1]-} in
      cgroup | cgroup2) MOUNTS+=("${fields[i + 1]}" "${fields[@]:3:2}" ",${fields[i + 3]-},") ;;
    esac
  done </proc/self/mountinfo
}

# Usage: cgroup_delegated CONTROLLER
# Whether this user may make cgroups with it, or in the hierarchy `name=NAME` or `unified`, or in all that `systemd` has, below the one that
# this script is in or the next above it. Sets SHARED to the one
# that only others who are in it keep him from. With --check it changes nothing, and does not see that.
cgroup_delegated() {
  local i id controllers path mount
  SHARED=
  if [[ $1 == systemd ]]; then
    cgroup_delegated_systemd
    return
  fi
  cgroup_mounts
  for ((i = 0; i < ${#MOUNTS[@]}; i += 4)); do
    mount=${MOUNTS[i + 2]}
    while IFS=: read -r id controllers path; do
      [[ ${MOUNTS[i + 1]} == / ]] || path=${path#"${MOUNTS[i + 1]}"}
      path=$mount${path%/}
      if ((id == 0)); then
        [[ ${MOUNTS[i]} == cgroup2 ]] || continue
        while [[ $path == "$mount"/* ]]; do
          if cgroup_is_ours 2 "$path" && cgroup_has "$path" "$1"; then
            [[ $MODE != check ]] && ! cgroup_hand_out "$path" || return 0
            SHARED=$path
          fi
          path=${path%/*}
        done
      elif [[ ,$controllers, == *",$1,"* && ${MOUNTS[i + 3]} == *",$1,"* ]]; then
        cgroup_is_ours 1 "$path" && return 0
      fi
    done </proc/self/cgroup
  done
  return 1
}

# The same of every hierarchy that systemd has: version 2, and the one of its name, as far as they are mounted. Sets LACKING to the first that
# it does not hold for, in words that follow "a cgroup of".
cgroup_delegated_systemd() {
  local MOUNTS
  cgroup_mounts
  if [[ " ${MOUNTS[*]} " == *' cgroup2 '* ]]; then
    LACKING='version 2'
    cgroup_delegated unified || return 1
  fi
  LACKING=name=systemd
  [[ ${MOUNTS[*]} != *,name=systemd,* ]] || cgroup_delegated "$LACKING"
}

# Usage: cgroup_is_ours VERSION DIRECTORY
# Whether this user may make cgroups below it and move his processes there.
cgroup_is_ours() {
  [[ -w $2 && -w $2/cgroup.procs && -w $2/${DELEGATE_FILE[$1]} ]]
}

# Usage: cgroup_has DIRECTORY CONTROLLER
# Whether a cgroup of version 2 can hand out a controller. Everyone can freeze, and is of version 2, `unified`.
cgroup_has() {
  local controllers=''
  read -r controllers <"$1/cgroup.controllers" || :
  [[ " $controllers freezer unified " == *" $2 "* ]]
}

# Usage: cgroup_find_v1 ROOT MOUNT OPTIONS
cgroup_find_v1() {
  local id controllers path h controller
  while IFS=: read -r id controllers path; do
    [[ $id != 0 && $3 == *",$controllers,"* ]] || continue
    # A hierarchy with a name and no controllers counts nothing, but engines make cgroups in it too.
    [[ $controllers != name=* || $CGROUPS_OF == engines ]] || continue
    [[ $1 == / ]] || path=${path#"$1"}
    path=$2${path%/}
    [[ -d $path ]] || continue
    ! is_ordinary || cgroup_is_ours 1 "$path" || continue
    h=${#H_VERSION[@]}
    H_VERSION[h]=1 H_OWN[h]=$path H_RUN[h]=$path/ctrc-$RUN_ID H_USED[h]=
    # An engine that is told a path takes it from the top of every hierarchy, where only root can make anything.
    [[ $CGROUPS_OF != engines ]] || is_ordinary || H_RUN[h]=$2/ctrc-$RUN_ID
    H_TOP[h]=$2
    run_note 1 "${H_RUN[h]}"
    [[ $controllers != name=* ]] || continue
    for controller in ${controllers//,/ }; do HIERARCHY_OF[$controller]=$h; done
  done </proc/self/cgroup
}

# Usage: cgroup_find_unified ROOT MOUNT
# Version 2 gives controllers only to the children of a cgroup that has no processes of its own, or of the root: the
# run's directory lies in the nearest cgroup, from our own upwards, that can hand out the controllers it has.
cgroup_find_unified() {
  local id controllers path h controller own
  while IFS=: read -r id controllers path; do
    [[ $id == 0 ]] || continue
    [[ $1 == / ]] || path=${path#"$1"}
    own=$2${path%/}
    [[ -d $own ]] || continue
    path=$own
    if ! cgroup_hand_out "$path" && cgroup_step_aside "$path" "$2"; then own=$path/ctrc-$RUN_ID-self; fi
    until cgroup_hand_out "$path"; do
      [[ $path != "$2" ]] || break
      path=${path%/*}
    done
    ! is_ordinary || cgroup_is_ours 2 "$path" || return 0
    h=${#H_VERSION[@]}
    H_VERSION[h]=2 H_OWN[h]=$own H_RUN[h]=$path/ctrc-$RUN_ID H_TOP[h]=$2 H_USED[h]=
    run_note 2 "${H_RUN[h]}"
    HIERARCHY_OF[unified]=$h
    read -r controllers <"$path/cgroup.subtree_control" || :
    for controller in $controllers; do HIERARCHY_OF[$controller]=$h; done
  done </proc/self/cgroup
}

# Usage: cgroup_hand_out DIRECTORY
# Whether this version 2 cgroup gives its children all the controllers of ours that it has.
cgroup_hand_out() {
  local available enabled controller missing=''
  [[ -w $1/cgroup.procs && -w $1/cgroup.subtree_control ]] || return 1
  read -r available <"$1/cgroup.controllers" || :
  read -r enabled <"$1/cgroup.subtree_control" || :
  for controller in $available; do
    case $controller in cpu | cpuset | io | memory | pids) ;; *) continue ;; esac
    case " $enabled " in *" $controller "*) ;; *) missing+=" +$controller" ;; esac
  done
  # All or none: a cgroup with processes of its own may hand out cpu alone, and cannot have them moved below it then.
  [[ -z $missing ]] || cgroup_put "$1/cgroup.subtree_control" "${missing# }"
}

# Usage: cgroup_step_aside DIRECTORY TOP
# Moves this script, those that it was started by and what it has started itself out of their cgroup into one below it, so that
# it can hand out its controllers; not if there is anybody else in it.
cgroup_step_aside() {
  local pid parent=$MAIN_PID ours=' ' movers=() try
  [[ $1 != "$2" && -w $1/cgroup.procs && -w $1/cgroup.subtree_control ]] || return 1
  while ((parent > 1)); do
    ours+="$parent "
    process_parent "$parent" || return 1
    parent=$REPLY
  done
  mapfile -t movers <"$1/cgroup.procs" || return 1
  for pid in ${movers[@]+"${movers[@]}"}; do
    [[ $ours != *" $pid "* ]] || continue
    # The watcher is there. What has ended since is nobody.
    ! process_parent "$pid" || [[ $REPLY == "$MAIN_PID" ]] || return 1
  done
  # The script outside of a run without root has no place to note it in, or has made one for that.
  [[ -n $RUN_DIR ]] || rootless_place || return 1
  run_note aside "$1"
  mkdir -- "$1/ctrc-$RUN_ID-self" 2>/dev/null || return 1
  CGROUP_ASIDE=$1
  for pid in "${movers[@]}"; do cgroup_put "$1/ctrc-$RUN_ID-self/cgroup.procs" "$pid" || :; done
  # What is just ending cannot be moved, and is in its cgroup for a moment yet.
  for ((try = 0; try < 50; try++)); do
    ! cgroup_hand_out "$1" || return 0
    pause 0.02
  done
  cgroup_step_back "$1"
  return 1
}

# Usage: cgroup_step_back DIRECTORY
# Undoes cgroup_step_aside.
cgroup_step_back() {
  local controller controllers='' pid members
  CGROUP_ASIDE=''
  [[ -n $1 && -d $1/ctrc-$RUN_ID-self ]] || return 0
  read -r controllers <"$1/cgroup.subtree_control" || :
  for controller in $controllers; do cgroup_put "$1/cgroup.subtree_control" "-$controller" || :; done
  mapfile -t members <"$1/ctrc-$RUN_ID-self/cgroup.procs" || :
  for pid in ${members[@]+"${members[@]}"}; do cgroup_put "$1/cgroup.procs" "$pid" || :; done
  rmdir -- "$1/ctrc-$RUN_ID-self"
}

# Sets REPLY to v1, v2, hybrid (both, with the controllers on version 1) or none.
cgroup_mode() {
  case " ${H_VERSION[*]-} " in
    '  ') REPLY=none ;;
    *' 1 '*' 2 '* | *' 2 '*' 1 '*) REPLY=hybrid ;;
    *' 2 '*) REPLY=v2 ;;
    *) REPLY=v1 ;;
  esac
}
