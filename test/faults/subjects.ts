import { join, resolve } from "node:path";
import type { Needs } from "../support/needs.ts";
import type { Lists } from "./host-state.ts";
import { inMachine } from "./place.ts";

const recipes = resolve(import.meta.dirname, "../../recipes");
const casesOfMachine = resolve(import.meta.dirname, "../vm/cases");

/** How many of each kind of fault. */
export interface Sample {
  readonly instants: number;
  readonly undos: number;
  readonly moments: number;
  readonly commands: number;
  readonly calls: number;
  readonly disks: number;
}

const USUAL: Sample = { instants: 5, undos: 4, moments: 2, commands: 2, calls: 3, disks: 3 };

/** Of what takes seconds each time. */
const SMALL: Sample = { instants: 1, undos: 1, moments: 0, commands: 0, calls: 1, disks: 0 };

/** A recipe, or a cell of one, that faults are injected into. */
export interface Subject {
  readonly name: string;
  readonly recipe: string;
  /** What stands in the recipe, and what is put in its place, so that a run of it takes less time. */
  readonly instead?: readonly [whole: string, smaller: string];
  /** A command of the recipe that removes what another one has made, which nobody else does when it fails. */
  readonly removes?: string;
  /** Values of the matrix that choose the cell. */
  readonly cell?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string>>;
  /** The only check or measure of it. */
  readonly only?: string;
  readonly needs: Needs;
  /** How many instants, undo-able steps, moments, commands, failing calls and disks the other tests take; all are more. */
  readonly sample: Sample;
  /** What the engine keeps, by commands that list it. */
  readonly lists?: Lists;
}

export const NEEDS: Needs = { root: true, programs: ["unshare", "nsenter", "setpriv", "losetup"] };

const needing = (...programs: string[]): Needs => ({
  root: true,
  programs: [...(NEEDS.programs ?? []), ...programs],
});

const cow = (driver: string, ...programs: string[]): Subject => ({
  name: `efficient-cow on ${driver}`,
  recipe: join(recipes, "efficient-cow.ctr"),
  cell: { engine: "native", driver },
  settings: { rounds: "2" },
  needs: needing("busybox", ...programs),
  sample: USUAL,
});

const engine = (name: string, ...programs: string[]): Subject => ({
  name: `engines on ${name}`,
  recipe: join(recipes, "engines.ctr"),
  cell: { engine: name },
  only: "core-0-is-free",
  needs: needing("busybox", "nc", ...programs),
  sample: SMALL,
});

/** What there is of LVM, a segment of a physical volume a line. */
export const VOLUMES =
  "pvs --noheadings --separator | -o pv_name,pv_tags,vg_name,vg_tags,lv_name,lv_tags".split(" ");

const LVM = {
  needs: needing("busybox", "lvcreate", "thin_check", "dmsetup"),
  settings: { rounds: "1" },
  sample: SMALL,
} as const;

/** A recipe, a driver or an engine more is a line more. */
const ON_HOST: readonly Subject[] = [
  {
    name: "hello",
    recipe: join(recipes, "hello.ctr"),
    settings: { rounds: "3" },
    needs: NEEDS,
    sample: USUAL,
  },
  {
    name: "load-test",
    recipe: join(recipes, "load-test.ctr"),
    instead: ["memory.max  2GB", "memory.max  64MB"],
    removes: "rm -f /dev/shm/fill",
    needs: needing("nc"),
    sample: USUAL,
  },
  cow("vfs", "mkfs.ext4"),
  cow("overlay", "mkfs.ext4"),
  cow("btrfs", "mkfs.btrfs"),
  engine("docker", "docker", "dockerd", "containerd", "runc"),
  engine("podman", "podman", "crun"),
  engine("lxc", "lxc-execute"),
];

/** What takes a device mapper, or a disk that may be lost. */
const IN_MACHINE: readonly Subject[] = [
  { ...cow("lvm-loop"), ...LVM, lists: [VOLUMES] },
  {
    ...LVM,
    name: "efficient-cow on lvm-direct",
    recipe: join(casesOfMachine, "efficient-cow-on-a-device.ctr"),
    lists: [VOLUMES, ["wipefs", "--noheadings", "--output", "DEVICE,OFFSET,TYPE,LABEL", "/dev/vdb"]],
  },
];

export const SUBJECTS = inMachine ? IN_MACHINE : ON_HOST;
