# ---- containers: what the recipe says of one, the same words for every engine ----

# Usage: container_options CONTAINER OPTION…
# Reads the options of `container_define` into variables that hold until the next container is defined. What was not said is
# empty, but for the capabilities (Docker's default set; `engine` for a container that boots) and the storage. O_MOUNTS holds threes (path on the host, target, ro or rw), O_TMPFS pairs (target,
# bytes), O_ENVIRONMENT NAME=VALUE; O_USER_NAMESPACE is the path of the user namespace that it joins, O_ID_MAP how that maps ids,
# INSIDE:OUTSIDE:COUNT[,…].
container_options() {
  O_IMAGE='' O_STORAGE=default O_GROUP=_ O_NETWORK='' O_HOSTNAME=${1%%.*} O_WORKDIR='' O_UID='' O_GID=''
  O_NO_NEW_PRIVILEGES=yes O_READ_ONLY='' O_SECCOMP='' O_APPARMOR='' O_BOOT='' O_USER_NAMESPACE='' O_ID_MAP=''
  O_CAPABILITIES=chown,dac_override,fowner,fsetid,kill,setgid,setuid,setpcap,net_bind_service,net_raw,sys_chroot,mknod,audit_write,setfcap
  O_JOINED=() O_ENVIRONMENT=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/) O_MOUNTS=() O_TMPFS=() O_MASKED=()
  shift
  while (($#)); do
    case $1 in
      --root) ;;
      --boot)
        # A system gets what the engine gives to systems.
        O_BOOT=yes O_CAPABILITIES=engine O_NO_NEW_PRIVILEGES=no
        shift
        continue
        ;;
      --image) O_IMAGE=$2 ;;
      --storage) O_STORAGE=$2 ;;
      --cgroup) O_GROUP=$2 ;;
      --join)
        O_JOINED+=("$2")
        # By our number, since whoever joins it closes all descriptors but its own.
        [[ -z ${NAMESPACE_MAP[$2]-} ]] || O_USER_NAMESPACE=/proc/$MAIN_PID/fd/${NAMESPACE_FD[$2.user]} O_ID_MAP=${NAMESPACE_MAP[$2]}
        ;;
      --network) O_NETWORK=$2 ;;
      --hostname) O_HOSTNAME=$2 ;;
      --workdir) O_WORKDIR=$2 ;;
      --capabilities) O_CAPABILITIES=$2 ;;
      --no-new-privileges)
        O_NO_NEW_PRIVILEGES=no
        [[ $2 == off ]] || O_NO_NEW_PRIVILEGES=yes
        ;;
      --seccomp) O_SECCOMP=$2 ;;
      --apparmor) O_APPARMOR=$2 ;;
      --mask) O_MASKED+=("$2") ;;
      --read-only)
        O_READ_ONLY=yes
        shift
        continue
        ;;
      --user)
        O_UID=$2 O_GID=$3
        shift
        ;;
      --env)
        O_ENVIRONMENT+=("$2=$3")
        shift
        ;;
      --tmpfs)
        O_TMPFS+=("$2" "$3")
        shift
        ;;
      --mount)
        recipe_path "$2"
        [[ -e $REPLY ]] || die "there is no $REPLY to mount"
        O_MOUNTS+=("$REPLY" "$3" "$4")
        shift 2
        ;;
      *) die "a container has no option $1" ;;
    esac
    shift 2
  done
}

# Usage: container_path_kind PATH
# Sets KIND to regular, directory or nothing: what the container that was just defined will find there.
container_path_kind() {
  local path=$1
  case $1 in
    /proc/* | /sys/*) ;;
    *)
      if [[ -n $O_IMAGE ]]; then
        path_within "${IMAGE_ROOT[$O_IMAGE]}" "$1"
        path=$REPLY
      fi
      ;;
  esac
  KIND=
  if [[ -d $path ]]; then
    KIND=directory
  elif [[ -e $path ]]; then
    KIND=regular
  fi
}
