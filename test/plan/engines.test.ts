import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { plan } from "../../src/compile/3-plan/index.ts";
import { emit } from "../../src/compile/4-emit/script.ts";
import { engines } from "../../src/engines/index.ts";
import { runtime } from "../../src/runtime/index.ts";
import { storageDrivers } from "../../src/storage/index.ts";
import type { Engine } from "../../src/types/engine.ts";
import { checkEngines, engineDiagnostics, modelOf, planOf, plugIns } from "./models.ts";

const VERBS = [
  "lacks",
  "define",
  "create",
  "start",
  "wait",
  "exec",
  "stop",
  "pause",
  "resume",
  "remove",
  "file",
  "disk",
];

/** An engine of a folder of its own, as somebody would add it. */
const other: Engine = {
  name: "other-one",
  documentation: "",
  tools: [{ program: "other", neededBy: "engine other-one" }],
  storageDrivers: ["vfs"],
  bash: [
    {
      file: "other.sh",
      text: [
        "# ---- other ----",
        ...VERBS.flatMap((verb) => ["", `other_one_${verb}() {`, "  :", "}"]),
        "",
      ].join("\n"),
    },
  ],
  programs: {},
  terms: {},
  abilities: { settings: [], networks: ["loopback"], joins: [], actions: [] },
  check: () => [],
};

const withOther = { ...plugIns, engines: [...engines, other] };

describe("a new engine is a folder and a line in the list", () => {
  const recipe = "recipe sample\nimage i { scratch }\ncontainer box { image i }\ncheck it { run box $ true }";

  test("and a script chooses between those that it uses", async () => {
    const model = await modelOf(recipe);
    const [box] = model.containers;
    if (box === undefined) throw new Error("there is no container");
    const both = {
      ...model,
      containers: [box, { ...box, name: "second", engine: ["other-one"], storage: "copies" }],
    };
    const unsaid = { sizeBytes: undefined, device: undefined, filesystem: undefined, settingSpans: {} };
    const storages = [{ name: "copies", driver: ["vfs"], ...unsaid, span: box.span }];
    const made = plan({ ...both, storages }, withOther);
    expect(made.tools).toContainEqual({ program: "other", neededBy: "engine other-one" });
    const script = emit(made, { runtime, ...withOther, version: "1" });
    expect(script).toContain("    native) layered_create");
    expect(script).toContain("    other-one) other_one_create");
    expect(script).toContain("container_define second other-one \\\n    --image i");
    const withoutIt = emit(plan(model, withOther), { runtime, ...withOther, version: "1" });
    expect(withoutIt).not.toContain("other_one");
  });

  test("and no phase behind the checker names one", () => {
    const names = [...engines, ...storageDrivers].map(({ name }) => name);
    const named = new RegExp(`\\b(${names.join("|")})\\b`);
    for (const phase of ["3-plan", "4-emit"]) {
      const folder = new URL(`../../src/compile/${phase}/`, import.meta.url);
      for (const file of readdirSync(folder)) {
        expect(readFileSync(new URL(file, folder), "utf8"), file).not.toMatch(named);
      }
    }
  });

  test("and a driver that it cannot use is an error, said once", async () => {
    const model = await modelOf(recipe);
    const containers = model.containers.map((box) => ({ ...box, engine: ["other-one"] }));
    const found = checkEngines({ ...model, containers }, withOther);
    expect(found.map(({ code, message, help }) => [code, message, help])).toEqual([
      [
        "engine-without-driver",
        "the engine `other-one` of `box` cannot use the storage driver `overlay`",
        "it can use `vfs`",
      ],
    ]);
  });
});

describe("what the native engine cannot give", () => {
  const shared = (settings: string): string => `recipe sample
image i { scratch }
namespace n {
  mount
}
container box {
  namespace n
  ${settings}
}
check it { run box $ true }`;

  test.each([
    ["image i", ["image"]],
    ['root host\ntmpfs "/x"', ["tmpfs"]],
    ['root host\nmount "/srv" at "/srv"\nread-only', ["mount", "read-only"]],
    ["root host", []],
  ])("in a shared mount namespace, %j", async (settings, refused) => {
    const found = await engineDiagnostics(shared(settings));
    expect(found.map(({ message }) => /its own `(.*?)`/.exec(message)?.[1])).toEqual(refused);
  });

  test("is to keep a process that may unmount in its image", async () => {
    const recipe = (root: string): string =>
      `recipe sample\nimage i { scratch }\ncontainer box {\n${root}\ncapabilities [sys_admin, sys_chroot]\n}\ncheck it { run box $ true }`;
    expect((await engineDiagnostics(recipe("image i"))).map(({ span }) => span.line)).toEqual([5]);
    expect(await engineDiagnostics(recipe("root host"))).toEqual([]);
  });

  test("is to take from root what it enters the container's root with", async () => {
    const recipe = (settings: string): string =>
      `recipe sample\ncontainer box {\nroot host\n${settings}\n}\ncheck it { run box $ true }`;
    expect((await engineDiagnostics(recipe("capabilities []"))).map(({ span }) => span.line)).toEqual([4]);
    expect(await engineDiagnostics(recipe("capabilities [chown]\nuser 0"))).toHaveLength(1);
    expect(await engineDiagnostics(recipe("capabilities [chown]\nuser 1000"))).toEqual([]);
    expect(await engineDiagnostics(recipe("capabilities [sys_chroot]"))).toEqual([]);
  });

  test("is said once, however many cells there are", async () => {
    const recipe = `matrix { x [1, 2, 3] }\n${shared("image i")}`.replace("recipe sample\n", "");
    expect(await engineDiagnostics(`recipe sample\n${recipe}`)).toHaveLength(1);
  });
});

test("a cell needs an engine with the storage driver that a host's may lack, and others do not", async () => {
  const { needs, cells } = await planOf(
    `recipe sample
    matrix {
      engine [native, docker]
      driver [overlay, lvm-loop]
    }
    image i { scratch }
    storage s {
      driver \${driver}
      size   1GiB
    }
    container box {
      engine  \${engine}
      image   i
      storage s
    }
    check it { run box $ true }`,
  );
  const named = cells.map((cell) => cell.needs.map(({ name }) => name));
  expect(needs).toEqual([]);
  expect(named).toEqual([
    ["overlay", "native"],
    ["lvm-loop", "native"],
    ["overlay", "docker"],
    ["lvm-loop", "docker", "docker on lvm-loop"],
  ]);
});
