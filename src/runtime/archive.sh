# ---- archives: unpacked so that nothing outside the folder is touched ----

# What a file has besides its mode, owner, time and content. Attributes of the kernel's own, such as those of overlay, are
# neither written nor taken from anybody.
ARCHIVE_KEEPS=(--numeric-owner --acls --xattrs '--xattrs-include=user.*' --xattrs-include=security.capability)

# How archives are written: the same files give the same bytes. The form for files with holes is the one whose names do not
# hold the number of a process.
ARCHIVE_FORM=(--format=posix '--pax-option=exthdr.name=%d/x/%f,delete=atime,delete=ctime' --sort=name --sparse --sparse-version=0.0 "${ARCHIVE_KEEPS[@]}")

# Usage: archive_unpack ARCHIVE FOLDER [OPTION…]
# FOLDER must be empty: a symbolic link that an earlier archive left there could lead this one astray. Tar takes the slash
# from the front of names, makes links that lead out only when all files are there, and refuses names with `..`; what it
# refuses, it names. Devices are left out: a container has its own, and nobody else's.
archive_unpack() {
  local log=$RUN_DIR/tar.log text='' line device status=0 left=() owner=()
  ! is_alone || owner=(--no-same-owner)
  [[ -f $1 ]] || die "there is no archive $1"
  archive_limit "$1" "$2"
  # Tar is ended after so many records of 10240 bytes. The shell around it keeps to itself that a signal did.
  # shellcheck disable=SC2016 # It is for sh to expand.
  sh -c 'tar "$@"; exit "$?"' sh -xpf "$1" -C "$2" --force-local "${ARCHIVE_KEEPS[@]}" ${owner[@]+"${owner[@]}"} --warning=no-timestamp \
    "--checkpoint=$((REPLY / 10240 + 1))" '--checkpoint-action=exec=kill "$PPID"' "${@:3}" 2>"$log" </dev/null || status=$?
  ((status != 143)) || die "cannot unpack $1: more comes out of it than $LIMIT"
  if ((status != 0)); then
    while IFS= read -r line; do
      case $line in
        *'Removing leading'* | *'Exiting with failure'*) ;;
        # Root of a user namespace cannot even make them.
        *': Cannot mknod: Operation not permitted')
          line=${line#tar: }
          line=${line%: Cannot mknod*}
          left+=("/${line#./}")
          ;;
        *) text+=${text:+$'\n'}$line ;;
      esac
    done <"$log"
    [[ -z $text && ${#left[@]} != 0 ]] || die "cannot unpack $1: ${text:-tar gives no reason}"
  fi
  ! is_alone || archive_owners "$@"
  while IFS= read -r -d '' device; do
    rm -f -- "$device" || die "cannot remove the device $device"
    left+=("${device#"$2"}")
  done < <(find "$2" \( -type b -o -type c \) -print0)
  ((${#left[@]} == 0)) || warning "$1: left out the devices ${left[*]}"
}

# Usage: archive_owners ARCHIVE FOLDER [OPTION…]
# Tells of files that were unpacked, and would be others' if those were there to own them.
archive_owners() {
  local count
  [[ " ${*:3} " != *' --no-same-owner '* ]] || return 0
  count=$(tar -tvf "$1" --numeric-owner --force-local | grep -c -v -E '^[^ ]+ +0/0 ') || return 0
  warning "$1: $count files of others are root's, since there are no subordinate ids: ${OUTSIDE[4]}"
}

# Usage: archive_limit ARCHIVE FOLDER
# Sets REPLY to how many bytes may come out of an archive that may have been made to fill the disk, and LIMIT to why no more.
# A member takes at least 512, so that their number is limited too.
archive_limit() {
  local size free
  size=$(stat -L -c %s -- "$1") || die "cannot read $1"
  free=$(df -P -k -- "$2") || die "cannot tell the free space of $2"
  read -r _ _ _ free _ <<<"${free##*$'\n'}"
  free=$((free * 1024 * 19 / 20))
  REPLY=$((size * 100)) LIMIT='100 times its size; if that is right, decompress it first'
  ((REPLY >= 1073741824)) || REPLY=1073741824 LIMIT="1 GiB and $LIMIT"
  ((REPLY <= free)) || REPLY=$free LIMIT="its file system has room for ($free bytes)"
}
