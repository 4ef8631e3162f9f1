import { describe, expect, test } from "vitest";
import { outline, planOf } from "./models.ts";

const HOST_BOX = "recipe sample\ncontainer box {\n  root host\n}\n";

describe("what goes without saying", () => {
  const statuses = async (actions: string): Promise<string[]> => {
    const { blocks } = await planOf(`${HOST_BOX}check it {\n${actions}\n}`);
    return outline(blocks[0]?.body ?? []).filter((line) => line.includes("expect.exit"));
  };

  test.each([
    ["a run", "run box $ false"],
    ["a host command", "host $ false"],
    ["a shell", 'host shell """\n false\n """'],
    ["a run before another's expectation", "start box as s $ true\nrun box $ true\nexpect s exit 0"],
    ["a run before another action", "run box $ false\nsync\nhost $ true\nexpect exit not 1"],
  ])("%s is to end with status 0", async (_, actions) => {
    expect(await statuses(actions)).toEqual(
      expect.arrayContaining([expect.stringMatching(/not=false status=0$/)]),
    );
  });

  test.each([
    ["its status is judged", "run box $ false\nexpect exit 1"],
    ["its output is judged", 'run box $ false\nexpect stdout contains "x"'],
    ["the second of two expectations is about it", "run box $ false\nexpect time < 2s\nexpect exit not 0"],
    ["it is judged by the name that it was kept as", "run box keep as k $ false\nexpect k exit 1"],
  ])("not where %s", async (_, actions) => {
    expect(
      (await statuses(actions)).filter((line) => line.includes("status=0") && line.includes("not=false")),
    ).toEqual([]);
  });

  test("a memory limit is not for swap to undermine, unless the recipe says so", async () => {
    const writes = async (limits: string): Promise<string[]> => {
      const { cells } = await planOf(`recipe sample\ncgroup g {\n${limits}\n}\ncheck it { host $ true }`);
      return outline(cells[0]?.setUp ?? []).filter((line) => line.includes("write"));
    };
    expect(await writes("pids.max 3\nmemory.max 1MiB\ncpuset.cpus 0")).toEqual([
      "3: cgroup.write name=g file=pids.max value=3",
      "4: cgroup.write name=g file=memory.max value=1048576",
      "4: cgroup.write name=g file=memory.swap.max value=0",
      "5: cgroup.write name=g file=cpuset.cpus value=0",
    ]);
    expect(await writes("memory.swap.max 1MiB\nmemory.max 1MiB")).toHaveLength(2);
    expect(await writes("pids.max 3")).toHaveLength(1);
  });

  test("containers with an image keep their files on overlay storage of their own", async () => {
    const image = "recipe sample\nimage i {\n  scratch\n}\n";
    const storages = async (rest: string): Promise<string[]> => {
      const { cells } = await planOf(`${image}${rest}\ncheck it { run box $ true }`);
      return outline(cells[0]?.setUp ?? []).filter((line) => line.includes("storage"));
    };
    expect(await storages("container box { image i }")).toEqual([
      "5: storage.create name=default driver=overlay <- storage.remove default at the end of the cell",
      expect.stringContaining('{"name":"storage","values":[["default"]]}'),
    ]);
    expect(await storages("storage default { driver vfs }\ncontainer box { image i }")).toEqual([
      expect.stringContaining("driver=vfs"),
      expect.stringContaining('{"name":"storage","values":[["default"]]}'),
    ]);
  });
});

test("everything has what takes it down, and when", async () => {
  const { cells, blocks } = await planOf(`${HOST_BOX}
cgroup g { pids.max 10 }
namespace n { network loopback }
check it {
  run box $ true
  run box keep as kept $ true
  for i in 1..2 {
    start box as "s-\${i}" $ sleep 1
  }
}`);
  const steps = [...(cells[0]?.setUp ?? []), ...(blocks[0]?.body ?? [])];
  expect(outline(steps).filter((line) => line.includes("<-"))).toEqual([
    expect.stringMatching(/cgroup.create .*<- cgroup.remove g at the end of the cell$/),
    expect.stringMatching(/namespace.create .*<- namespace.remove n at the end of the cell$/),
    expect.stringMatching(/container.run .*<- container.discard kept at the end of the cell$/),
    expect.stringMatching(/ {2}\d+: container.start .*<- container.discard .* at the end of the block$/),
  ]);
});

test("images are made once, each after those that it begins with", async () => {
  const { setUp, cells } = await planOf(`recipe sample
matrix { driver [overlay, vfs] }
image c { image b }
image a { scratch }
image b { image a }
storage s { driver \${driver} }
container box {
  image c
  storage s
}
check it { run box $ true }`);
  expect(setUp.map((step) => step.kind === "image.make" && step.name)).toEqual(["a", "b", "c"]);
  expect(cells.map(({ setUp: steps }) => outline(steps)[0])).toEqual([
    expect.stringContaining("driver=overlay"),
    expect.stringContaining("driver=vfs"),
  ]);
});

test("what is said about all runs of a measure comes after them", async () => {
  const { blocks } = await planOf(`${HOST_BOX}measure m {
  repeat 3
  run box $ true
  expect median time < 1s
  expect exit 0
}`);
  const [block] = blocks;
  expect(outline(block?.body ?? []).map((line) => line.replace(/^\d+: (\S+).*/, "$1"))).toEqual([
    "container.run",
    "expect.exit",
  ]);
  expect(outline(block?.after ?? [])).toEqual([expect.stringMatching(/expect.median-time/)]);
});

test("tools are named with what calls them", async () => {
  const { tools } = await planOf(`${HOST_BOX}check it { host shell """true""" }`);
  expect(tools.map(({ program }) => program)).toEqual(tools.map(({ program }) => program).sort());
  expect(tools).toContainEqual({ program: "unshare", neededBy: "engine native" });
  expect(tools).toContainEqual({ program: "env", neededBy: "host.shell" });
});
