# ---- engines runc and crun: what a container is, as a configuration of the OCI runtime specification ----

# By container: the runtime, what of config.json comes before the arguments of the command and what after them, up to
# the path of the cgroup.
declare -A OCI_RUNTIME=() OCI_BEFORE=() OCI_AFTER=()

# Sets REPLY to what is missing.
runc_lacks() {
  programs_lack runc mount sh unshare || oci_rootless_lacks
}

# As for runc.
crun_lacks() {
  programs_lack crun mount sh umount unshare || oci_rootless_lacks
}

# Sets REPLY to why the runtimes, which make cgroups, cannot be used without root: with version 1 they want one at the top.
oci_rootless_lacks() {
  local SHARED MOUNTS
  is_rootless || return 0
  cgroup_mounts
  if [[ " ${MOUNTS[*]} " == *' cgroup '* ]]; then
    REPLY='without root it needs cgroup version 2 alone'
  elif ! cgroup_delegated freezer; then
    REPLY="without root it needs a cgroup that was delegated to its user${SHARED:+ and has nobody else in it, as $SHARED has}"
  fi
}

# Usage: runc_define CONTAINER OPTION…
runc_define() {
  OCI_RUNTIME[$1]=runc
  oci_define "$@"
}

# Usage: crun_define CONTAINER OPTION…
crun_define() {
  OCI_RUNTIME[$1]=crun
  oci_define "$@"
  cgroup_mode
  # It takes a host with both hierarchies for one of version 2 when it sees that.
  [[ $REPLY != hybrid ]] || ROOTED_FIRST[$1]="umount ${H_TOP[${HIERARCHY_OF[unified]}]} && "
}

# Usage: oci_define CONTAINER OPTION…
oci_define() {
  local container=$1
  container_options "$@"
  words_are_text "${OCI_RUNTIME[$container]}" "${O_ENVIRONMENT[@]}"
  layered_define "$container" client
  LAYERED_BUNDLES[$container]=yes
  rooted_define "$container"
  layered_targets
  layered_skeleton "$container" ${TARGETS[@]+"${TARGETS[@]}"}
  layered_prepare "$container"
  oci_second "$container"
  mkdir -p -- "$RUN_DIR/oci" || die "cannot make $RUN_DIR/oci"
  OCI_BEFORE[$container]="{\"ociVersion\":\"1.0.2\",\"process\":{\"terminal\":false,"
  oci_process
  OCI_BEFORE[$container]+="$REPLY,\"args\":["
  oci_root "${ROOTED_ROOT[$container]}"
  OCI_AFTER[$container]="]},$REPLY,\"linux\":{"
  oci_linux
  OCI_AFTER[$container]+=$REPLY
}

# Usage: oci_second CONTAINER
# Of a second command crun has to be told what runc takes from the first.
oci_second() {
  local words=()
  if [[ ${OCI_RUNTIME[$1]} == crun ]]; then
    words=(--user "${O_UID:-0}:${O_GID:-0}" --cwd "${O_WORKDIR:-/}")
    [[ $O_NO_NEW_PRIVILEGES == no ]] || words+=(--no-new-privs)
    [[ -z $O_APPARMOR ]] || words+=(--apparmor "$O_APPARMOR")
  fi
  words_keep "$1.exec" ${words[@]+"${words[@]}"}
}

# Sets REPLY to the members of `process` but for its arguments.
oci_process() {
  local capabilities='' word variables='' no_new_privileges=true text
  for word in ${O_CAPABILITIES//,/ }; do capabilities+="${capabilities:+,}\"CAP_${word^^}\""; done
  for word in "${O_ENVIRONMENT[@]}"; do
    json_string "$word"
    variables+="${variables:+,}$REPLY"
  done
  [[ $O_NO_NEW_PRIVILEGES == yes ]] || no_new_privileges=false
  json_string "${O_WORKDIR:-/}"
  text="\"user\":{\"uid\":${O_UID:-0},\"gid\":${O_GID:-0}},\"cwd\":$REPLY,\"env\":[$variables],\"noNewPrivileges\":$no_new_privileges"
  text+=",\"capabilities\":{\"bounding\":[$capabilities],\"effective\":[$capabilities],\"permitted\":[$capabilities]}"
  if [[ -n $O_APPARMOR ]]; then
    json_string "$O_APPARMOR"
    text+=",\"apparmorProfile\":$REPLY"
  fi
  REPLY=$text
}

# Usage: oci_root FOLDER
# Sets REPLY to the members `root`, `hostname` and `mounts`.
oci_root() {
  local i text read_only=false
  [[ -z $O_READ_ONLY ]] || read_only=true
  json_string "$O_HOSTNAME"
  text="\"root\":{\"path\":\"$1\",\"readonly\":$read_only},\"hostname\":$REPLY,\"mounts\":["
  oci_mount proc proc /proc nosuid nodev noexec
  text+=$REPLY
  oci_mount tmpfs tmpfs /dev nosuid strictatime mode=755 size=64k
  text+=,$REPLY
  oci_mount devpts devpts /dev/pts nosuid noexec newinstance ptmxmode=0666 mode=0620
  text+=,$REPLY
  oci_mount tmpfs shm /dev/shm nosuid nodev mode=1777
  text+=,$REPLY
  oci_mount mqueue mqueue /dev/mqueue nosuid nodev noexec
  text+=,$REPLY
  if [[ $O_NETWORK == host ]]; then
    # Every network namespace has a sysfs of its own; that of the host is there already.
    oci_mount bind /sys /sys rbind nosuid nodev noexec ro
  else
    oci_mount sysfs sysfs /sys nosuid nodev noexec ro
  fi
  text+=,$REPLY
  for ((i = 0; i < ${#O_MOUNTS[@]}; i += 3)); do
    oci_mount bind "${O_MOUNTS[i]}" "${O_MOUNTS[i + 1]}" bind nosuid nodev "${O_MOUNTS[i + 2]}"
    text+=,$REPLY
  done
  for ((i = 0; i < ${#O_TMPFS[@]}; i += 2)); do
    oci_mount tmpfs tmpfs "${O_TMPFS[i]}" nosuid nodev mode=1777 ${O_TMPFS[i + 1]:+"size=${O_TMPFS[i + 1]}"}
    text+=,$REPLY
  done
  REPLY="$text]"
}

# Usage: oci_mount TYPE SOURCE TARGET OPTION…
oci_mount() {
  local text word said=''
  json_string "$2"
  text="{\"type\":\"$1\",\"source\":$REPLY"
  json_string "$3"
  text+=",\"destination\":$REPLY,\"options\":["
  for word in "${@:4}"; do said+="${said:+,}\"$word\""; done
  REPLY="$text$said]}"
}

# Sets REPLY to the members of `linux`, up to the beginning of the path of the cgroup.
oci_linux() {
  local text path masked=''
  oci_namespaces
  text="\"namespaces\":[$REPLY]"
  if [[ -n $O_USER_NAMESPACE ]]; then
    oci_id_map
    text+=",\"uidMappings\":[$REPLY],\"gidMappings\":[$REPLY]"
  fi
  oci_resources
  text+=",\"resources\":{$REPLY}"
  for path in /proc/acpi /proc/kcore /proc/keys /proc/latency_stats /proc/timer_list /proc/timer_stats /proc/sched_debug \
    /proc/scsi /sys/firmware ${O_MASKED[@]+"${O_MASKED[@]}"}; do
    json_string "$path"
    masked+="${masked:+,}$REPLY"
  done
  text+=",\"maskedPaths\":[$masked],\"readonlyPaths\":[\"/proc/bus\",\"/proc/fs\",\"/proc/irq\",\"/proc/sys\",\"/proc/sysrq-trigger\"]"
  if [[ -n $O_SECCOMP && $O_SECCOMP != unconfined ]]; then
    recipe_path "$O_SECCOMP"
    path=$REPLY
    REPLY=$(<"$path") || die "cannot read the seccomp profile $path"
    text+=",\"seccomp\":$REPLY"
  fi
  REPLY="$text,\"cgroupsPath\":\""
}

# Sets REPLY to the namespaces: those that the container joins, by our descriptors, and its own.
oci_namespaces() {
  local name kind fd text='' network=$O_NETWORK
  local -A joins=()
  for name in ${O_JOINED[@]+"${O_JOINED[@]}"}; do
    for kind in pid uts ipc network; do
      fd=${NAMESPACE_FD[$name.$kind]-}
      [[ -n $fd ]] || continue
      joins[$kind]=/proc/$MAIN_PID/fd/$fd
      [[ $fd != host ]] || network=host
    done
  done
  for kind in pid uts ipc network mount cgroup; do
    [[ $kind.$network != network.host ]] || continue
    text+="${text:+,}{\"type\":\"$kind\"${joins[$kind]:+,\"path\":\"${joins[$kind]}\"}}"
  done
  [[ -z $O_USER_NAMESPACE ]] || text+=",{\"type\":\"user\",\"path\":\"$O_USER_NAMESPACE\"}"
  REPLY=$text
}

# Sets REPLY to how the user namespace maps ids, which runc before 1.2 does not find out itself.
oci_id_map() {
  local inside outside count text=''
  while IFS=: read -r inside outside count; do
    text+="${text:+,}{\"containerID\":$inside,\"hostID\":$outside,\"size\":$count}"
  done <<<"${O_ID_MAP//,/$'\n'}"
  REPLY=$text
}

# Sets REPLY to the limits of the container's group, which is limited too: with version 2 as they are, with version 1 in the
# specification's own words.
oci_resources() {
  local file value swap='' memory='' cpu='' pids='' unified='' io='' text='' key
  local -A throttles=()
  while read -r file value; do
    [[ -n $file ]] || continue
    cgroup_controller "$file"
    if ((H_VERSION[HIERARCHY] == 2)); then
      unified+="${unified:+,}\"$file\":\"$value\""
      continue
    fi
    case $file in
      memory.max) memory="\"limit\":${value/max/-1}" ;;
      memory.swap.max) swap=$value ;;
      pids.max) pids="\"limit\":${value/max/-1}" ;;
      cpu.max)
        cpu+="${cpu:+,}\"period\":${value#* }"
        value=${value% *}
        cpu+=",\"quota\":${value/max/-1}"
        ;;
      cpu.weight) cpu+="${cpu:+,}\"shares\":$((value * 1024 / 100))" ;;
      cpuset.cpus) cpu+="${cpu:+,}\"cpus\":\"$value\"" ;;
      cpuset.mems) cpu+="${cpu:+,}\"mems\":\"$value\"" ;;
      io.weight) io+="${io:+,}\"weight\":$value" ;;
      io.max) oci_throttle "$value" ;;
    esac
  done <<<"${GROUP_LIMITS[$O_GROUP]-}"
  # Memory and swap together; kernels that count no swap have no such limit.
  if [[ $swap == 0 && -n $memory && -e ${H_TOP[${HIERARCHY_OF[memory]}]}/memory.memsw.limit_in_bytes ]]; then
    memory+=",\"swap\":${memory#*:}"
  fi
  for key in "${!throttles[@]}"; do io+="${io:+,}\"throttle$key\":[${throttles[$key]}]"; done
  text=${memory:+\"memory\":{$memory\}}
  text+=${cpu:+${text:+,}\"cpu\":{$cpu\}}
  text+=${pids:+${text:+,}\"pids\":{$pids\}}
  text+=${io:+${text:+,}\"blockIO\":{$io\}}
  text+=${unified:+${text:+,}\"unified\":{$unified\}}
  REPLY=$text
}

# Usage: oci_throttle VALUE
# Adds what a line of io.max says to the caller's throttles, by the specification's words without the `throttle` before them.
oci_throttle() {
  local word key device=${1%% *}
  for word in ${1#* }; do
    case $word in
      *=max) continue ;;
      rbps=*) key=ReadBpsDevice ;;
      wbps=*) key=WriteBpsDevice ;;
      riops=*) key=ReadIOPSDevice ;;
      wiops=*) key=WriteIOPSDevice ;;
    esac
    throttles[$key]+="${throttles[$key]:+,}{\"major\":${device%:*},\"minor\":${device#*:},\"rate\":${word#*=}}"
  done
}
