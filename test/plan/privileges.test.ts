import { describe, expect, test } from "vitest";
import { privilegeName } from "../../src/types/privilege.ts";
import { planOf } from "./models.ts";

/** Each as `line,line: what; how without root`. */
async function privileges(recipe: string): Promise<string[]> {
  return (await planOf(`recipe sample\n${recipe}`)).privileges.map(
    (privilege) =>
      `${privilege.spans.map(({ line }) => line).join(",")}: ${privilegeName(privilege)}; ${privilege.rootless}`,
  );
}

const HOST_BOX = "container box { root host }\n";

describe("what only root can do in a plan", () => {
  test("is told once, with every statement that asks for it", async () => {
    const limits = "cgroup a {\npids.max 9\nmemory.max 1MiB\n}\ncgroup b { pids.max 8 }\n";
    expect(await privileges(`${limits}check it { host $ true }`)).toEqual([
      "3,6: limit processes; delegated-cgroup",
      "4: limit memory; delegated-cgroup",
    ]);
  });

  test("is what the engine and the storage driver of a container do", async () => {
    const rest = "image i { scratch }\ncontainer box {\nimage i\nstorage s\n}\ncheck it { run box $ true }";
    expect(await privileges(`storage s { driver vfs }\n${rest}`)).toEqual([
      "4: make namespaces and mounts for native; user-namespace",
    ]);
    expect(await privileges(`storage s { driver btrfs }\n${rest}`)).toEqual([
      "2: make and mount a file system for btrfs; impossible",
      "4: make namespaces and mounts for native; user-namespace",
    ]);
  });

  test("is what the actions do, in loops too", async () => {
    expect(await privileges("check it {\nfor i in 1..2 { drop-caches }\n}")).toEqual([
      "3: empty the kernel's caches; impossible",
    ]);
    expect(await privileges(`${HOST_BOX}check it {\nstart box as s $ sleep 9\npause s\n}`)).toEqual([
      "2: make namespaces and mounts for native; user-namespace",
      "5: pause containers; delegated-cgroup",
    ]);
  });

  test("is what needs ids of others, or a system's own tools", async () => {
    expect(await privileges("container box {\nroot host\nuser 1000\n}\ncheck it { run box $ id }")).toContain(
      "2: run a container as another user; subordinate-ids",
    );
    expect(
      await privileges("image d { debian bookworm }\ncontainer box { image d }\ncheck it { run box $ true }"),
    ).toContain("2: install a Debian system into an image; subordinate-ids");
  });

  test("is the cgroups of a system that boots", async () => {
    const machine = "container machine {\nengine lxc\nimage i\nboot\n}\ncheck it { start machine as m }";
    expect(await privileges(`image i { scratch }\n${machine}`)).toContain(
      "3: boot a system; delegated-cgroup",
    );
  });

  test("is more for an engine that cannot do it in every user namespace", async () => {
    const mapped = (engine: string) =>
      privileges(
        `namespace people { user map 0 1000 9 }\nimage i { scratch }\ncontainer box {\nengine ${engine}\nimage i\nnamespace people\n}\ncheck it { run box $ true }`,
      );
    const files = "make device files in a user namespace for nspawn; impossible";
    expect(await mapped("lxc")).toContain("2: map ids of a user namespace up to 1008; subordinate-ids");
    expect(await mapped("nspawn")).toContain(`4: ${files}`);
    expect((await mapped("lxc")).join()).not.toContain("device files");
  });

  test("is nothing where only commands of the host are run", async () => {
    expect(await privileges("require program nc\ncheck it { host $ true }")).toEqual([]);
  });
});
