import { allRecipes, type RunInMachine } from "./machine.ts";

/** What takes minutes on an emulated processor need only show that it works. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  // From where the script is started.
  "vm/limits": ["--set", "reader=../../engines/read-limits.sh"],
  "host/commit": ["--set", "depth=8"],
  // Native on lvm-loop: the host's tests have the rest.
  "recipes/efficient-cow": ["--set", "rounds=2", "--cell", "4"],
  // A big file on a thin volume.
  "recipes/layers": ["--set", "rounds=1", "--cell", "10"],
  "recipes/hello": ["--set", "rounds=3"],
};

/**
 * What needs a compiler, or the network for a Debian of its own, and what compares engines: on an emulated processor each of
 * those takes longer than a run may. So does, nearly, what packs and unpacks images, which is the same with each version of
 * cgroups. The host's tests have them all.
 */
const LEFT_OUT = [
  "host/docker-podman",
  "host/image-files",
  "host/rkt",
  "recipes/busybox-source",
  "recipes/confined",
  "recipes/engines",
  "recipes/security",
  "recipes/start-cost",
  "recipes/system-container",
];

/** What is about storage: as much work as all the others. */
const ABOUT_STORAGE = [
  "host/commit",
  "recipes/efficient-cow",
  "recipes/layers",
  "vm/docker-on-a-pool",
  "vm/efficient-cow-on-a-device",
  "vm/known-answers",
  "vm/known-answers-on-a-device",
  "vm/on-a-device",
  "vm/on-a-file",
];

/** What an ordinary user runs, in one of several ways, see rootless.ts. */
const WITHOUT_ROOT = ["vm/rootless", "vm/rootless-systems"];

/** A run is called like its recipe: `recipes-hello`. */
export function runOf(recipe: string): RunInMachine {
  return { name: recipe.replace("/", "-"), recipe, options: OPTIONS[recipe] };
}

export const storageRuns = ABOUT_STORAGE.map(runOf);
export const otherRuns = allRecipes()
  .filter((recipe) => ![...LEFT_OUT, ...ABOUT_STORAGE, ...WITHOUT_ROOT].includes(recipe))
  .map(runOf);
