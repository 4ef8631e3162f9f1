# ---- engine podman: no daemon; images and containers on the recipe's storage ----

# By storage: who keeps its mount namespace, in which all that podman mounts is, and the folder of its images and containers.
declare -A PODMAN_KEEPER=() PODMAN_ROOT=()

# Usage: podman_lacks
podman_lacks() {
  ! programs_lack podman nsenter unshare || return 0
  # Of the runtimes it alone is content without cgroups of its own.
  ! is_rootless || ! programs_lack crun || REPLY='without root it needs the program crun'
}

# Whether it makes cgroups for containers. Without root it can below one that was delegated, with version 2 alone: with version 1 its
# runtime wants one in every hierarchy. Where it makes none, their processes join those of the run that there are.
podman_makes_cgroups() {
  local MOUNTS
  is_rootless || return 0
  cgroup_mounts
  ((${#H_RUN[@]})) && [[ " ${MOUNTS[*]} " != *' cgroup '* ]]
}

# Usage: podman_define CONTAINER OPTION…
podman_define() {
  local network=none words=(--cgroups no-conmon) joined kind fd map
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
  MANAGED_JOIN[$1]=
  if ! podman_makes_cgroups; then
    words[1]=disabled
    MANAGED_JOIN[$1]=$RUN_DIR/podman/$O_STORAGE/join
  fi
  # Unsaid, it belongs to a group that there is not where there is a single one.
  ! is_alone || words+=(--mount 'type=devpts,destination=/dev/pts,gid=0,mode=620')
  words_keep "$1.remove" rm --force --time 0
  # Whatever it is told, it copies what it commits to /var/tmp, where that would stay when it is killed.
  # shellcheck disable=SC2016 # It is for sh to expand.
  words_keep "$1.commit.client" "${CLIENT[@]:0:3}" unshare --mount sh -c 'mount --bind "$0" /var/tmp && exec "$@"' \
    "$RUN_DIR/podman/$O_STORAGE/tmp" "${CLIENT[@]:3}"
  managed_define "$1" "podman/$O_STORAGE" "${PODMAN_ROOT[$O_STORAGE]}" --network "$network" --no-hosts --read-only-tmpfs=false --unsetenv-all "${words[@]}"
}

# Usage: podman_place STORAGE
# Makes ready where podman keeps what it has on the storage, unless it is. Sets CLIENT.
podman_place() {
  local folder=$RUN_DIR/podman/$1 apart=$'/run crun runc libpod containers netns\n/var/lib containers'
  if [[ ! -d $folder ]]; then
    storage_place "$1"
    undo cell podman_end "$1"
    mkdir -p -- "$folder/join" "$folder/tmp" || die "cannot make $folder"
    # Its runtime takes no host that has both versions, and nobody but root can take a mount of the host away.
    podman_makes_cgroups || apart+=$'\n/sys/fs cgroup'
    PODMAN_ROOT[$1]=$PLACE/podman
    podman_configure "$folder" "${STORAGE_DRIVER[$1]}" "$PLACE/podman"
    leaf_make "podman.$1"
    report_open
    (world_enter "_/podman.$1" "$apart" \
      sh -c 'echo >&7 && exec 7>&- && kill -STOP "$$"') 7>&"$REPORTER" </dev/null &
    PODMAN_KEEPER[$1]=$!
    # Or bash would tell of its end.
    disown "$!"
    report_listen
    report_read || die 'cannot make a mount namespace for podman'
    report_close
  fi
  DAEMON=''
  # Of what is in the environment, or in the home of the user, nothing is for it. What it had under way when it is killed goes with the run.
  CLIENT=(nsenter "--mount=/proc/${PODMAN_KEEPER[$1]}/ns/mnt" -- env -i "PATH=$PATH" "HOME=$folder" "TMPDIR=$folder/tmp"
    "CONTAINERS_CONF=$folder/containers.conf" "CONTAINERS_STORAGE_CONF=$folder/storage.conf" podman --cgroup-manager cgroupfs --events-backend none
    --root "${PODMAN_ROOT[$1]}" --runroot /run/containers/storage --storage-driver "${STORAGE_DRIVER[$1]}")
}

# Usage: podman_configure FOLDER DRIVER ROOT
# What stands in the host's own configuration would make the same recipe something else on every host.
podman_configure() {
  local key value files processes ulimits='' runtime=''
  while read -r key value; do
    [[ $key == CapEff: ]] || continue
    # Without CAP_SYS_RESOURCE on the host nobody gets the limits that podman wants unsaid, nor more processes than process ids.
    (((16#$value >> 24) & 1)) && ! is_rootless && break
    files=$(ulimit -Hn) processes=$(ulimit -Hu)
    [[ $processes != unlimited ]] && ((processes < 32768)) || processes=32768
    ulimits="default_ulimits = [\"nofile=$files:$files\", \"nproc=$processes:$processes\"]"
  done </proc/self/status
  if is_rootless; then
    tool_find crun
    printf '#!/bin/sh\ncrun=%q join=%q root=/proc/%d/root\n%s' "$REPLY" "$1/join" "$MAIN_PID" "$PODMAN_CRUN" >"$1/crun" || die "cannot write to $1"
    chmod 0700 "$1/crun"
    runtime="runtime = \"crun\""$'\n'"[engine.runtimes]"$'\n'"crun = [\"$1/crun\"]"
  fi
  # Among the configurations of networks it makes a lock, also when it uses none of them.
  printf '[containers]\n%s\n[network]\nnetwork_config_dir = "%s/networks"\n[engine]\nlock_type = "file"\n%s\n' "$ulimits" "$1" "$runtime" >"$1/containers.conf" || die "cannot write to $1"
  printf '[storage]\ndriver = "%s"\ngraphroot = "%s"\nrunroot = "/run/containers/storage"\n' "$2" "$3" >"$1/storage.conf" || die "cannot write to $1"
}

# Usage: podman_commit N BASE
podman_commit() {
  managed_ask "${I_CONTAINER[$1]}.commit" "${I_CLIENT[$1]}" commit --pause=false "${I_ID[$1]}" "localhost/ctrc-$RUN_ID:c-$2" ||
    die "the podman engine cannot commit the container ${I_NAME[$1]}: $REPLY"
}

# Usage: podman_end STORAGE
podman_end() {
  # What a client that hangs has not removed goes with the storage.
  managed_place_forget "podman/$1" || :
  # Monitors end a moment after their containers, and keep the namespace until then.
  managed_clients_end "podman/$1" || return 1
  cgroup_kill "_/podman.$1" || return 1
  podman_world_end "$1"
  unset "PODMAN_KEEPER[$1]" "PODMAN_ROOT[$1]"
  tree_remove "$RUN_DIR/podman/$1"
}

# Usage: podman_world_end STORAGE
# Where there are no cgroups, what has to do with podman is what is in its mount namespace.
podman_world_end() {
  local path pid keeper=${PODMAN_KEEPER[$1]-}
  [[ ${#H_RUN[@]} == 0 && -n $keeper ]] || return 0
  for path in /proc/[0-9]*/ns/mnt; do
    [[ $path -ef /proc/$keeper/ns/mnt ]] || continue
    pid=${path#/proc/}
    pid=${pid%%/*}
    [[ $pid == "$keeper" ]] || kill -KILL "$pid" 2>/dev/null || :
  done
  kill -KILL "$keeper" 2>/dev/null || :
}
