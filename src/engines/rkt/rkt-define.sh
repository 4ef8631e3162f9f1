# ---- engine rkt: what a container is, as a pod of the App Container specification ----

# By container: rkt's data folder on the storage, the image, what of the pod's manifest comes after the words of the command, and
# the storage.
declare -A RKT_FOLDER=() RKT_IMAGE=() RKT_POD=() RKT_STORAGE=()
# What rkt has on a storage is in STORAGE_BASE, since it goes with the storage: `rkt` for the stage1 image, `rkt-DIGEST` for an
# image of the recipe, the name of a committed one; each is rkt's own image id.

# Sets REPLY to what is missing.
rkt_lacks() {
  programs_lack rkt iconv mount nsenter setpriv sh unshare || rkt_stage1 || REPLY='its image stage1-fly.aci is in none of the folders where rkt has those'
}

# Sets STAGE1 to the file of the stage1 `fly`, which every release of rkt has beside the program, and packages in a folder.
rkt_stage1() {
  local folder program
  program=$(readlink -f -- "$(type -P rkt)") || return 1
  for folder in "${program%/*}" {/usr,/usr/local}/{lib,libexec,share}/rkt{/stage1-images,}; do
    STAGE1=$folder/stage1-fly.aci
    [[ ! -f $STAGE1 ]] || return 0
  done
  return 1
}

# Usage: rkt_define CONTAINER OPTION…
# The files are rkt's, the namespaces and the cgroup are those in which its client is started.
rkt_define() {
  local container=$1
  ((${#NATIVE_TOOL[@]})) || native_begin
  container_options "$@"
  words_are_text rkt "${O_ENVIRONMENT[@]}"
  storage_place "$O_STORAGE"
  RKT_FOLDER[$container]=$PLACE/rkt RKT_IMAGE[$container]=$O_IMAGE RKT_STORAGE[$container]=$O_STORAGE
  layered_define "$container" client
  LAYERED_IMAGE[$container]=''
  NATIVE_HOSTNAME[$container]=$O_HOSTNAME
  native_define_namespaces "$container" "$O_NETWORK" ${O_JOINED[@]+"${O_JOINED[@]}"}
  rkt_define_mounts "$container"
  # A second command has what the first one has: rkt takes no capability away.
  O_CAPABILITIES=engine
  entered_define "$container"
  rkt_define_words "$container"
  layered_prepare "$container"
  leaf_make "$container.client"
  rkt_import "$container" "$O_IMAGE"
}

# Usage: rkt_define_words CONTAINER
# The words of rkt's client, and those that run a pod in the namespaces.
rkt_define_words() {
  local words=("${NATIVE_TOOL[setpriv]}" --pdeathsig KILL)
  [[ $O_NO_NEW_PRIVILEGES == no ]] || words+=(--no-new-privs)
  tool_find rkt
  WORDS=("$REPLY" --dir="${RKT_FOLDER[$1]}" "--insecure-options=image,ondisk")
  words_keep "$1.client" "${WORDS[@]}"
  words+=(--)
  # Every network namespace has a sysfs of its own. That of the host, with the cgroups, is needed until here.
  # shellcheck disable=SC2016 # It is for sh to expand.
  [[ -n ${NATIVE_HOST_NETWORK[$1]} ]] ||
    words+=("${NATIVE_TOOL[sh]}" -c '"$0" -t sysfs -o nosuid,nodev,noexec sysfs /sys && exec "$@"' "${NATIVE_TOOL[mount]}")
  words_keep "$1.privileges" "${words[@]}" "${WORDS[@]}" run-prepared --net=host
}

# Usage: rkt_define_mounts CONTAINER
# What its client finds mounted: fly hands on /proc, /sys and /dev as they are there. And what the pod's manifest says of
# mounts: fly knows folders and files of the host only, so every tmpfs is mounted on such a folder first.
rkt_define_mounts() {
  local folder=$RUN_DIR/rkt/$1 table=$'proc /../proc proc nosuid,nodev,noexec\n' i path
  mkdir -p -- "$folder/empty" || die "cannot make $folder"
  [[ -z ${NATIVE_LOOPBACK[$1]} ]] || table+="sysfs $RUN_DIR/sys sysfs nosuid,nodev,noexec"$'\n'
  table+=$'tmpfs /../dev/shm tmpfs nosuid,nodev,mode=1777\n'
  [[ ! -d /dev/mqueue ]] || table+=$'mqueue /../dev/mqueue mqueue nosuid,nodev,noexec\n'
  # Where there is no group rkt, every command of it complains, on what becomes the standard error of the container.
  printf 'root:x:0:\nrkt:x:0:\n' >"$folder/group" || die "cannot write to $folder"
  table+="$folder/group /../etc/group none bind"$'\n'
  table+="tmpfs $folder/empty tmpfs ro,nosuid,nodev,noexec,size=0"$'\n'
  VOLUMES=()
  for ((i = 0; i < ${#O_MOUNTS[@]}; i += 3)); do VOLUMES+=("${O_MOUNTS[@]:i:3}"); done
  for ((i = 0; i < ${#O_TMPFS[@]}; i += 2)); do
    mkdir -- "$folder/tmpfs.$i" || die "cannot make $folder/tmpfs.$i"
    table+="tmpfs $folder/tmpfs.$i tmpfs nosuid,nodev,mode=1777${O_TMPFS[i + 1]:+,size=${O_TMPFS[i + 1]}}"$'\n'
    VOLUMES+=("$folder/tmpfs.$i" "${O_TMPFS[i]}" rw)
  done
  for path in ${O_MASKED[@]+"${O_MASKED[@]}"}; do
    container_path_kind "$path"
    case $KIND in
      regular) VOLUMES+=(/dev/null "$path" ro) ;;
      directory) VOLUMES+=("$folder/empty" "$path" ro) ;;
    esac
  done
  NATIVE_MOUNTS[$1]=$table
  rkt_skeleton "$1"
  rkt_pod
  RKT_POD[$1]=$REPLY
}

# Usage: rkt_skeleton CONTAINER
# Makes the folder with what rkt puts among a container's files, for those who compare them.
rkt_skeleton() {
  local directory=$RUN_DIR/skeleton/$1 i
  mkdir -p -- "$directory"/{dev,etc,proc,sys,tmp} || die "cannot make $directory"
  : >"$directory/etc/hosts"
  : >"$directory/etc/mtab"
  for ((i = 0; i < ${#VOLUMES[@]}; i += 3)); do
    if [[ -d ${VOLUMES[i]} ]]; then
      mkdir -p -- "$directory${VOLUMES[i + 1]}"
    else
      mkdir -p -- "$directory${VOLUMES[i + 1]%/*}" && : >"$directory${VOLUMES[i + 1]}"
    fi || die "cannot make $directory${VOLUMES[i + 1]}"
  done
}

# Sets REPLY to what comes after the words of the command in a pod's manifest: all but the image and those words is the same
# for all instances. VOLUMES holds threes: path of the host, target, ro or rw.
rkt_pod() {
  local i k mounts='' volumes='' read_only app
  rkt_app
  app=$REPLY
  for ((i = 0; i < ${#VOLUMES[@]}; i += 3)); do
    for ((k = 0; k < ${#VOLUMES[@]}; k += 3)); do
      [[ ${VOLUMES[k + 1]} != "${VOLUMES[i + 1]}"/* ]] ||
        die "rkt mounts in no order that could be relied on, and ${VOLUMES[k + 1]} lies below ${VOLUMES[i + 1]}"
    done
    read_only=false
    [[ ${VOLUMES[i + 2]} == rw ]] || read_only=true
    json_string "${VOLUMES[i + 1]}"
    mounts+="${mounts:+,}{\"volume\":\"volume-$i\",\"path\":$REPLY}"
    json_string "${VOLUMES[i]}"
    volumes+="${volumes:+,}{\"name\":\"volume-$i\",\"kind\":\"host\",\"source\":$REPLY,\"readOnly\":$read_only,\"recursive\":false}"
  done
  REPLY="],$app},\"mounts\":[$mounts]}],\"volumes\":[$volumes]}"
}

# Sets REPLY to the members of `app` but for the words of the command.
rkt_app() {
  local word name variables=''
  local -A values=()
  # No name may be there twice.
  for word in "${O_ENVIRONMENT[@]}"; do
    [[ $word =~ ^[^=]* ]]
    values[${BASH_REMATCH[0]}]=${word#*=}
  done
  for name in "${!values[@]}"; do
    json_string "${values[$name]}"
    variables+="${variables:+,}{\"name\":\"$name\",\"value\":$REPLY}"
  done
  json_string "${O_WORKDIR:-/}"
  REPLY="\"user\":\"${O_UID:-0}\",\"group\":\"${O_GID:-0}\",\"workingDirectory\":$REPLY,\"environment\":[$variables]"
}

# Usage: rkt_import CONTAINER IMAGE
# Brings an image of the recipe to rkt's store on the container's storage, once for each digest, and lets rkt unpack it, which
# it does for the first pod. Sets REPLY to the name of the base.
rkt_import() {
  local base=rkt-${IMAGE_DIGEST[$2]-$2} storage=${RKT_STORAGE[$1]} begun
  if [[ -z ${STORAGE_BASE[$storage.$base]-} ]]; then
    clock_now
    begun=$REPLY
    if [[ -z ${STORAGE_BASE[$storage.rkt]-} ]]; then
      rkt_stage1
      rkt_fetch "$1" "$STAGE1"
      STORAGE_BASE[$storage.rkt]=$REPLY
    fi
    TREE=${IMAGE_ROOT[$2]} TREE_MOUNT=''
    rkt_keep "$1" "$base"
    ARGV=(/)
    rkt_prepare "$1" "_/$1.client" "$base"
    managed_ask "$1" "_/$1.client" rm "$REPLY" || die "rkt cannot remove a pod: $REPLY"
    clock_now
    event image-imported "\"cell\":$CELL,\"engine\":\"rkt\",\"storage\":\"${storage%%.*}\",\"image\":\"$2\",\"container\":\"${1%%.*}\",\"durationNs\":$((REPLY - begun))"
  fi
  REPLY=$base
}

# Usage: rkt_keep CONTAINER BASE
# Makes the tree an image in rkt's store.
rkt_keep() {
  save_aci "${2%%[.:]*}"
  mv -f -- "$RUN_DIR/saved" "$RUN_DIR/rkt/image.aci" || die "cannot write to $RUN_DIR/rkt"
  rkt_fetch "$1" "$RUN_DIR/rkt/image.aci"
  rm -f -- "$RUN_DIR/rkt/image.aci"
  STORAGE_BASE[${RKT_STORAGE[$1]}.$2]=$REPLY
}

# Usage: rkt_fetch CONTAINER FILE
# Sets REPLY to the id that rkt gives an image.
rkt_fetch() {
  managed_ask "$1" "_/$1.client" fetch --full "$2" || die "rkt cannot take the image $2: $REPLY"
  REPLY=${REPLY##*$'\n'}
}

# Usage: rkt_prepare CONTAINER LEAF BASE
# Makes a pod that is to run ARGV. Sets REPLY to its id.
rkt_prepare() {
  local storage=${RKT_STORAGE[$1]} pod=$RUN_DIR/rkt/$1/pod words=()
  words_are_text rkt "${ARGV[@]}"
  rkt_manifest "$1" "${STORAGE_BASE[$storage.$3]}" >"$pod" || die "cannot write to $pod"
  [[ ${STORAGE_DRIVER[$storage]} != vfs ]] || words=(--no-overlay)
  managed_ask "$1" "$2" prepare --quiet --stage1-hash="${STORAGE_BASE[$storage.rkt]}" --pod-manifest="$pod" ${words[@]+"${words[@]}"} ||
    die "rkt cannot make a pod: $REPLY"
  REPLY=${REPLY##*$'\n'}
}

# Usage: rkt_manifest CONTAINER ID
# Prints the manifest of a pod that runs ARGV on the image ID.
rkt_manifest() {
  local word list=''
  for word in "${ARGV[@]}"; do
    json_string "$word"
    list+="${list:+,}$REPLY"
  done
  printf '{"acVersion":"0.8.11","acKind":"PodManifest","apps":[{"name":"app","image":{"id":"%s"},"app":{"exec":[%s%s\n' \
    "$2" "$list" "${RKT_POD[$1]}"
}
