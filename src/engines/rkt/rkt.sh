# ---- engine rkt: the life of a pod of its stage1 fly ----

# Fly changes the root and hands everything else on as it finds it: the program of the container has the process id, the
# descriptors, the cgroup and the namespaces of rkt's client, which is started in those of the container.
# `rkt stop` and `rkt enter` are of no use from outside: the process id that they know is that of the inner namespace.

# Usage: rkt_create N
rkt_create() {
  layered_create "$1"
  # Its client mounts the files itself.
  I_ROOT[$1]='' I_CLIENT[$1]=_/${I_LAYER[$1]}.client I_WITHIN[$1]=''
  rkt_make "$1"
}

# Usage: rkt_make N
rkt_make() {
  local container=${I_CONTAINER[$1]} base=${I_BASE[$1]:-}
  if [[ -z $base ]]; then
    rkt_import "$container" "${RKT_IMAGE[$container]}"
    base=$REPLY
  fi
  rkt_prepare "$container" "${I_CLIENT[$1]}" "$base"
  I_ID[$1]=$REPLY I_SEEN[$1]=''
}

# Usage: rkt_start N
rkt_start() {
  local ARGV=("${I_ID[$1]}") word
  native_start "$1"
  I_SEEN[$1]=no
  while process_lives "${I_PID[$1]}"; do
    if [[ -e /proc/${I_PID[$1]}/root/. && ! /proc/${I_PID[$1]}/root/. -ef / ]]; then
      # Stage1 changes the root shortly before it becomes the program.
      word=
      IFS= read -r -d '' word <"/proc/${I_PID[$1]}/cmdline" || :
      [[ -z $word || $word == */"${I_ID[$1]}"/stage1/rootfs/* ]] || I_SEEN[$1]=yes
    fi
    [[ ${I_SEEN[$1]} == no ]] || return 0
    pause 0.0005
  done 2>/dev/null
}

# Usage: rkt_wait N NANOSECONDS
rkt_wait() {
  layered_wait "$@"
  [[ ${I_SEEN[$1]}.$STATUS == no.254 ]] || return 0
  # What was too quick to be seen may have ended so itself, and would have said nothing of the kind.
  REPLY=$(<"${I_STDERR[$1]}")
  case $REPLY in
    run:*'unable to find'* | run:*'no such file or directory'*) STATUS=127 ;;
    run:*'permission denied'*) STATUS=126 ;;
    run:* | run-prepared:* | stage0:*) die "the rkt engine could not start the container ${I_NAME[$1]}: $REPLY" ;;
  esac
  I_STATUS[$1]=$STATUS
}

# Usage: rkt_enter N
rkt_enter() { :; }

# Usage: rkt_exec N NANOSECONDS
rkt_exec() {
  entered_exec "$@"
}

# Usage: rkt_discard N
# Lets rkt forget the pod, which has ended or never ran, and removes all that is of its files.
rkt_discard() {
  managed_ask "${I_CONTAINER[$1]}" "${I_CLIENT[$1]}" rm "${I_ID[$1]}" || return 1
  tree_remove "$RUN_DIR/view.$1" || return 1
  unset "I_ID[$1]" "I_VIEW[$1]"
}

# Usage: rkt_remove N
rkt_remove() {
  [[ -n ${I_ID[$1]-} ]] || return 0
  layered_remove "$1" || return 1
  rkt_discard "$1" || return 1
  cgroup_leaves _ "${I_CLIENT[$1]#*/}"
  rmdir_later "${LEAVES[@]}"
}

# Usage: rkt_commit N BASE
rkt_commit() {
  VIEW_PROCESS=''
  rkt_view "$1"
  TREE=$RUN_DIR/view TREE_MOUNT=$REPLY
  rkt_keep "${I_CONTAINER[$1]}" "$2"
}

# Usage: rkt_rollback N IMAGE BASE
# A new pod takes its place. BASE is empty for an image of the recipe.
rkt_rollback() {
  local container=${I_CONTAINER[$1]}
  rkt_discard "$1" || die "cannot remove the container ${I_NAME[$1]}: $REPLY"
  [[ -n $3 || $2 == "${RKT_IMAGE[$container]}" ]] || die "the image $2 is not what the container ${I_NAME[$1]} came from"
  I_BASE[$1]=$3
  rkt_make "$1"
}

# Usage: rkt_view N
rkt_view() {
  local folder=$RUN_DIR/view.$1 file=$RUN_DIR/rkt/view.aci container=${I_CONTAINER[$1]} base=${I_BASE[$1]:-} ask
  VIEW_SKELETON=$RUN_DIR/skeleton/$container VIEW_FOLDER=$RUN_DIR
  if [[ -z ${I_SEEN[$1]} ]]; then
    # A pod that never ran has the files of its image.
    : "${base:=rkt-${IMAGE_DIGEST[${RKT_IMAGE[$container]}]}}"
    ask=(image export "${STORAGE_BASE[${RKT_STORAGE[$container]}.$base]}")
  elif [[ ${I_STATE[$1]} == stopped ]]; then
    ask=(export "${I_ID[$1]}")
  else
    REPLY="${RKT_FOLDER[$container]}/pods/run/${I_ID[$1]}/stage1/rootfs/opt/stage2/app/rootfs /.. none bind" VIEW_PROCESS=${I_PROCESS[$1]}
    return 0
  fi
  if [[ -z ${I_VIEW[$1]-} ]]; then
    mkdir -- "$folder" || die "cannot make $folder"
    chmod 0755 "$folder"
    I_VIEW[$1]=yes
    managed_ask "$container" "${I_CLIENT[$1]}" "${ask[@]}" "$file" || die "rkt cannot ${ask[*]}: $REPLY"
    archive_unpack "$file" "$folder"
    rm -f -- "$file"
  fi
  REPLY="$folder/rootfs /.. none bind"
}

# Usage: rkt_file N PATH
rkt_file() {
  rkt_view "$1"
  path_within "$RUN_DIR/view.$1/rootfs" "$2"
}

# Usage: rkt_disk CONTAINER N EXTRA
rkt_disk() {
  place_usage "${RKT_STORAGE[$1]}" "${RKT_FOLDER[$1]}"
}
