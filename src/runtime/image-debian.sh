# ---- images that are a Debian system ----

# Usage: image_debian SUITE MIRROR PACKAGE…
# The essential packages of a suite and those named. What is in the cache stays as it was made: newer packages are no reason to
# make it again.
image_debian() {
  local packages
  ! image_described debian "$@" || return 0
  printf -v packages ',%s' "${@:3}"
  image_staging
  # What the packages unpack, users other than root must get at.
  chmod 755 "$STAGING" || die "cannot open $STAGING"
  if hash mmdebstrap 2>/dev/null; then
    ARGV=(mmdebstrap --mode=root --variant=essential ${3:+"--include=${packages#,}"} "$1" "$STAGING" ${2:+"$2"})
  elif hash debootstrap 2>/dev/null; then
    ARGV=(debootstrap --variant=minbase ${3:+"--include=${packages#,}"} "$1" "$STAGING" ${2:+"$2"})
    # In what it takes for a container of LXC it makes no device files, which only the host's root can.
    ! is_rootless || ARGV=(env container=lxc "${ARGV[@]}")
  else
    lack "mmdebstrap or debootstrap is needed to make the Debian system of image $IMAGE"
  fi
  STDIN=/dev/null TIMEOUT_NS=''
  outputs_next
  host_spawn
  ((STATUS == 0)) || die "making the Debian system of image $IMAGE failed with status $STATUS; the last that was printed, the rest is in $STDERR:
$(tail -n 20 -- "$STDERR")"
  # Of this host, and of this moment; and a first boot must ask nobody.
  rm -f -- "$STAGING/etc/hostname" "$STAGING/etc/resolv.conf"
  : >"$STAGING/etc/machine-id"
  find "$STAGING/dev" -mindepth 1 -delete || die "cannot empty $STAGING/dev"
  if [[ -d $STAGING/etc/systemd/system ]]; then
    ln -sf /dev/null "$STAGING/etc/systemd/system/systemd-firstboot.service" || die "cannot write to $STAGING"
  fi
  image_adopt
}
