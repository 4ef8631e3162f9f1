# ---- engine lxc: containers by lxc-execute, systems by lxc-start ----

# LXC makes cgroups for its monitor, which is lxc-execute itself, and for the container, below those that we have made: what was
# counted outlives its clean-up. The monitor is started beside the one that LXC moves it to, since a cgroup of version 2 with
# processes of its own has no others below it. LXC_COUNTS_OOM[container] says that it is LXC who has to look what was counted at the end.
declare -A LXC_COUNTS_OOM=()

# Usage: lxc_create N
lxc_create() {
  layered_create "$1"
  I_WITHIN[$1]=lxc I_CLIENT[$1]=_/${I_LAYER[$1]}.client
}

# Usage: lxc_start N
# Runs ARGV as process 2, below LXC's own init; a system's init as process 1.
lxc_start() {
  local n=$1 container=${I_CONTAINER[$1]} log=$RUN_DIR/lxc/log.$1 client=${I_CLIENT[$1]} words=(lxc-execute) within=(setsid)
  if [[ -n ${INIT_BOOTS[$container]} ]]; then
    words=(lxc-start --foreground -s "lxc.console.logfile=$STDOUT")
    ARGV=(/sbin/init)
  fi
  words_of "$container.lxc"
  words+=(--name="ctrc-$RUN_ID-$n" --logfile="$log" "${WORDS[@]}" -s "lxc.cgroup.dir.container=${I_LEAF[n]}/lxc"
    -s "lxc.cgroup.dir.monitor=$client/monitor" -s "lxc.cgroup.dir.monitor.pivot=$client")
  if [[ -n ${LXC_COUNTS_OOM[$container]} ]]; then
    cgroup_file memory "${I_LEAF[n]}/lxc" memory.oom_control ''
    words+=(-s lxc.hook.version=1 -s "lxc.hook.stop=cat ${H_RUN[HIERARCHY_OF[memory]]}/${I_LEAF[n]}/lxc/memory.oom_control >$log.oom")
  fi
  # A session of its own: LXC ends with the signal that ended the container, which it sends to its whole group. It locks below that
  # variable where /run is not its user's, and goes back to the network namespace that it came from, which it must be root of.
  ! is_rootless || within+=(env XDG_RUNTIME_DIR="$RUN_DIR/lxc" unshare --net)
  ! is_alone || within+=(setpriv --bounding-set=-setgid)
  rooted_start "$n" "$client/start" "${within[@]}" "${words[@]}" -- "${ARGV[@]}"
  tool_find "${words[0]}"
  if ! init_await "$n" "${I_LEAF[n]}" lxc-execute "$REPLY" && [[ -s $log ]]; then
    die "LXC could not start the container ${I_NAME[n]}: $(<"$log")"
  fi
  [[ -z ${INIT_BOOTS[$container]} ]] || boot_await "$n" "${TIMEOUT_NS:-180000000000}"
}

# Usage: lxc_wait N NANOSECONDS
lxc_wait() {
  local counted=$RUN_DIR/lxc/log.$1.oom
  layered_wait "$@"
  [[ -e $counted ]] || return 0
  cgroup_value "$counted" oom_kill
  I_OOM_KILLS[$1]=$REPLY I_OOM_SOURCE[$1]="memory.oom_control oom_kill, by lxc.hook.stop"
}

# Usage: lxc_remove N
lxc_remove() {
  local path client=${I_CLIENT[$1]-}
  [[ -n ${I_LAYER[$1]-} ]] || return 0
  layered_remove "$1" || return 1
  cgroup_kill "$client" || return 1
  # LXC leaves by the first.
  for path in lxc.pivot start .; do
    cgroup_leaves_left "${client%/*}" "${client#*/}/$path"
    rmdir_later "${LEAVES[@]%/.}"
  done
}
