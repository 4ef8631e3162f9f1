import type { ImageSource } from "../../types/declared.ts";
import type { Step, Tool } from "../../types/step.ts";

const ARCHIVE_TOOLS = ["df", "find", "grep", "head", "sh", "stat"];

/** For a look at a tree that has to be mounted. */
const TREE_TOOLS = ["mount", "nsenter", "sh", "unshare"];

/** Programs that the bash of a step calls, besides those of its engine and storage. */
const STEP_TOOLS: Readonly<Partial<Record<Step["kind"], readonly string[]>>> = {
  "image.make": ["cp", "mv", "readlink", "tar"],
  "namespace.create": ["cat", "mount", "sh", "umount", "unshare"],
  "storage.create": ["readlink"],
  "image.save": [...TREE_TOOLS, "chmod", "mv", "stat", "tar", "uname"],
  "image.load": [...ARCHIVE_TOOLS, "chown", "gzip", "mv", "readlink", "tar", "touch", "uname"],
  "image.import": [...ARCHIVE_TOOLS, "tar"],
  "container.export": [...TREE_TOOLS, "chmod", "mv", "tar"],
  "container.diff": [...TREE_TOOLS, "cut", "find", "sort", "xargs"],
  "container.commit": ["cp", "mv"],
  "container.rollback": ["cp"],
  "calibrate.container": ["readlink", "stat"],
  "host.shell": ["env"],
  "host.sync": ["sync"],
  "host.drop-caches": ["sync"],
  "expect.output": ["tr"],
  "expect.file": ["readlink", "tr"],
};

/** Programs that a source of an image calls, besides those that every image does. */
const SOURCE_TOOLS: Readonly<Partial<Record<ImageSource["kind"], readonly string[]>>> = {
  program: ["ldd", "ln"],
  directory: ["chmod"],
  file: ["chmod"],
  archive: ARCHIVE_TOOLS,
  oci: [...ARCHIVE_TOOLS, "chown", "gzip", "touch", "uname"],
  debian: ["find", "ln", "tail"],
  fetch: ["env", "flock", "md5sum", "tail"],
  build: [...ARCHIVE_TOOLS, "sh", "tail"],
};

/** Programs that every script calls. */
const SCRIPT_TOOLS = [
  "cp",
  "mkdir",
  "mkfifo",
  "mv",
  "readlink",
  "rm",
  "rmdir",
  "sha256sum",
  "stat",
  "truncate",
];

/** Programs with the reason why they are needed. */
export class Tools {
  readonly #reasons = new Map<string, Set<string>>();

  constructor() {
    this.#add(SCRIPT_TOOLS, "the script itself");
  }

  addSteps(steps: readonly Step[]): void {
    for (const step of steps) {
      this.#add(STEP_TOOLS[step.kind] ?? [], step.kind);
      if (step.kind === "image.make") {
        for (const { kind } of step.sources) this.#add(SOURCE_TOOLS[kind] ?? [], step.kind);
      }
      if (step.kind === "loop") this.addSteps(step.body);
    }
  }

  addMeasure(): void {
    this.#add(["sort"], "measure");
  }

  addDiskProbe(): void {
    this.#add(["df", "du", "find", "sync"], "probe disk");
  }

  addTools(tools: readonly Tool[]): void {
    for (const { program, neededBy } of tools) this.#add([program], neededBy);
  }

  #add(programs: readonly string[], reason: string): void {
    for (const program of programs) {
      const reasons = this.#reasons.get(program) ?? new Set();
      this.#reasons.set(program, reasons.add(reason));
    }
  }

  /** In alphabetical order. */
  list(): Tool[] {
    const programs = [...this.#reasons.keys()].sort();
    return programs.map((program) => ({
      program,
      neededBy: [...(this.#reasons.get(program) ?? [])].sort().join(", "),
    }));
  }
}
