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
  zsh fish                      # the completion scripts
  vim                           # the syntax file of editors/vim
  libxml2-utils                 # reports as XML are held against BenchExec's definition
  python3-prometheus-client     # reports for Prometheus are read by its own parser
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
