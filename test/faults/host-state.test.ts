import { afterAll, beforeAll, describe, expect } from "vitest";
import { testOnHost } from "../support/needs.ts";
import { differences, hostState } from "./host-state.ts";
import { inMachine } from "./place.ts";
import { makeSandbox, type Sandbox } from "./sandbox.ts";
import { NEEDS, VOLUMES } from "./subjects.ts";

/** Bash that leaves something, and what must be seen of it. */
const LEAKS: Readonly<Record<string, readonly [leak: string, seen: RegExp]>> = {
  "a cgroup": ['for cgroup in $CGROUPS; do mkdir "$cgroup/leak"; done', /^left: cgroup .*\/leak$/],
  "a process": ["sleep 1000 >/dev/null 2>&1 &", /^left: process \d+ sleep 1000/],
  "a process in a cgroup below": [
    'mkdir "${CGROUPS%% *}/below"; (echo 0 >"${CGROUPS%% *}/below/cgroup.procs"; exec sleep 1000 >/dev/null 2>&1) &',
    /^left: process \d+ sleep 1000/,
  ],
  "a mount": ["mkdir tmp/point; mount -t tmpfs leak tmp/point", /^left: mount \/ .*\/tmp\/point tmpfs leak/],
  "a mount over another": ["mount -t tmpfs leak /dev/shm", /^left: mount \/ \/dev\/shm tmpfs leak/],
  "a namespace": [": >space; unshare --uts=space true", /^left: mount uts:\S+ .*\/space nsfs/],
  "a loop device": [
    "truncate -s 1M tmp/disk; losetup -f tmp/disk",
    /^left: loop device loop\d+ .*\/tmp\/disk$/,
  ],
  "a loop device without its file": [
    "truncate -s 1M tmp/disk; losetup -f tmp/disk; rm tmp/disk",
    /^left: loop device loop\d+ .*\/tmp\/disk \(deleted\)$/,
  ],
  "a network device": ["ip link add leak type bridge", /^left: network device leak$/],
  "a socket": ["nc -lU tmp/socket >/dev/null 2>&1 & sleep 0.2", /^left: socket tmp\/socket$/],
  "a file in /run": ["mkdir /run/engine; : >/run/engine/lock", /^left: file \/run\/engine\/lock /],
  "a file in /var": [
    "mkdir -p /var/lib/engine; : >/var/lib/engine/image",
    /^left: file .*\/host\/var\/lib\/engine\/image /,
  ],
  "a file in /etc": [": >/etc/engine", /^left: file .*\/host\/etc\/engine /],
  "a file in /tmp": [": >/tmp/lock", /^left: file .*\/host\/tmp\/lock /],
  "a file in the home": ["mkdir ~/.config; : >~/.config/engine", /^left: file .*\/home\/.config\/engine /],
  "a file": ["echo leak >state/file", /^left: file .*\/state\/file /],
  "a file of shared memory": ["echo leak >/dev/shm/file", /^left: file \/dev\/shm\/file /],
  "a folder": ["mkdir state/folder", /^left: directory .*\/state\/folder /],
  "a link": ["ln -s nowhere state/link", /^left: link .*\/state\/link nowhere$/],
  "other bytes": ["echo others >state/kept", /^left: file .*\/state\/kept /],
  "another mode": ["chmod 600 state/kept", /^left: file .*\/state\/kept 600/],
  "another owner": ["chown 1000 state/kept", /^left: file .*\/state\/kept \d+ 1000:/],
  "less than there was": ["rm state/kept", /^lost: file .*\/state\/kept /],
  "what a list says": ["echo named >listed", /^left: cat named$/],
};

/** In the machine. */
const LEAKS_OF_VOLUMES: typeof LEAKS = {
  "a physical volume": ["pvcreate -q /dev/vdb", /^left: pvs +\/dev\/vdb\|\|\|\|\|$/],
  "a volume group, and its tag": [
    "vgcreate -q --addtag mine leak /dev/vdb",
    /^left: pvs +\/dev\/vdb\|\|leak\|mine\|\|$/,
  ],
  "a logical volume": [
    "vgcreate -q leak /dev/vdb; lvcreate -q -L 4M -n volume leak",
    /^left: pvs +\/dev\/vdb\|\|leak\|\|volume\|$/,
  ],
  "a device": [
    "vgcreate -q leak /dev/vdb; lvcreate -q -L 4M -n volume leak",
    /^left: device of the device mapper leak-volume$/,
  ],
  "a name of a device": [
    "dmsetup create leak --table '0 8 zero'",
    /^left: name of a device \/dev\/mapper\/leak$/,
  ],
  "a copy of what a volume group was like": [
    "vgcreate -q leak /dev/vdb",
    /^left: file .*\/host\/etc\/lvm\/archive\/leak_/,
  ],
  "a daemon of LVM": [
    "vgcreate -q leak /dev/vdb; lvcreate -q -y --type thin-pool -L 8M -n pool leak",
    /^left: process \d+ \S*dmeventd/,
  ],
};

/** Bash that takes all of them away. */
const FORGET_VOLUMES =
  "! vgs leak || vgremove -y -f leak; wipefs -a /dev/vdb; ! dmsetup info leak || dmsetup remove --retry leak; udevadm settle; rm -f /run/lvm/?vs_online/*";

const LEAKS_NEED = { ...NEEDS, programs: [...(NEEDS.programs ?? []), "ip", "nc"] };

describe("the state of a host tells that there is now", () => {
  let sandbox: Sandbox;
  beforeAll(() => {
    sandbox = makeSandbox();
  });
  afterAll(() => sandbox.remove());

  for (const [name, [leak, seen]] of Object.entries(inMachine ? LEAKS_OF_VOLUMES : LEAKS)) {
    testOnHost(name, LEAKS_NEED, async () => {
      const one = makeSandbox("mkdir state; echo bytes >state/kept; : >listed");
      const lists = [["cat", `${one.directory}/listed`], ...(inMachine ? [VOLUMES] : [])];
      const look = () => hostState(one, ["state", "tmp"], lists);
      try {
        const before = look();
        expect(differences(before, look())).toEqual([]);
        const env = { CGROUPS: one.cgroups.join(" ") };
        const { status, stderr } = await one.start(["bash", "-ec", leak], { env }).ended;
        expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
        expect(differences(before, look())).toContainEqual(expect.stringMatching(seen));
      } finally {
        if (inMachine) await one.start(["bash", "-c", FORGET_VOLUMES]).ended;
        one.remove();
      }
    });
  }

  testOnHost("nothing else after a command that leaves nothing", NEEDS, async () => {
    const before = hostState(sandbox, ["tmp"]);
    await sandbox.start(["bash", "-c", "echo >tmp/file; sleep 0.1 & wait; rm tmp/file"]).ended;
    expect(differences(before, hostState(sandbox, ["tmp"]))).toEqual([]);
  });
});
