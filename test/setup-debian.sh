#!/usr/bin/env bash
# Installs what the tests need, on Debian 12 or newer, as root. Without it they still run, but skip what they cannot do.
#
#   Usage: setup-debian.sh [--without-vm]     (everything but what `npm run test:vm` needs)
set -euo pipefail

packages=(
  bash util-linux coreutils tar # what the emitted scripts are made of
  shellcheck shfmt              # every emitted script is held against them
  busybox-static perl-base      # images of the container tests
  bash-static                   # a host that has little else
  btrfs-progs lvm2 xfsprogs     # storage drivers
  curl wget zstd skopeo umoci   # images of other tools, fetched and unpacked
  attr libcap2-bin              # files with attributes, for archives that must not lose them
  netcat-openbsd                # recipes/load-test.ctr
  gcc libc6-dev make bzip2      # recipes/busybox-source.ctr
  docker.io podman crun runc    # engines
  bubblewrap                    # one more
  hostname uidmap strace        # users who are not root; commands that must run nothing
  locales                       # a decimal comma
  lxc systemd-container         # two more; mmdebstrap makes the system that boots in them
  zsh fish                      # the completion scripts
  groff                         # the manual page
  vim                           # the syntax file of editors/vim
  libxml2-utils                 # reports as XML are held against BenchExec's definition
  chromium-headless-shell       # the HTML report is looked at in a browser
  python3-prometheus-client     # reports for Prometheus are read by its own parser
  chromium                      # the playground
)
virtual_machine=(
  qemu-system-x86                          # needs no KVM
  mmdebstrap debian-archive-keyring        # the system of the virtual machine
  dpkg e2fsprogs kmod cpio ca-certificates # its disk, its kernel and its initial RAM disk
)

case ${1-} in
  '') packages+=("${virtual_machine[@]}") ;;
  --without-vm) ;;
  *)
    echo "setup-debian.sh: unknown argument $1; usage: setup-debian.sh [--without-vm]" >&2
    exit 2
    ;;
esac

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if ((${#missing[@]})); then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  apt-get install -q -y --no-install-recommends "${missing[@]}"
fi

# What recipes/busybox-source.ctr fetches, from Debian's archive, which has it under another name.
source=/usr/local/src/busybox-1.35.0.tar.bz2
checksum=SHA256:faeeb244c35a348a334f4a59e44626ee870fb07b6884d68c10ae8bc19f83a694
if [[ ! -f $source ]]; then
  log=$(mktemp)
  # Without its lists apt knows no archive.
  [[ -n $(apt-get indextargets) ]] || apt-get update -q
  # shellcheck disable=SC2016 # It is for apt-get to expand.
  apt-get indextargets --format '$(REPO_URI)' | sort -u | while read -r archive; do
    # Some archives are not Debian's own, or hold only security updates.
    /usr/lib/apt/apt-helper download-file "${archive}pool/main/b/busybox/busybox_1.35.0.orig.tar.bz2" \
      "$source.part" "$checksum" >>"$log" 2>&1 && mv "$source.part" "$source" && break
  done || :
  [[ -f $source ]] || cat "$log" >&2
  rm "$log"
fi
[[ -f $source ]]
