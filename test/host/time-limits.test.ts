import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect } from "vitest";
import { build } from "../../src/index.ts";
import { scratchDirectory } from "../support/ctrc.ts";
import { testOnHost } from "../support/needs.ts";
import { runRecipe } from "../support/run-recipe.ts";
import { standIn } from "../support/stand-in.ts";

const scratch = scratchDirectory();

const needs = { root: true, programs: ["busybox", "curl"] };

/** A program that hangs from a moment on, and the action that then does. */
interface Hanging {
  readonly action: string;
  readonly program: string;
  /** Done before that moment. */
  readonly before?: string;
}

const HANGING: readonly Hanging[] = [
  { action: "start box as other", program: "cp" },
  { action: "commit stopped as image", program: "cp" },
  { action: "rollback stopped to image", program: "cp", before: "commit stopped as image" },
  { action: 'export running to "x.tar"', program: "tar" },
  { action: 'save small to "x.tar"', program: "tar" },
  { action: 'load "x.tar" as copy', program: "tar", before: 'save small to "x.tar"' },
  { action: "diff stopped small", program: "find" },
  { action: "sync", program: "sync" },
  { action: "remove stopped", program: "rm" },
];

const IMAGE = `image small {
  program "/bin/busybox" links [sh, sleep, true]
}
storage copies { driver vfs }
container box {
  image   small
  storage copies
}
`;

describe("an action that takes longer than its time limit", () => {
  let path: string | undefined;
  let server: Server | undefined;
  beforeEach(() => {
    path = process.env.PATH;
    const bin = join(scratch.path, "bin");
    for (const program of new Set([...HANGING.map((each) => each.program), "mkfs.ext4"])) {
      const [hang, hung] = [`hang-${program}`, "hung"].map((name) => join(scratch.path, name));
      standIn(bin, program, `[ ! -e ${hang} ] || { echo $$ >>${hung}; sleep 600; }`);
    }
    process.env.PATH = `${bin}:${path}`;
  });
  afterEach(() => {
    process.env.PATH = path;
    server?.close();
    server?.closeAllConnections();
    server = undefined;
  });

  const ended = (line: number, message = "it took longer than its timeout of 0.3 s") => ({
    exitStatus: 4,
    failures: [`recipe.ctr:${line}: ${message}`],
    left: [],
  });

  /** What the programs that hung run, if they still do. */
  const hanging = (): string[] => {
    const pids = readFileSync(join(scratch.path, "hung"), "utf8").trim().split("\n");
    // One that is dead has no words any more.
    return pids.flatMap((pid) => {
      const file = `/proc/${pid}/cmdline`;
      return existsSync(file) ? [readFileSync(file, "utf8")].filter((words) => words !== "") : [];
    });
  };

  for (const { action, program, before = "sync" } of HANGING) {
    testOnHost(`ends the run, and what it has started: ${action}`, needs, async () => {
      const command = action.startsWith("start") ? " $ sleep 60" : "";
      const marker = join(scratch.path, `hang-${program}`);
      const recipe = `recipe hanging
require root
${IMAGE}check hangs {
  run box keep as "stopped" $ true
  start box as running $ sleep 60
  ${before}
  host $ touch "${marker}"
  ${action} timeout 300ms${command}
  finally { host $ unlink "${marker}" }
}
`;
      const outcome = await runRecipe(scratch.path, recipe);
      expect(outcome).toMatchObject(ended(16));
      // Nothing of it runs on, wherever it was started.
      expect(hanging()).toEqual([]);
      expect(existsSync(join(scratch.path, "x.tar"))).toBe(before.startsWith("save"));
    });
  }

  testOnHost("ends the run: fetch, from a server that never answers", needs, async () => {
    server = createServer(() => {});
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const fetch = `fetch "http://127.0.0.1:${port}/a.tar" sha256 ${"0".repeat(64)} as source timeout 300ms`;
    const recipe = `recipe hanging
image small {
  ${fetch}
  archive "\${source}"
}
container box { image small }
check never { run box $ true }
`;
    expect(await runRecipe(scratch.path, recipe)).toMatchObject(ended(3));
  });

  testOnHost("ends the run: build", needs, async () => {
    mkdirSync(join(scratch.path, "source"));
    const recipe = `recipe hanging
image small {
  build in "source" timeout 300ms {
    $ true
    $ sh -c "sleep 600 & echo \\$\\$ >${join(scratch.path, "hung")}; sleep 600"
  }
}
container box { image small }
check never { run box $ true }
`;
    expect(await runRecipe(scratch.path, recipe)).toMatchObject(ended(5));
    expect(hanging()).toEqual([]);
  });

  testOnHost("ends the run: stop", needs, async () => {
    const recipe = `recipe hanging
${IMAGE}check hangs {
  start box as deaf $ sh -c "trap '' TERM; while true; do sleep 1; done"
  stop deaf timeout 300ms
}
`;
    expect(await runRecipe(scratch.path, recipe)).toMatchObject(ended(12));
  });

  testOnHost("ends the run: all that a check does", needs, async () => {
    const recipe = `recipe hanging
check hangs timeout 300ms {
  host timeout 10s $ true
  host $ sleep 600
  finally { host $ touch "${join(scratch.path, "done")}" }
}
`;
    const message = "check hangs took longer than its timeout of 0.3 s";
    expect(await runRecipe(scratch.path, recipe)).toMatchObject(ended(4, message));
    expect(existsSync(join(scratch.path, "done"))).toBe(true);
  });

  const whole = (what: string) => `${what} took longer than its timeout of 0.3 s`;

  testOnHost("ends the run: all that a measure does, in all its cells", needs, async () => {
    const recipe = `recipe hanging
matrix { of [one, two] }
measure hangs timeout 300ms {
  for 10s
  host $ sh -c "echo \${of}; sleep 0.1"
  finally { host $ touch "${join(scratch.path, "done")}" }
}
`;
    expect(await runRecipe(scratch.path, recipe)).toMatchObject(ended(5, whole("measure hangs")));
    expect(existsSync(join(scratch.path, "done"))).toBe(true);
  });

  testOnHost("ends the run: all that an image is made of", needs, async () => {
    mkdirSync(join(scratch.path, "source"));
    const recipe = `recipe hanging
image small timeout 300ms {
  build in "source" {
    $ sleep 600
  }
}
container box { image small }
check never { run box $ true }
`;
    expect(await runRecipe(scratch.path, recipe)).toMatchObject(ended(4, whole("image small")));
  });

  testOnHost("ends the run: making a container ready", needs, async () => {
    mkdirSync(join(scratch.path, "source"));
    const recipe = `recipe hanging
image small {
  build in "source" {
    $ touch "${join(scratch.path, "hang-cp")}"
  }
}
storage copies { driver vfs }
container box timeout 300ms {
  image   small
  storage copies
}
check never { run box $ true }
`;
    expect(await runRecipe(scratch.path, recipe)).toMatchObject(ended(8));
    expect(hanging()).toEqual([]);
  });

  testOnHost("ends the run: making a storage", needs, async () => {
    const recipe = `recipe hanging
image small { file "/x" "y" }
storage disk timeout 300ms {
  driver vfs
  size   64MiB
}
container box {
  image   small
  storage disk
}
check never { run box $ true }
`;
    writeFileSync(join(scratch.path, "hang-mkfs.ext4"), "");
    expect(await runRecipe(scratch.path, recipe)).toMatchObject(ended(3));
    expect(hanging()).toEqual([]);
  });

  testOnHost("ends the run: copying the script, before anything is made", needs, async () => {
    const recipe = join(scratch.path, "hanging.ctr");
    writeFileSync(recipe, "recipe hanging\ncheck never { host $ true }\n");
    const script = join(scratch.path, "hanging.sh");
    writeFileSync(script, (await build(recipe)).script ?? "");
    writeFileSync(join(scratch.path, "hang-cp"), "");
    const words = [
      script,
      "--timeout",
      "100ms",
      "--out",
      join(scratch.path, "out"),
      "--state",
      join(scratch.path, "state"),
    ];
    const ended = spawnSync("bash", words, { encoding: "utf8", timeout: 60_000 });
    expect(ended.status).toBe(4);
    expect(ended.stderr).toContain("it took longer than the --timeout of 100 ms (status 4)");
    expect(hanging()).toEqual([]);
    expect(readdirSync(join(scratch.path, "state/runs"))).toEqual([]);
  });

  testOnHost("is killed with all that it has started, where it is a command", needs, async () => {
    const recipe = `recipe commands
${IMAGE}check ends {
  start box as b $ sleep 60
  exec b timeout 300ms $ sh -c "sleep 601 & sleep 602"
  expect exit 124
  exec b $ sh -c "! grep -qs sleep.60[12] /proc/[0-9]*/cmdline"
  host timeout 300ms shell """
    (setsid sleep 600 & echo $! >"${join(scratch.path, "pid")}")
    sleep 600
  """
  expect exit 124
  host shell """! grep -qs sleep /proc/$(<${join(scratch.path, "pid")})/cmdline"""
}
`;
    const passed = { exitStatus: 0, failed: [], failures: [], left: [] };
    const busybox = recipe.replace("[sh, sleep, true]", "[sh, sleep, true, grep]");
    expect(await runRecipe(scratch.path, busybox)).toMatchObject(passed);
  });

  testOnHost(
    "is killed or not, and the run goes on, where it ends just when its time is over",
    needs,
    async () => {
      const recipe = join(scratch.path, "race.ctr");
      writeFileSync(
        recipe,
        `recipe race
container box { root host }
measure command {
  repeat 60
  host timeout 12ms $ sleep 0.01
  expect exit not 1
}
measure contained {
  repeat 20
  run box timeout 30ms $ sleep 0.03
  expect exit not 1
}
`,
      );
      const script = join(scratch.path, "race.sh");
      writeFileSync(script, (await build(recipe)).script ?? "");
      const places = ["out", "state", "cache"].flatMap((name) => [`--${name}`, join(scratch.path, name)]);
      const ended = spawnSync("bash", [script, ...places], { encoding: "utf8", timeout: 60_000 });
      expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status: 0, stderr: "" });
      const observed = readFileSync(join(scratch.path, "out", "samples.jsonl"), "utf8")
        .trim()
        .split("\n");
      const statuses = observed.map((line) => JSON.parse(line).status);
      expect(statuses).toHaveLength(80);
      expect(statuses.filter((status) => status !== 0 && status !== 124)).toEqual([]);
    },
  );
});
