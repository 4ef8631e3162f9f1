/** The package that a program comes in. Fedora's also hold for RHEL and its kin, Debian's for Ubuntu. */
export interface Packages {
  readonly debian: string;
  readonly fedora: string;
  readonly alpine: string;
}

const same = (name: string): Packages => ({ debian: name, fedora: name, alpine: name });
const utilLinux = (alpine: string): Packages => ({ debian: "util-linux", fedora: "util-linux", alpine });

const PACKAGES: Readonly<Record<string, Packages>> = {
  bash: same("bash"),
  awk: { debian: "mawk", fedora: "gawk", alpine: "busybox" },
  sed: { debian: "sed", fedora: "sed", alpine: "busybox" },
  grep: { debian: "grep", fedora: "grep", alpine: "busybox" },
  tar: same("tar"),
  gzip: same("gzip"),
  bzip2: same("bzip2"),
  xz: { debian: "xz-utils", fedora: "xz", alpine: "xz" },
  zstd: same("zstd"),
  find: same("findutils"),
  xargs: same("findutils"),
  mount: { debian: "mount", fedora: "util-linux", alpine: "mount" },
  umount: { debian: "mount", fedora: "util-linux", alpine: "umount" },
  losetup: { debian: "mount", fedora: "util-linux", alpine: "losetup" },
  unshare: utilLinux("util-linux-misc"),
  nsenter: utilLinux("util-linux-misc"),
  setpriv: utilLinux("setpriv"),
  flock: utilLinux("flock"),
  blkid: utilLinux("blkid"),
  findmnt: utilLinux("findmnt"),
  taskset: { debian: "util-linux", fedora: "util-linux", alpine: "util-linux-misc" },
  pivot_root: utilLinux("util-linux-misc"),
  ldd: { debian: "libc-bin", fedora: "glibc-common", alpine: "musl-utils" },
  ldconfig: { debian: "libc-bin", fedora: "glibc", alpine: "musl-utils" },
  ip: { debian: "iproute2", fedora: "iproute", alpine: "iproute2" },
  nc: { debian: "netcat-openbsd", fedora: "nmap-ncat", alpine: "netcat-openbsd" },
  busybox: { debian: "busybox-static", fedora: "busybox", alpine: "busybox" },
  ps: { debian: "procps", fedora: "procps-ng", alpine: "procps" },
  "mkfs.ext4": same("e2fsprogs"),
  "mkfs.btrfs": { debian: "btrfs-progs", fedora: "btrfs-progs", alpine: "btrfs-progs" },
  btrfs: same("btrfs-progs"),
  lvcreate: same("lvm2"),
  dmsetup: { debian: "dmsetup", fedora: "device-mapper", alpine: "device-mapper" },
  docker: { debian: "docker.io", fedora: "moby-engine", alpine: "docker" },
  podman: same("podman"),
  "lxc-start": { debian: "lxc", fedora: "lxc", alpine: "lxc" },
  "systemd-nspawn": { debian: "systemd-container", fedora: "systemd-container", alpine: "none" },
  runc: same("runc"),
  crun: same("crun"),
  bwrap: same("bubblewrap"),
};

const COREUTILS =
  "basename cat chmod chown chroot cp cut date dd df dirname du env head id install kill link ln ls mkdir mkfifo mknod mktemp mv nproc od printf pwd readlink realpath rm rmdir seq sha256sum sleep sort stat stdbuf sync tail tee test timeout touch tr true truncate uname uniq wc";

/** Undefined for a program that this list does not know. */
export function packagesOf(program: string): Packages | undefined {
  if (Object.hasOwn(PACKAGES, program)) return PACKAGES[program];
  return COREUTILS.split(" ").includes(program) ? same("coreutils") : undefined;
}

/** `Debian: netcat-openbsd, Fedora: nmap-ncat, Alpine: netcat-openbsd` */
export function packagesText({ debian, fedora, alpine }: Packages): string {
  if (debian === fedora && fedora === alpine) return `package ${debian}`;
  return `package ${debian} (Debian), ${fedora} (Fedora), ${alpine} (Alpine)`;
}
