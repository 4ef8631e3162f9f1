# ---- containers whose engine keeps images and files itself: what each is, as words of its command line ----

# By place, an engine on a storage: the images that are there.
declare -A MANAGED_IMPORTED=()

# Usage: managed_define CONTAINER PLACE FOLDER WORD…
# After `container_options`, with what only this engine says of a container, the words of its client in CLIENT, and
# the cgroup of its daemon, if the run has one, in DAEMON. PLACE is a
# name for where the engine keeps its images and containers, FOLDER is that place if it is on a storage of the recipe.
managed_define() {
  local container=$1
  MANAGED_PLACE[$container]=$2 MANAGED_FOLDER[$container]=$3
  MANAGED_STORAGE[$container]=$O_STORAGE MANAGED_DAEMON[$container]=$DAEMON
  words_keep "$container.client" "${CLIENT[@]}"
  words_are_text "${CONTAINER_ENGINE[$container]}" "${O_ENVIRONMENT[@]}"
  WORDS=(--pull never --log-driver none --cgroupns private "${@:4}")
  managed_settings
  managed_mounts
  # What joins the run's cgroups is limited by those.
  [[ -n ${MANAGED_JOIN[$container]-} ]] || managed_limits "$O_GROUP"
  words_keep "$container.create" "${WORDS[@]}"
  managed_skeleton "$container"
  reserve_define "$container" "$O_GROUP" client
  leaf_make "$container.client"
  managed_import "$container" "$O_IMAGE"
  MANAGED_IMAGE[$container]=$REPLY
  managed_reserve "$container"
}

# Adds to WORDS the host name, the environment and what the container may do.
managed_settings() {
  local name variable
  WORDS+=(--hostname "$O_HOSTNAME" --workdir "${O_WORKDIR:-/}" --cap-drop all)
  for variable in "${O_ENVIRONMENT[@]}"; do WORDS+=(--env "$variable"); done
  [[ -z $O_UID ]] || WORDS+=(--user "$O_UID:$O_GID")
  for name in ${O_CAPABILITIES//,/ }; do WORDS+=(--cap-add "$name"); done
  [[ $O_NO_NEW_PRIVILEGES == no ]] || WORDS+=(--security-opt no-new-privileges)
  [[ -z $O_READ_ONLY ]] || WORDS+=(--read-only)
  [[ -z $O_APPARMOR ]] || WORDS+=(--security-opt "apparmor=$O_APPARMOR")
  case $O_SECCOMP in
    '') ;;
    unconfined) WORDS+=(--security-opt seccomp=unconfined) ;;
    *)
      recipe_path "$O_SECCOMP"
      WORDS+=(--security-opt "seccomp=$REPLY")
      ;;
  esac
}

# Adds to WORDS what is mounted in the container.
managed_mounts() {
  local i key value words=() path
  # As large as every other tmpfs may become, and not 64 MiB.
  while read -r key value _; do
    [[ $key != MemTotal: ]] || words=(--shm-size $((value * 512)))
  done </proc/meminfo
  WORDS+=("${words[@]}")
  for path in ${O_MOUNTS[@]+"${O_MOUNTS[@]}"} ${O_TMPFS[@]+"${O_TMPFS[@]}"} ${O_MASKED[@]+"${O_MASKED[@]}"}; do
    case $path in *[,\":]* | *$'\n'*) die "the engine's command line has no way to say the path $path" ;; esac
  done
  for ((i = 0; i < ${#O_MOUNTS[@]}; i += 3)); do
    WORDS+=(--mount "type=bind,source=${O_MOUNTS[i]},target=${O_MOUNTS[i + 1]}${O_MOUNTS[i + 2]/#r[ow]/}")
    [[ ${O_MOUNTS[i + 2]} == rw ]] || WORDS[${#WORDS[@]} - 1]+=,readonly
  done
  for ((i = 0; i < ${#O_TMPFS[@]}; i += 2)); do
    WORDS+=(--tmpfs "${O_TMPFS[i]}:rw,exec,nosuid,nodev,mode=1777${O_TMPFS[i + 1]:+,size=${O_TMPFS[i + 1]}}")
  done
  for path in ${O_MASKED[@]+"${O_MASKED[@]}"}; do
    container_path_kind "$path"
    case $KIND in
      regular) WORDS+=(--mount "type=bind,source=/dev/null,target=$path,readonly") ;;
      directory) WORDS+=(--tmpfs "$path:ro,nosuid,nodev,noexec,size=4k") ;;
    esac
  done
}

# Usage: managed_limits GROUP
# Adds to WORDS the limits of the group that engines can be told, so that the container's own cgroup has them too.
managed_limits() {
  local file value memory='' h
  while read -r file value; do
    case $file.$value in
      cpuset.cpus.* | cpuset.mems.*) WORDS+=("--${file/./-}" "$value") ;;
      cpu.max.max*) ;;
      cpu.max.*) WORDS+=(--cpu-quota "${value% *}" --cpu-period "${value#* }") ;;
      pids.max.max | memory.max.max) ;;
      pids.max.*) WORDS+=(--pids-limit "$value") ;;
      io.max.*) managed_throttle "$value" ;;
      memory.max.*)
        # They refuse less than 6 MiB; the group holds all the same.
        ((value < 6291456)) || memory=$value
        [[ -z $memory ]] || WORDS+=(--memory "$value")
        ;;
      memory.swap.max.[0-9]*)
        h=${HIERARCHY_OF[memory]}
        [[ -z $memory || ! (-e ${H_RUN[h]}/$1/memory.swap.max || -e ${H_RUN[h]}/$1/memory.memsw.limit_in_bytes) ]] ||
          WORDS+=(--memory-swap $((memory + value)))
        ;;
    esac
  done <<<"${GROUP_LIMITS[$1]-}"
}

# Usage: managed_throttle VALUE
# Adds to WORDS what a line of io.max says. Engines take a device by its path.
managed_throttle() {
  local line word path=''
  while read -r line; do
    [[ $line != DEVNAME=* ]] || path=/dev/${line#*=}
  done <"/sys/dev/block/${1%% *}/uevent"
  for word in ${1#* }; do
    case $word in
      *=max) ;;
      rbps=*) WORDS+=(--device-read-bps "$path:${word#*=}") ;;
      wbps=*) WORDS+=(--device-write-bps "$path:${word#*=}") ;;
      riops=*) WORDS+=(--device-read-iops "$path:${word#*=}") ;;
      wiops=*) WORDS+=(--device-write-iops "$path:${word#*=}") ;;
    esac
  done
}

# Usage: managed_skeleton CONTAINER
# Makes the folder with what engines put among a container's files, for those who compare them.
managed_skeleton() {
  local directory=$RUN_DIR/skeleton/$1 path i
  local folders=("$directory"/{dev/pts,dev/shm,dev/mqueue,etc,proc,run,sys})
  local files=(/.dockerenv /dev/console /etc/hostname /etc/hosts /etc/mtab /etc/resolv.conf /run/.containerenv)
  for ((i = 0; i < ${#O_TMPFS[@]}; i += 2)); do folders+=("$directory${O_TMPFS[i]}"); done
  for ((i = 0; i < ${#O_MOUNTS[@]}; i += 3)); do
    path=${O_MOUNTS[i + 1]}
    if [[ -d ${O_MOUNTS[i]} ]]; then
      folders+=("$directory$path")
    else
      folders+=("$directory${path%/*}")
      files+=("$path")
    fi
  done
  mkdir -p -- "${folders[@]}" || die "cannot make $directory"
  for path in "${files[@]}"; do : >"$directory$path"; done
}

# Usage: managed_import CONTAINER IMAGE
# Brings an image of the recipe to where the container's engine keeps its own, once for each place and digest. Sets REPLY to how
# the engine calls it.
managed_import() {
  local digest=${IMAGE_DIGEST[$2]-$2} name begun there
  digest=${digest#sha256:}
  name=localhost/ctrc-$RUN_ID:i-${digest:0:24}
  there="${MANAGED_PLACE[$1]} $name"
  if [[ -z ${MANAGED_IMPORTED[$there]-} ]]; then
    clock_now
    begun=$REPLY
    # What a file has besides its content, as `archive_unpack` keeps it; holes are no business of an engine.
    tar -cf - --format=posix "${ARCHIVE_KEEPS[@]}" -C "${IMAGE_ROOT[$2]}" . |
      managed_client "$1" "_/$1.client" import - "$name" >/dev/null 2>"$RUN_DIR/said" ||
      die "the ${CONTAINER_ENGINE[$1]} engine cannot import the image $2: $(<"$RUN_DIR/said")"
    clock_now
    event image-imported "\"cell\":$CELL,\"engine\":\"${CONTAINER_ENGINE[$1]}\",\"storage\":\"${MANAGED_STORAGE[$1]%%.*}\",\"image\":\"$2\",\"container\":\"${1%%.*}\",\"durationNs\":$((REPLY - begun))"
    MANAGED_IMPORTED[$there]=1
  fi
  REPLY=$name
}

# Usage: managed_place_forget PLACE
# Removes the instances of a place, and forgets its images; fails if one of them stays, of which no process is left all the same.
managed_place_forget() {
  local n key failed=0
  for n in "${!I_ID[@]}"; do
    [[ ${MANAGED_PLACE[${I_CONTAINER[n]}]} == "$1" ]] || continue
    managed_remove "$n" && continue
    failed=1
    warning "the ${CONTAINER_ENGINE[${I_CONTAINER[n]}]} engine did not remove the container ${I_NAME[n]}: $REPLY"
    # Without a cgroup, as in `layered_kill`.
    ((${#H_RUN[@]})) || kill -KILL "${I_PID[n]}" 2>/dev/null || :
    cgroup_kill "${I_LEAF[n]}" || :
  done
  for key in "${!MANAGED_IMPORTED[@]}"; do
    [[ $key != "$1 "* ]] || unset "MANAGED_IMPORTED[$key]"
  done
  return "$failed"
}

# Usage: managed_clients_end PLACE
# Ends what the clients of a place have left running.
managed_clients_end() {
  local container h folder
  for container in "${!MANAGED_PLACE[@]}"; do
    [[ ${MANAGED_PLACE[$container]} == "$1" ]] || continue
    for h in "${!H_RUN[@]}"; do
      for folder in "${H_RUN[h]}/_/$container".*client/; do
        folder=${folder%/}
        cgroup_kill "_/${folder##*/}" || return 1
      done
    done
  done
}
