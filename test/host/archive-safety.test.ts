import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect } from "vitest";
import { scratchDirectory } from "../support/ctrc.ts";
import { testOnHost } from "../support/needs.ts";
import { runRecipe } from "../support/run-recipe.ts";
import { type Member, tarOf } from "../support/tar.ts";

const needs = { root: true, programs: ["busybox", "tar"] };
const scratch = scratchDirectory();

/** Tells whether anything outside the image was touched. */
function outside(): { readonly path: string; readonly state: () => string } {
  const path = join(scratch.path, "outside");
  mkdirSync(path);
  writeFileSync(join(path, "secret"), "as it was\n", { mode: 0o640 });
  const state = () =>
    readdirSync(path)
      .map((name) => {
        const { mode, nlink, mtimeMs } = statSync(join(path, name));
        return `${name} ${mode} ${nlink} ${mtimeMs} ${readFileSync(join(path, name), "utf8")}`;
      })
      .join();
  return { path, state };
}

interface Case {
  readonly members: (outside: string) => readonly Member[];
  /** The member that the refusal names; unsaid, the archive is unpacked. */
  readonly refused?: string;
}

const CASES: Readonly<Record<string, Case>> = {
  "a name with ..": {
    members: () => [{ name: "a/../../../outside/new", type: "file", content: "x" }],
    refused: "outside/new",
  },
  "an absolute name": {
    members: (path) => [{ name: `${path}/secret`, type: "file", content: "x" }],
  },
  "a file through a symbolic link that leads out": {
    members: (path) => [
      { name: "way", type: "symlink", link: path },
      { name: "way/secret", type: "file", content: "x" },
    ],
    refused: "way/secret",
  },
  "a file through a relative symbolic link that leads out": {
    members: () => [
      { name: "way", type: "symlink", link: "../../../../../../../../../../tmp" },
      { name: "way/ctrc-escaped", type: "file", content: "x" },
    ],
    refused: "way/ctrc-escaped",
  },
  "a file in place of a symbolic link that leads out": {
    members: (path) => [
      { name: "way", type: "symlink", link: `${path}/secret` },
      { name: "way", type: "file", content: "x" },
    ],
  },
  "a symbolic link in place of the folder": {
    members: (path) => [
      { name: "./", type: "symlink", link: path },
      { name: "secret", type: "file", content: "x" },
    ],
    refused: ".",
  },
  "a hard link to a file outside": {
    members: (path) => [{ name: "stolen", type: "hardlink", link: `${path}/secret` }],
    refused: "stolen",
  },
  "a hard link with .. to a file outside": {
    members: () => [{ name: "stolen", type: "hardlink", link: "../../../../outside/secret" }],
    refused: "stolen",
  },
  "a hard link to a symbolic link that leads out, and a file over it": {
    members: (path) => [
      { name: "way", type: "symlink", link: `${path}/secret` },
      { name: "stolen", type: "hardlink", link: "way" },
      { name: "stolen", type: "file", content: "x" },
    ],
  },
  "a mode for what a symbolic link leads to": {
    members: (path) => [
      { name: "way", type: "symlink", link: path, mode: 0o777 },
      { name: "way/", type: "directory", mode: 0o777 },
    ],
    refused: "way",
  },
  "names that look like options": {
    members: () => [
      { name: "-rf", type: "file" },
      { name: "--checkpoint=1", type: "file" },
      { name: "--checkpoint-action=exec=touch escaped", type: "file" },
      { name: "new\nline", type: "file" },
    ],
  },
};

function recipeOf(sources: string): string {
  return `recipe hostile
image first {
  program "/bin/busybox" links [sh, find, stat, cat]
${sources}
}
container box { image first }
check it {
  run box $ find / -xdev
}
`;
}

describe("an archive that a stranger made touches nothing outside the image", () => {
  for (const [name, { members, refused }] of Object.entries(CASES)) {
    testOnHost(name, needs, async () => {
      const { path, state } = outside();
      const before = state();
      writeFileSync(join(scratch.path, "hostile.tar"), tarOf(members(path)));
      const outcome = await runRecipe(scratch.path, recipeOf('  archive "hostile.tar"'));
      expect(state()).toBe(before);
      expect(outcome.left).toEqual([]);
      if (refused === undefined) expect(outcome).toMatchObject({ exitStatus: 0, failures: [] });
      else {
        expect(outcome.exitStatus).toBe(4);
        expect(outcome.failures.join()).toContain("recipe.ctr:4: cannot unpack");
        expect(outcome.failures.join()).toContain(refused);
      }
      expect(readdirSync("/tmp")).not.toContain("ctrc-escaped");
    });
  }
});

describe("what one source of an image left does not lead the next astray", () => {
  const link = (path: string) => tarOf([{ name: "way", type: "symlink", link: `${path}/secret` }]);
  const file = tarOf([{ name: "way", type: "file", content: "x" }]);

  for (const [name, second] of [
    ["an archive", '  archive "second.tar"'],
    ["a file", '  file "/way" "x"'],
    ["a tree", '  directory tree "tree" to "/"'],
  ] as const) {
    testOnHost(`${name} after a symbolic link that leads out`, needs, async () => {
      const { path, state } = outside();
      const before = state();
      writeFileSync(join(scratch.path, "first.tar"), link(path));
      writeFileSync(join(scratch.path, "second.tar"), file);
      mkdirSync(join(scratch.path, "tree"));
      writeFileSync(join(scratch.path, "tree", "way"), "x");
      const recipe = recipeOf(`  archive "first.tar"\n${second}`).replace(
        "find / -xdev",
        'cat /way\n  expect stdout is "x"',
      );
      const outcome = await runRecipe(scratch.path, recipe);
      expect(state()).toBe(before);
      expect(outcome).toMatchObject({ exitStatus: 0, failures: [], failed: [], left: [] });
    });
  }
});

describe("an archive that would fill the disk is refused, and leaves nothing", () => {
  const image = recipeOf('  archive "bomb.tar"');

  testOnHost(
    "because of what it unpacks to",
    { ...needs, programs: ["busybox", "tar", "zstd"] },
    async () => {
      const make = "truncate -s 1100M zeros && tar -cf - zeros | zstd -q -1 >bomb.tar && rm zeros";
      await execa("sh", ["-c", make], { cwd: scratch.path });
      const loading = 'recipe hostile\ncheck it {\n  load "bomb.tar" as bomb\n}\n';
      for (const recipe of [image, loading]) {
        const outcome = await runRecipe(scratch.path, recipe);
        expect(outcome).toMatchObject({ exitStatus: 4, left: [] });
        expect(outcome.failures.join()).toMatch(
          /: cannot unpack .*bomb.tar: more comes out of it than 1 GiB and 100 times its size; if that is right, decompress it first$/,
        );
      }
      expect(readdirSync(join(scratch.path, "cache/building"))).toEqual([]);
    },
  );

  testOnHost("because of what is free", needs, async () => {
    const cache = join(scratch.path, "cache");
    mkdirSync(cache);
    await execa("sh", ["-c", "head -c 40M /dev/zero >zeros && tar -cf bomb.tar zeros"], {
      cwd: scratch.path,
    });
    await execa("mount", ["-t", "tmpfs", "-o", "size=32M", "tmpfs", cache]);
    try {
      const outcome = await runRecipe(scratch.path, image);
      expect(outcome).toMatchObject({ exitStatus: 4, left: [] });
      expect(outcome.failures.join()).toMatch(/more comes out of it than its file system has room for/);
    } finally {
      await execa("umount", [cache]);
    }
  });
});

describe("what an archive holds besides files", () => {
  testOnHost("devices are left out, with a warning that names them", needs, async () => {
    const members: Member[] = [
      { name: "dev/", type: "directory" },
      { name: "dev/disk", type: "block", major: 8, minor: 0, mode: 0o666 },
      { name: "dev/mem", type: "character", major: 1, minor: 1, mode: 0o666 },
      { name: "pipe", type: "fifo" },
    ];
    writeFileSync(join(scratch.path, "devices.tar"), tarOf(members));
    const recipe = recipeOf('  archive "devices.tar"').replace(
      "find / -xdev",
      'find / -xdev -type p\n  expect stdout is "/pipe"',
    );
    const outcome = await runRecipe(scratch.path, recipe);
    expect(outcome).toMatchObject({ exitStatus: 0, failed: [], left: [] });
    expect(outcome.warnings.join()).toMatch(
      /devices.tar: left out the devices (\/dev\/disk \/dev\/mem|\/dev\/mem \/dev\/disk)/,
    );
    const images = readdirSync(join(scratch.path, "cache/images"));
    expect(images).toHaveLength(1);
    expect(readdirSync(join(scratch.path, "cache/images", images[0] ?? "", "root/dev"))).toEqual([]);
  });

  testOnHost(
    "a program that changes its user does so neither in the cache nor in a container",
    needs,
    async () => {
      const members: Member[] = [{ name: "su", type: "file", mode: 0o4755, content: "#!/bin/sh\n" }];
      writeFileSync(join(scratch.path, "setuid.tar"), tarOf(members));
      const recipe = recipeOf('  archive "setuid.tar"').replace(
        "find / -xdev",
        'stat -c %a /su\n  expect stdout is "4755"\n  run box $ cat /proc/self/status\n  expect stdout contains "NoNewPrivs:\\t1"',
      );
      const outcome = await runRecipe(scratch.path, recipe);
      expect(outcome).toMatchObject({ exitStatus: 0, failed: [], failures: [], left: [] });
      // Nobody but root gets to it.
      expect(statSync(join(scratch.path, "cache/images")).mode & 0o777).toBe(0o700);
    },
  );
});
