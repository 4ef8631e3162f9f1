# ---- containers whose files are a layer of the recipe's storage: what their engines share ----

# What an engine of this family does not do itself, `layered_…` does. By container:
declare -A LAYERED_IMAGE=() LAYERED_BASE=() LAYERED_STORAGE=() LAYERED_READ_ONLY=()
# Whether the engine wants a folder of files for each instance, see `bundle_folder`.
declare -A LAYERED_BUNDLES=()
# SKELETONS[targets] is the number of a folder of mount points, LAYERED_SKELETON[container] that of the container's.
declare -A SKELETONS=() LAYERED_SKELETON=()
# By instance: the name of its layer, and the line of the table of mounts that mounts its root.
I_LAYER=() I_ROOT=()

# Usage: layered_define CONTAINER SIDE…
# After `container_options`. What else has cgroups of its own for each instance is a SIDE, see `reserve_define`.
layered_define() {
  LAYERED_IMAGE[$1]=$O_IMAGE LAYERED_STORAGE[$1]=$O_STORAGE LAYERED_READ_ONLY[$1]=${O_READ_ONLY:+,ro}
  reserve_define "$1" "$O_GROUP" "${@:2}"
}

# Usage: layered_prepare CONTAINER
# Brings the image to the storage, and makes the first cgroups and folders. The folder of mount points must be there.
layered_prepare() {
  if [[ -n ${LAYERED_IMAGE[$1]} ]]; then
    storage_import "${LAYERED_STORAGE[$1]}" "${LAYERED_IMAGE[$1]}" "$1" "${LAYERED_SKELETON[$1]}"
    LAYERED_BASE[$1]=$REPLY
  fi
  layered_reserve "$1"
}

# Usage: layered_skeleton CONTAINER TARGET…
# Makes the folder whose mount points lie below the image, one for all containers with the same. A target that ends in a
# slash is a directory.
layered_skeleton() {
  local container=$1 key directory target folders=()
  shift
  printf -v key '%q ' "$@"
  if [[ -n ${SKELETONS[$key]-} ]]; then
    LAYERED_SKELETON[$container]=${SKELETONS[$key]}
    return 0
  fi
  SKELETONS[$key]=$((${#SKELETONS[@]} + 1))
  LAYERED_SKELETON[$container]=${SKELETONS[$key]} directory=$RUN_DIR/skeleton/${SKELETONS[$key]}
  folders=("$directory/proc" "$directory/sys" "$directory/dev")
  for target in "$@"; do folders+=("$directory${target%/*}"); done
  umask 022
  mkdir -p -- "${folders[@]}" || die "cannot make $directory"
  for target in "$@"; do
    [[ $target == */ ]] || : >"$directory$target"
  done
  umask 077
}

# Sets TARGETS to the mount points of the container's mounts and tmpfs, as `layered_skeleton` takes them.
layered_targets() {
  local i
  TARGETS=()
  for ((i = 0; i < ${#O_TMPFS[@]}; i += 2)); do TARGETS+=("${O_TMPFS[i]}/"); done
  for ((i = 0; i < ${#O_MOUNTS[@]}; i += 3)); do
    if [[ -d ${O_MOUNTS[i]} ]]; then TARGETS+=("${O_MOUNTS[i + 1]}/"); else TARGETS+=("${O_MOUNTS[i + 1]}"); fi
  done
}

# Usage: layered_own_mounts ROOT
# Sets REPLY to the lines, in a table of mounts, of the recipe's own mounts and of what it hides, below ROOT.
layered_own_mounts() {
  local i lines='' path
  for ((i = 0; i < ${#O_MOUNTS[@]}; i += 3)); do
    fstab_field "${O_MOUNTS[i]}"
    lines+=$REPLY
    fstab_field "${O_MOUNTS[i + 1]}"
    mount_flags "${O_MOUNTS[i]}"
    lines+=" $1$REPLY none bind,nosuid,nodev,${O_MOUNTS[i + 2]}$FLAGS"$'\n'
  done
  for ((i = 0; i < ${#O_TMPFS[@]}; i += 2)); do
    fstab_field "${O_TMPFS[i]}"
    lines+="tmpfs $1$REPLY tmpfs nosuid,nodev,mode=1777${O_TMPFS[i + 1]:+,size=${O_TMPFS[i + 1]}}"$'\n'
  done
  for path in ${O_MASKED[@]+"${O_MASKED[@]}"}; do
    container_path_kind "$path"
    fstab_field "$path"
    case $KIND in
      regular) lines+="/dev/null $1$REPLY none bind"$'\n' ;;
      directory) lines+="tmpfs $1$REPLY tmpfs ro,nosuid,nodev,noexec,size=0"$'\n' ;;
    esac
  done
  REPLY=$lines
}

# Usage: fstab_field TEXT
# Sets REPLY to TEXT as a field of a table of mounts.
fstab_field() {
  REPLY=${1//\\/\\134}
  REPLY=${REPLY// /\\040}
  REPLY=${REPLY//$'\t'/\\011}
  REPLY=${REPLY//$'\n'/\\012}
}

# Usage: layered_reserve CONTAINER
# Makes cgroups and folders for the next instances.
layered_reserve() {
  local i
  reserve_more "$1" || return 0
  for i in "${AHEAD[@]}"; do
    [[ -z ${LAYERED_BUNDLES[$1]-} ]] || RESERVED+=("$RUN_DIR/bundle/$1.$i")
    [[ -n ${LAYERED_IMAGE[$1]} ]] || continue
    layer_directories "${LAYERED_STORAGE[$1]}" "$1.$i"
    RESERVED+=(${DIRECTORIES[@]+"${DIRECTORIES[@]}"})
  done
  umask 022
  ((${#RESERVED[@]} == 0)) || mkdir -p -- "${RESERVED[@]}" || die "cannot make the cgroups and folders of container $1"
  umask 077
}

# Usage: layered_create N
layered_create() {
  local container=${I_CONTAINER[$1]} layer root="/ /.. none rbind"
  layered_reserve "$container"
  reserve_take "$1"
  layer=$REPLY
  I_LAYER[$1]=$layer
  cgroup_throttle "${RESERVE_GROUP[$container]}" "${I_LEAF[$1]}"
  if [[ -n ${LAYERED_IMAGE[$container]} ]]; then
    : "${I_BASE[$1]:=${LAYERED_BASE[$container]}}"
    layer_create "${LAYERED_STORAGE[$container]}" "$layer" "${I_BASE[$1]}"
    root=$REPLY,nodev
    if [[ $root == *' none bind,'* ]]; then
      mount_flags "$RUN_DIR"
      root+=$FLAGS
    fi
  fi
  I_ROOT[$1]=$root${LAYERED_READ_ONLY[$container]}
}

# Usage: layered_wait N NANOSECONDS
layered_wait() {
  local kill=(layered_kill "$1")
  if ! process_wait "${I_PROCESS[$1]}" "$2" "${kill[@]}"; then
    layered_kill "$1" || die "cannot kill the container ${I_NAME[$1]}"
    [[ -z ${TIMEOUT_NS-} ]] || STATUS=124
  fi
  I_STATUS[$1]=$STATUS
}

# Usage: layered_kill N
# Without a cgroup, the first process is all there is to kill: with it ends its pid namespace. It cannot be a stranger's, since
# the run is in a pid namespace itself.
layered_kill() {
  ((${#H_RUN[@]})) || kill -KILL "${I_PID[$1]}" 2>/dev/null || :
  cgroup_kill "${I_LEAF[$1]}"
}

# Usage: layered_stop N SECONDS
# TERM, and KILL when that was not enough. A first process without a handler does not even see the former.
layered_stop() {
  kill -TERM "${I_PID[$1]}" 2>/dev/null || :
  cgroup_freeze "${I_LEAF[$1]}" no || :
  layered_wait "$1" $(($2 * 1000000000))
}

# Usage: layered_pause N
layered_pause() {
  cgroup_freeze "${I_LEAF[$1]}" yes
}

# Usage: layered_resume N
layered_resume() {
  cgroup_freeze "${I_LEAF[$1]}" no
}

# Usage: layered_remove N
# Empty cgroups and folders are removed many at a time, as they are made; what holds data goes at once.
layered_remove() {
  local container=${I_CONTAINER[$1]} layer=${I_LAYER[$1]-}
  [[ -n $layer ]] || return 0
  if [[ -n ${I_PROCESS[$1]-} && -z ${I_STATUS[$1]} ]]; then
    # Bash tells of children that are killed.
    layered_kill "$1" 2>/dev/null || return 1
    layered_wait "$1" '' 2>/dev/null
  fi
  cgroup_is_empty "${I_LEAF[$1]}" || cgroup_kill "${I_LEAF[$1]}" || return 1
  cgroup_leaves_left "${I_LEAF[$1]%/*}" "${I_LEAF[$1]#*/}"
  rmdir_later ${LEAVES[@]+"${LEAVES[@]}"}
  if [[ -n ${LAYERED_IMAGE[$container]} ]]; then
    layer_remove "${LAYERED_STORAGE[$container]}" "$layer" || return 1
  fi
  unset "I_LAYER[$1]" "I_ROOT[$1]"
}

# Usage: layered_commit N BASE
layered_commit() {
  local container=${I_CONTAINER[$1]} state=stopped
  [[ -n ${LAYERED_IMAGE[$container]} ]] || die "cannot commit the container ${I_NAME[$1]}: its files are those of the host"
  [[ ${I_STATE[$1]} == stopped ]] || state=running
  layer_commit "${LAYERED_STORAGE[$container]}" "${I_LAYER[$1]}" "${I_BASE[$1]}" "$2" "$state"
  I_BASE[$1]=$REPLY
}

# Usage: layered_view N
# Sets REPLY to the line of a table of mounts that mounts the files of an instance, VIEW_FOLDER to where its relative paths begin,
# and VIEW_SKELETON to the folder of mount points that lie among the files. While the instance runs, its files are mounted
# already, and are found where VIEW_PROCESS is: that is who waits for it, and still has the host's root below `/..`.
layered_view() {
  local container=${I_CONTAINER[$1]}
  [[ -n ${LAYERED_IMAGE[$container]} ]] || die "the files of the container ${I_NAME[$1]} are those of the host"
  VIEW_FOLDER=$RUN_DIR/storage/${LAYERED_STORAGE[$container]} VIEW_SKELETON=$RUN_DIR/skeleton/${LAYERED_SKELETON[$container]}
  case ${I_STATE[$1]} in
    created | stopped) layer_view "${LAYERED_STORAGE[$container]}" "${I_LAYER[$1]}" "${I_BASE[$1]}" ;;
    *) REPLY='/.. /.. none bind' VIEW_PROCESS=${I_PROCESS[$1]} ;;
  esac
}

# Usage: layered_rollback N IMAGE BASE
# BASE is empty for an image of the recipe.
layered_rollback() {
  local container=${I_CONTAINER[$1]} base=$3
  [[ -n ${LAYERED_IMAGE[$container]} ]] || die "cannot roll back the container ${I_NAME[$1]}: its files are those of the host"
  if [[ -z $base ]]; then
    storage_import "${LAYERED_STORAGE[$container]}" "$2" "$container" "${LAYERED_SKELETON[$container]}"
    base=$REPLY
  fi
  layer_rollback "${LAYERED_STORAGE[$container]}" "${I_LAYER[$1]}" "$base"
  I_BASE[$1]=$base
}

# Usage: layered_disk CONTAINER N EXTRA
layered_disk() {
  [[ -n ${LAYERED_IMAGE[$1]} ]] || return 0
  layer_usage "${LAYERED_STORAGE[$1]}" "${2:+${I_LAYER[$2]-}}" "$3"
}

# Usage: layered_file N PATH
# Sets REPLY to where a file of an instance that has ended is found.
layered_file() {
  local container=${I_CONTAINER[$1]}
  if [[ -n ${LAYERED_IMAGE[$container]} ]]; then
    layer_file "${LAYERED_STORAGE[$container]}" "${I_LAYER[$1]}" "${I_BASE[$1]}" "$2"
  else
    REPLY=$2
  fi
}
