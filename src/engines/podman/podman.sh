# ---- engine podman: no daemon; images and containers on the recipe's storage ----

# By storage: who keeps its mount namespace, in which all that podman mounts is, and the folder of its images and containers.
declare -A PODMAN_KEEPER=() PODMAN_ROOT=()

# Usage: podman_lacks
podman_lacks() {
  programs_lack podman nsenter unshare || :
}

# Usage: podman_define CONTAINER OPTION…
podman_define() {
  local network=none words=() joined kind fd map
  container_options "$@"
  for joined in ${O_JOINED[@]+"${O_JOINED[@]}"}; do
    for kind in network ipc uts pid; do
      fd=${NAMESPACE_FD[$joined.$kind]-}
      [[ -n $fd ]] || continue
      # By our number, since the command closes all descriptors but its own.
      case $kind.$fd in
        *.host) O_NETWORK=host ;;
        network.*) network=ns:/proc/$MAIN_PID/fd/$fd ;;
        *) words+=("--$kind" "ns:/proc/$MAIN_PID/fd/$fd") ;;
      esac
    done
  done
  [[ $O_NETWORK != host ]] || network=host
  for map in ${O_ID_MAP//,/ }; do words+=(--uidmap "$map" --gidmap "$map"); done
  podman_place "$O_STORAGE"
  words_keep "$1.remove" rm --force --time 0
  managed_define "$1" "podman/$O_STORAGE" "${PODMAN_ROOT[$O_STORAGE]}" --network "$network" --no-hosts --read-only-tmpfs=false --cgroups no-conmon --unsetenv-all ${words[@]+"${words[@]}"}
}

# Usage: podman_place STORAGE
# Makes ready where podman keeps what it has on the storage, unless it is. Sets CLIENT.
podman_place() {
  local folder=$RUN_DIR/podman/$1
  if [[ ! -d $folder ]]; then
    storage_place "$1"
    undo cell podman_end "$1"
    mkdir -p -- "$folder" || die "cannot make $folder"
    PODMAN_ROOT[$1]=$PLACE/podman
    podman_configure "$folder" "${STORAGE_DRIVER[$1]}" "$PLACE/podman"
    leaf_make "podman.$1"
    report_open
    (world_enter "_/podman.$1" $'/run crun runc libpod containers netns\n/var/lib containers' \
      sh -c 'echo >&7 && exec 7>&- && kill -STOP "$$"') 7>&"$REPORTER" </dev/null &
    PODMAN_KEEPER[$1]=$!
    # Or bash would tell of its end.
    disown "$!"
    report_listen
    report_read || die 'cannot make a mount namespace for podman'
    report_close
  fi
  DAEMON=''
  CLIENT=(nsenter "--mount=/proc/${PODMAN_KEEPER[$1]}/ns/mnt" -- env "CONTAINERS_CONF=$folder/containers.conf"
    "CONTAINERS_STORAGE_CONF=$folder/storage.conf" podman --cgroup-manager cgroupfs --events-backend none
    --root "${PODMAN_ROOT[$1]}" --runroot /run/containers/storage --storage-driver "${STORAGE_DRIVER[$1]}")
}

# Usage: podman_configure FOLDER DRIVER ROOT
# What stands in the host's own configuration would make the same recipe something else on every host.
podman_configure() {
  local key value files processes ulimits=''
  while read -r key value; do
    [[ $key == CapEff: ]] || continue
    # Without CAP_SYS_RESOURCE nobody gets the limits that podman wants unsaid, nor more processes than process ids.
    (((16#$value >> 24) & 1)) && break
    files=$(ulimit -Hn) processes=$(ulimit -Hu)
    [[ $processes != unlimited ]] && ((processes < 32768)) || processes=32768
    ulimits="default_ulimits = [\"nofile=$files:$files\", \"nproc=$processes:$processes\"]"
  done </proc/self/status
  # Among the configurations of networks it makes a lock, also when it uses none of them.
  printf '[containers]\n%s\n[engine]\nlock_type = "file"\n[network]\nnetwork_config_dir = "%s/networks"\n' "$ulimits" "$1" >"$1/containers.conf" || die "cannot write to $1"
  printf '[storage]\ndriver = "%s"\ngraphroot = "%s"\nrunroot = "/run/containers/storage"\n' "$2" "$3" >"$1/storage.conf" || die "cannot write to $1"
}

# Usage: podman_end STORAGE
podman_end() {
  # What a client that hangs has not removed goes with the storage.
  managed_place_forget "podman/$1" || :
  # Monitors end a moment after their containers, and keep the namespace until then.
  managed_clients_end "podman/$1" || return 1
  cgroup_kill "_/podman.$1" || return 1
  unset "PODMAN_KEEPER[$1]" "PODMAN_ROOT[$1]"
  tree_remove "$RUN_DIR/podman/$1"
}
