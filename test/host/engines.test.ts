import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect } from "vitest";
import { build, type Event, run } from "../../src/index.ts";
import { scratchDirectory } from "../support/ctrc.ts";
import { leftOf } from "../support/left.ts";
import { lacking, testOnHost } from "../support/needs.ts";

const folder = resolve(import.meta.dirname, "engines");
const ENGINES = ["native", "docker", "podman", "lxc", "nspawn", "runc", "crun", "bwrap", "rkt"];
/** Archived upstream, and in no package: where it is missing its cells must be skipped, and say why. */
const SKIPPED = lacking({ programs: ["rkt"] }) === undefined ? [] : ["rkt"];
const MAPPING = ENGINES.filter((engine) => engine !== "rkt");
/** Those that give the files of an image to whoever has the same id inside. */
const SHIFTING = ["docker", "podman"];
const NEEDS = {
  root: true,
  programs: [
    "busybox",
    "docker",
    "dockerd",
    "podman",
    "lxc-execute",
    "systemd-nspawn",
    "runc",
    "crun",
    "bwrap",
  ],
};

const scratch = scratchDirectory();
let runs = 0;

/** Runs a recipe of the folder in all its cells; it must leave nothing. */
async function runAll(
  recipe: string,
  set: Record<string, string>,
): Promise<{ events: Event[]; out: string }> {
  runs += 1;
  const directory = join(scratch.path, String(runs));
  mkdirSync(directory);
  const [out, state, cache] = [join(directory, "out"), join(directory, "state"), join(scratch.path, "cache")];
  const running = run(resolve(folder, recipe), { out, state, cache, set });
  const events: Event[] = [];
  for await (const event of running) events.push(event);
  const { exitStatus, stderr, report } = await running.result;
  const bad = events.filter(
    (event) => event.event === "failure" || (event.event === "expectation" && !event.held),
  );
  expect({ exitStatus, stderr, bad }).toEqual({ exitStatus: 0, stderr: "", bad: [] });
  expect(leftOf(report?.record.started.runId ?? "?", state)).toEqual([]);
  const cells = events.flatMap((event) => (event.event === "run-started" ? event.cells : []));
  expect(events.flatMap((event) => (event.event === "cell-skipped" ? [event] : []))).toMatchObject(
    cells.flatMap(({ cell, values: { engine = "?" } }) =>
      SKIPPED.includes(engine)
        ? [{ cell, reason: `engine ${engine}: the program ${engine} is missing` }]
        : [],
    ),
  );
  return { events, out };
}

/** The numbers of a disk of this host, in which nothing needs to be. */
function aDisk(): string {
  const name = readdirSync("/sys/block").find((each) => existsSync(`/dev/${each}`));
  if (name === undefined) throw new Error("this host has no disk that io.max could limit");
  return readFileSync(`/sys/block/${name}/dev`, "utf8").trim();
}

const reader = join(folder, "read-limits.sh");

testOnHost(
  "each engine gives the limits of the recipe: so the kernel's files say",
  NEEDS,
  async () => {
    const { events } = await runAll(join(folder, "limits.ctr"), { reader });
    expect(events.filter(({ event }) => event === "block-finished")).toHaveLength(
      ENGINES.length - SKIPPED.length,
    );
  },
  120_000,
);

testOnHost(
  "each engine gives the limits of a disk",
  NEEDS,
  async () => {
    const device = aDisk();
    const recipe = join(scratch.path, "io-limits.ctr");
    writeFileSync(
      recipe,
      readFileSync(join(folder, "io-limits.ctr"), "utf8").replace('io.max "8:0"', `io.max "${device}"`),
    );
    const { events } = await runAll(recipe, { reader, device });
    expect(events.filter(({ event }) => event === "block-finished")).toHaveLength(
      ENGINES.length - SKIPPED.length,
    );
  },
  120_000,
);

testOnHost(
  "each engine that has user namespaces maps ids as the recipe does, and so are the owners of an image's files",
  NEEDS,
  async () => {
    const { events, out } = await runAll("id-maps.ctr", {});
    const owners = events.flatMap((event) =>
      event.event === "action-finished" && event.block === "of-the-image"
        ? [readFileSync(join(out, event.stdout ?? "?"), "utf8")]
        : [],
    );
    expect(owners).toEqual(MAPPING.map((engine) => (SHIFTING.includes(engine) ? "0:0\n" : "65534:65534\n")));
  },
  120_000,
);

testOnHost(
  "a container runs on all the threads of the cores that the script has chosen, and on their memory node",
  NEEDS,
  async () => {
    const { events, out } = await runAll("cores.ctr", { reader: join(folder, "read-limits.sh") });
    const chosen = events.filter((event) => event.event === "cores-chosen");
    expect(chosen).toHaveLength(3);
    const seen = events.flatMap((event) =>
      event.event === "action-finished" && event.keyword === "host"
        ? [
            readFileSync(join(out, event.stdout ?? "?"), "utf8")
              .split("\n")
              .slice(-3, -1),
          ]
        : [],
    );
    expect(seen).toEqual(chosen.map(({ cpus, memoryNodes }) => [`cpus ${cpus}`, `mems ${memoryNodes}`]));
    const [{ cpus = "?" } = {}] = chosen;
    const threads = `/sys/devices/system/cpu/cpu${Number.parseInt(cpus, 10)}/topology/thread_siblings_list`;
    expect(readFileSync(threads, "utf8")).toBe(`${cpus}\n`);
  },
  120_000,
);

testOnHost(
  "each engine's part of a container's life is timed, and the parts of an action are all of it",
  NEEDS,
  async () => {
    const { events } = await runAll("phases.ctr", {});
    const cells = [1, 2, 3, 4, 5, 6];
    const imported = events.filter((event) => event.event === "image-imported");
    expect(imported.map(({ cell }) => cell)).toEqual(cells);
    for (const cell of cells) {
      const values = new Map(
        events.flatMap((event) =>
          event.event === "observation" && event.cell === cell ? [[event.keyword, event.values]] : [],
        ),
      );
      const ns = (keyword: string, name: string): number => values.get(keyword)?.[name]?.value ?? Number.NaN;
      expect([...values.keys()]).toEqual(["run", "start", "wait", "stop", "commit", "remove"]);
      const parts = (keyword: string, ...names: string[]) =>
        names.reduce((sum, name) => sum + ns(keyword, name), 0);
      expect(parts("run", "createNs", "startNs", "runNs", "removeNs")).toBe(ns("run", "durationNs"));
      expect(parts("start", "createNs", "startNs")).toBe(ns("start", "durationNs"));
      for (const keyword of values.keys()) expect(ns(keyword, "durationNs")).toBeGreaterThan(0);
      expect(ns("start", "voluntaryContextSwitches")).toBeGreaterThan(0);
      expect(values.get("run")?.voluntaryContextSwitches).toMatchObject({ value: null });
    }
  },
  120_000,
);

describe("each engine hands on every byte", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.constantFrom("", " ", "\n", "'", '"', "$(x)", "`x`", "%s%n", "-n", "--", "\\", "ü€𝄞", "a\tb\r\n"),
    fc
      .array(fc.constantFrom("$", "(", ")", "'", '"', "\\", "`", "\n", " ", "!", "*", "~", "%", "é"), {
        maxLength: 20,
      })
      .map((characters) => characters.join("")),
  );
  const word = hostile.map((text) => text.replaceAll("\0", ""));

  testOnHost(
    "of words, environment and standard input, and the exit status",
    NEEDS,
    async () => {
      const property = fc.asyncProperty(word, word, word, word, async (first, second, third, input) => {
        await expectBytes({ first, second, third, input });
      });
      await fc.assert(property, { numRuns: 2, seed: 20, endOnFailure: true });
      await expectBytes({
        first: "x".repeat(100 * 1024),
        second: "-",
        third: "",
        input: "y".repeat(100 * 1024),
      });
    },
    240_000,
  );
});

/** What a caller hands to the script; no string of ours could hold it. */
const NO_TEXT = `exec bash "$1" --cell "$2" --set "first="$'a\\xff' --out "$3" --state "$4"`;

describe("bytes that are no text", () => {
  const through = async (cell: number) => {
    const directory = join(scratch.path, `no-text-${cell}`);
    mkdirSync(directory);
    const [out, state] = [join(directory, "out"), join(directory, "state")];
    const script = join(directory, "bytes.sh");
    writeFileSync(script, (await build(join(folder, "bytes.ctr"))).script ?? "");
    const { status, stderr } = spawnSync("bash", ["-c", NO_TEXT, "bash", script, String(cell), out, state], {
      encoding: "utf8",
    });
    return { status, stderr, out };
  };

  testOnHost("go through an engine that takes words as they are", NEEDS, async () => {
    const { status, stderr, out } = await through(ENGINES.indexOf("native") + 1);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const printed = readFileSync(join(out, "outputs", "0001.stdout"));
    expect(printed.subarray(0, 3).equals(Buffer.from([0x61, 0xff, 0x00]))).toBe(true);
  });

  testOnHost("are refused, and not changed, for one that takes text", NEEDS, async () => {
    const { status, stderr } = await through(ENGINES.indexOf("runc") + 1);
    expect(status).toBe(4);
    expect(stderr).toContain("the engine runc takes text, and this word is no UTF-8: ");
  });
});

async function expectBytes(set: {
  first: string;
  second: string;
  third: string;
  input: string;
}): Promise<void> {
  const { out } = await runAll("bytes.ctr", set);
  const outputs = readdirSync(join(out, "outputs")).filter((name) => name.endsWith(".stdout"));
  expect(outputs).toHaveLength(ENGINES.length - SKIPPED.length);
  const { first, second, third, input } = set;
  const expected = Buffer.from(`${[first, second, third, first].join("\0")}\0${input}`);
  for (const name of outputs) {
    expect(
      readFileSync(join(out, "outputs", name)).equals(expected),
      `${name} of ${JSON.stringify(set)}`,
    ).toBe(true);
  }
}

testOnHost("a container with the host's own files leaves the host's devices as they are", NEEDS, async () => {
  const recipe = `recipe devices
matrix { engine [native, lxc] }
container box {
  engine \${engine}
  root   host
}
check runs { run box $ true }
`;
  const at = (name: string) => join(scratch.path, name);
  writeFileSync(at("devices.ctr"), recipe);
  writeFileSync(at("devices.sh"), (await build(at("devices.ctr"))).script ?? "");
  // Should it fail, it is not this machine that has other devices then.
  const apart = `mkdir dev && mount -t tmpfs none dev && cp -a /dev/. dev && mount --move dev /dev || exit
    list() { find /dev -printf '%p %y %m %T@\\n' | sort; }
    list >before
    "$@"
    status=$?
    list >after
    exit "$status"`;
  const script = ["bash", at("devices.sh"), "--out", at("out"), "--state", at("state")];
  const words = ["--mount", "bash", "-c", apart, "bash", ...script];
  const { status, stderr } = spawnSync("unshare", words, { cwd: scratch.path, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(readFileSync(at("after"), "utf8")).toBe(readFileSync(at("before"), "utf8"));
});
