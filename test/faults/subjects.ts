import { join, resolve } from "node:path";
import type { Needs } from "../support/needs.ts";
import type { Lists } from "./host-state.ts";

const recipes = resolve(import.meta.dirname, "../../recipes");

/** A recipe, or a cell of one, that faults are injected into. */
export interface Subject {
  readonly name: string;
  readonly recipe: string;
  /** Values of the matrix that choose the cell. */
  readonly cell?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string>>;
  readonly needs: Needs;
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
});

/** A recipe, a driver or an engine more is a line more. */
export const SUBJECTS: readonly Subject[] = [
  { name: "hello", recipe: join(recipes, "hello.ctr"), settings: { rounds: "3" }, needs: NEEDS },
  { name: "load-test", recipe: join(recipes, "load-test.ctr"), needs: needing("nc") },
  cow("vfs", "mkfs.ext4"),
  cow("overlay", "mkfs.ext4"),
  cow("btrfs", "mkfs.btrfs"),
];
