# ---- engine docker: a daemon of our own on the recipe's storage, or the host's ----

# How the host's daemon makes cgroups, once it was asked: cgroupfs or systemd.
DOCKER_CGROUPS=''

# Usage: docker_lacks [host|DRIVER]
# There must be a daemon to start, or one that answers; without a storage, the host's; on a thin pool, one that has the driver for it.
docker_lacks() {
  case ${1-} in
    '') ;;
    host)
      docker_lacks_daemon
      return 0
      ;;
    *)
      docker_lacks_devicemapper
      return 0
      ;;
  esac
  programs_lack docker && return 0
  programs_lack dockerd containerd runc || return 0
  ! timeout -s KILL 60 docker version >/dev/null 2>&1 || REPLY=
}

# The host's, which containers without a storage are those of.
docker_lacks_daemon() {
  local said
  hash docker 2>/dev/null || return 0
  said=$(timeout -s KILL 60 docker version 2>&1 >/dev/null) || REPLY="the daemon does not answer: ${said##*$'\n'}"
}

# Version 25 has taken that driver away.
docker_lacks_devicemapper() {
  local version
  version=$(dockerd --version 2>/dev/null) || return 0
  [[ $version =~ version\ ([0-9]+)[^,]* ]] || return 0
  ((BASH_REMATCH[1] < 25)) || REPLY="dockerd of ${BASH_REMATCH[0]} has no storage driver devicemapper, which those before 25 have"
}

# Usage: docker_define CONTAINER OPTION…
docker_define() {
  local network=none place=host folder=''
  container_options "$@"
  if [[ -n $O_STORAGE ]]; then
    docker_daemon "$O_STORAGE"
    place=$REPLY folder=$PLACE/docker${REPLY#"$O_STORAGE"}
    # What such a daemon takes for the host's network is the namespace that it was started in.
    [[ $place != *.net-* ]] || network=host
  else
    docker_host
  fi
  [[ $O_NETWORK != host ]] || network=host
  words_keep "$1.remove" rm --force
  managed_define "$1" "docker/$place" "$folder" --network "$network"
  [[ $place != host || $DOCKER_CGROUPS != systemd ]] || MANAGED_SLICES[$1]=yes
}

# Usage: docker_daemon STORAGE
# Starts a daemon on the storage, in the network namespace that the container joins, and with the map of its user namespace, unless
# there is one. Sets CLIENT, DAEMON, and REPLY to its name.
docker_daemon() {
  local name=$1 joined fd='' words=() folder
  for joined in ${O_JOINED[@]+"${O_JOINED[@]}"}; do fd=${NAMESPACE_FD[$joined.network]-$fd}; done
  if [[ $fd == host ]]; then
    O_NETWORK=host fd=
  elif [[ -n $fd ]]; then
    name+=.net-$fd
    words=(nsenter "--net=/proc/$MAIN_PID/fd/$fd" --)
  fi
  [[ -z $O_USER_NAMESPACE ]] || name+=.ids-${O_USER_NAMESPACE##*/}
  folder=$RUN_DIR/docker/$name
  storage_place "$1"
  [[ -d $folder ]] || docker_begin "$name" "$1" ${words[@]+"${words[@]}"}
  # The kernel takes paths of sockets up to 107 bytes: this one begins where the client does.
  CLIENT=(env -C "$folder" -u DOCKER_CONTEXT -u DOCKER_TLS_VERIFY -u DOCKER_API_VERSION docker --config config --host unix://socket)
  REPLY=$name DAEMON=_/docker.$name
}

# Usage: docker_begin NAME STORAGE WORD…
docker_begin() {
  local folder=$RUN_DIR/docker/$1 data=$PLACE/docker${1#"$2"} words=("${@:3}") options=() etc=docker pid try
  tool_find dockerd
  case ${STORAGE_DRIVER[$2]} in
    overlay) options=(--storage-driver overlay2) ;;
    lvm-*)
      options=(--storage-driver devicemapper --storage-opt "dm.thinpooldev=/dev/mapper/$POOL"
        --storage-opt "dm.basesize=${STORAGE_SIZE[$2]}" --storage-opt "dm.fs=${STORAGE_FILESYSTEM[$2]}")
      ;;
    *) options=(--storage-driver "${STORAGE_DRIVER[$2]}") ;;
  esac
  undo cell docker_end "$1"
  mkdir -p -- "$folder/config" || die "cannot make $folder"
  printf '{}\n' >"$folder/daemon.json" || die "cannot write to $folder"
  leaf_make "docker.$1"
  if [[ -n $O_ID_MAP ]]; then
    docker_remap "$folder" "$data"
    etc='docker subuid subgid' data=$REPLY words=("${WORDS[@]}") options+=(--userns-remap daemon)
  fi
  (
    signals_default
    cd -- "$folder" || exit 1
    world_enter "_/docker.$1" "/etc $etc"$'\n/run containerd docker' ${words[@]+"${words[@]}"} dockerd --config-file "$folder/daemon.json" \
      --data-root "$data" --exec-root /run/docker --pidfile "$folder/pid" --host unix://socket \
      --bridge none --iptables=false --ip6tables=false --exec-opt native.cgroupdriver=cgroupfs --log-level warn \
      --shutdown-timeout 5 "${options[@]}"
  ) >"$folder/log" 2>&1 </dev/null &
  pid=$!
  # Or bash would tell of its end.
  disown "$pid"
  for ((try = 0; try < 6000; try++)); do
    [[ ! -S $folder/socket ]] || break
    process_lives "$pid" || break
    pause 0.01
  done
  (cd -- "$folder" && timeout -s KILL 60 docker --config config --host unix://socket version >/dev/null 2>&1) ||
    die "the daemon dockerd does not come up: $(tail -n 5 -- "$folder/log")"
}

# Usage: docker_remap FOLDER DATA
# The daemon takes the map from what the host has set aside for a user, of which it has files of its own, and its containers must reach their
# files. Sets WORDS to what makes that so, in front of the daemon, and REPLY to where DATA is then.
docker_remap() {
  local map
  for map in ${O_ID_MAP//,/ }; do printf 'daemon:%s\n' "${map#*:}"; done >"$1/ids" || die "cannot write to $1"
  mkdir -p -- "$2" || die "cannot make $2"
  namespace_folder "$2"
  # shellcheck disable=SC2016 # It is for sh to expand.
  WORDS=(sh -c 'cp "$1" /etc/subuid && cp "$1" /etc/subgid && mount --bind "$2" "$3" && shift 3 && exec "$@"' ctrc "$1/ids" "$2" "$REPLY")
}

# Usage: docker_end NAME
docker_end() {
  local folder=$RUN_DIR/docker/$1 pid='' try
  # What a daemon that hangs has not removed goes with it and with the storage.
  managed_place_forget "docker/$1" || :
  [[ ! -e $folder/pid ]] || read -r pid <"$folder/pid" || :
  cgroup_processes "_/docker.$1"
  # Its cgroup is ours alone, so this cannot be a stranger with the same number.
  if [[ -n $pid && " ${PIDS[*]-} " == *" $pid "* ]]; then
    kill -TERM "$pid"
    for ((try = 0; try < 1000; try++)); do
      process_lives "$pid" || break
      pause 0.01
    done
  fi
  cgroup_kill "_/docker.$1" || return 1
  tree_remove "$folder"
}

# Asks the host's daemon, or the one that DOCKER_HOST or the context names, how it makes cgroups. Sets CLIENT.
docker_host() {
  CLIENT=(docker) DAEMON=''
  [[ -z $DOCKER_CGROUPS ]] || return 0
  DOCKER_CGROUPS=$(timeout -s KILL 60 docker info --format '{{.CgroupDriver}}' 2>"$RUN_DIR/said") ||
    lack "the docker daemon does not answer: $(<"$RUN_DIR/said")"
  # Whoever cleans up later may have another environment.
  printf '%s\n' "${DOCKER_HOST-}" >"$RUN_DIR/docker.host" || die "cannot write to $RUN_DIR/docker.host"
  undo run docker_host_end "$DOCKER_CGROUPS"
}

# Usage: docker_host_end CGROUPS
# Removes whatever of this run the host's daemon still has.
docker_host_end() {
  local address='' ids
  read -r address <"$RUN_DIR/docker.host" || :
  [[ -z $address ]] || export DOCKER_HOST=$address
  managed_place_forget docker/host || return 1
  ids=$(timeout -s KILL 60 docker ps --all --quiet --filter "name=^/?ctrc-$RUN_ID-") || return 1
  # shellcheck disable=SC2086 # Identifiers.
  [[ -z $ids ]] || timeout -s KILL 60 docker rm --force $ids >/dev/null 2>&1 || return 1
  ids=$(timeout -s KILL 60 docker images --quiet "localhost/ctrc-$RUN_ID") || return 1
  # shellcheck disable=SC2086 # Identifiers.
  [[ -z $ids ]] || timeout -s KILL 60 docker rmi --force $ids >/dev/null 2>&1 || return 1
  [[ $1 != systemd ]] || ! hash systemctl 2>/dev/null || systemctl stop "ctrc_$RUN_ID.slice"
}
