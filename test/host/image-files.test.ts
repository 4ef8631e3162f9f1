import {
  chmodSync,
  lchownSync,
  linkSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect } from "vitest";
import { archiveProblems, imageProblems } from "../support/app-container.ts";
import { scratchDirectory } from "../support/ctrc.ts";
import { startDocker } from "../support/docker.ts";
import { testOnHost } from "../support/needs.ts";
import { runRecipe } from "../support/run-recipe.ts";
import { tarOf } from "../support/tar.ts";

const needs = { root: true, programs: ["busybox", "tar", "setfattr", "setcap", "truncate"] };
const scratch = scratchDirectory();

/** Storage drivers, with a program that each needs. */
const DRIVERS = [
  ["overlay", "mount"],
  ["vfs", "cp"],
  ["btrfs", "mkfs.btrfs"],
] as const;

const held = { exitStatus: 0, failed: [], failures: [], left: [] };

/** A tree with everything that an archive could lose. */
async function makeTree(): Promise<string> {
  const tree = join(scratch.path, "tree");
  const at = (name: string) => join(tree, name);
  mkdirSync(at("private"), { recursive: true });
  mkdirSync(at("tmp"));
  mkdirSync(at("bin"));
  writeFileSync(at("bin/busybox"), readFileSync("/bin/busybox"), { mode: 0o755 });
  symlinkSync("busybox", at("bin/sh"));
  symlinkSync("/nowhere/at all", at("dangling"));
  writeFileSync(at("private/file"), "secret\n", { mode: 0o600 });
  linkSync(at("private/file"), at("hard"));
  writeFileSync(at("setuid"), "x", { mode: 0o755 });
  writeFileSync(at("new\nline and blank"), "x");
  writeFileSync(at("-rf"), "");
  writeFileSync(at("überlänge"), "x");
  writeFileSync(at(`long-${"x".repeat(200)}`), "x");
  writeFileSync(at("capable"), "x", { mode: 0o755 });
  await execa("truncate", ["-s", "8M", at("sparse")]);
  await execa("setfattr", ["-n", "user.note", "-v", "two words", at("bin")]);
  lchownSync(at("dangling"), 12, 34);
  lchownSync(at("private"), 1000, 100_000);
  await execa("setcap", ["cap_net_raw+ep", at("capable")]);
  chmodSync(at("private"), 0o2750);
  chmodSync(at("tmp"), 0o1777);
  chmodSync(at("setuid"), 0o4755);
  await execa("mkfifo", [at("pipe")]);
  await execa("touch", [
    "-h",
    "-d",
    "1999-12-31 23:59:59.123456789",
    at("dangling"),
    at("private/file"),
    at("pipe"),
  ]);
  utimesSync(at("private"), 1, 2);
  utimesSync(at("bin"), 1e9, 1e9);
  utimesSync(tree, 2e9, 2e9);
  return tree;
}

/** All that can be told about a tree, of which times of reading are not a part. */
async function describeTree(tree: string): Promise<string> {
  const found = await execa("find", [".", "-printf", "%p %y %m %U:%G %n %T@ %l\\0"], { cwd: tree });
  const files = await execa("sh", ["-c", "find . -type f -print0 | sort -z | xargs -0 sha256sum"], {
    cwd: tree,
  });
  const attributes = await execa("getfattr", ["-R", "-h", "-d", "-m", "^(user|security)\\.", "."], {
    cwd: tree,
  });
  const holes = await execa("du", ["-B1", "sparse"], { cwd: tree });
  return [found.stdout.split("\0").sort().join("\n"), files.stdout, attributes.stdout, holes.stdout].join(
    "\n",
  );
}

const FORMATS = ["tar", "docker", "oci", "aci"] as const;

/** Imports `tree.tar`, saves it in every format, loads each, and saves what was loaded as an archive. */
const THERE_AND_BACK = `recipe there-and-back
check it {
  import "tree.tar" as first
  save first to "first.tar"
${FORMATS.map(
  (format) => `  save first to "saved.${format}" format ${format}
  save first to "again.${format}" format ${format}
  load "saved.${format}" as ${format}-image
  save ${format}-image to "back.${format}.tar"`,
).join("\n")}
}
`;

describe("an image that is saved and loaded", () => {
  testOnHost(
    "is the same to the last attribute, in every format, and gives the same bytes each time",
    needs,
    async () => {
      const tree = await makeTree();
      const before = await describeTree(tree);
      const options = [
        "--xattrs",
        "--xattrs-include=*",
        "--format=posix",
        "-S",
        "-cf",
        "tree.tar",
        "-C",
        "tree",
        ".",
      ];
      await execa("tar", options, { cwd: scratch.path });
      expect(await runRecipe(scratch.path, THERE_AND_BACK)).toMatchObject(held);

      const read = (name: string) => readFileSync(join(scratch.path, name));
      for (const format of FORMATS) {
        expect(read(`again.${format}`).equals(read(`saved.${format}`)), `${format} is reproducible`).toBe(
          true,
        );
        expect(read(`back.${format}.tar`).equals(read("first.tar")), `${format} is exact`).toBe(true);
      }
      mkdirSync(join(scratch.path, "unpacked"));
      const unpack = ["--xattrs", "--xattrs-include=*", "-xpf", "first.tar", "-C", "unpacked"];
      await execa("tar", unpack, { cwd: scratch.path });
      expect(await describeTree(join(scratch.path, "unpacked"))).toBe(before);
    },
  );
});

describe("an ACI", () => {
  testOnHost("is what the App Container specification says", needs, async () => {
    const recipe = `recipe sample
image odd--name- {
  program "/bin/busybox" links [sh]
  directory "/empty"
}
check it { save odd--name- to "image.aci" format aci }
`;
    expect(await runRecipe(scratch.path, recipe)).toMatchObject(held);
    const tar = async (...words: string[]) => (await execa("tar", words, { cwd: scratch.path })).stdout;
    const members = (await tar("-tf", "image.aci")).split("\n");
    expect(members).toContain("rootfs/bin/sh");
    expect(archiveProblems(members)).toEqual([]);
    const manifest = JSON.parse(await tar("-xOf", "image.aci", "manifest"));
    expect(imageProblems(manifest)).toEqual([]);
    expect(manifest.name).toBe("odd-name");
  });
});

describe("the tools of the formats take what `save` writes", () => {
  const recipe = `recipe sample
image base {
  program "/bin/busybox" links [sh, cat]
  file "/etc/motd" "hello\\n"
}
check it {
  save base to "docker.tar" format docker
  save base to "oci.tar" format oci
}
`;
  const inScratch = async (program: string, ...words: string[]) =>
    (await execa(program, words, { cwd: scratch.path })).stdout;

  testOnHost("skopeo", { ...needs, programs: ["busybox", "skopeo"] }, async () => {
    expect(await runRecipe(scratch.path, recipe)).toMatchObject(held);
    for (const source of ["docker-archive:docker.tar", "oci-archive:oci.tar"]) {
      const inspected = JSON.parse(await inScratch("skopeo", "inspect", source));
      expect(inspected).toMatchObject({ Os: "linux", Layers: [expect.stringMatching(/^sha256:/)] });
      // A copy reads every digest.
      await inScratch("skopeo", "--insecure-policy", "copy", source, `dir:${source.replaceAll(/\W/g, "-")}`);
    }
  });

  testOnHost("umoci", { ...needs, programs: ["busybox", "umoci"] }, async () => {
    expect(await runRecipe(scratch.path, recipe)).toMatchObject(held);
    mkdirSync(join(scratch.path, "layout"));
    await inScratch("tar", "-xf", "oci.tar", "-C", "layout");
    await inScratch("umoci", "unpack", "--image", "layout:latest", "bundle");
    expect(readFileSync(join(scratch.path, "bundle/rootfs/etc/motd"), "utf8")).toBe("hello\n");
    expect(await inScratch("readlink", "bundle/rootfs/bin/sh")).toBe("busybox");
  });

  testOnHost("podman", { ...needs, programs: ["busybox", "podman"] }, async () => {
    expect(await runRecipe(scratch.path, recipe)).toMatchObject(held);
    const podman = async (...words: string[]) =>
      await inScratch("podman", "--root=podman", "--runroot=podman-run", "--storage-driver=vfs", ...words);
    expect(await podman("load", "-q", "-i", "docker.tar")).toContain("localhost/base:latest");
    expect(await podman("load", "-q", "-i", "oci.tar")).toMatch(/Loaded image/);
    expect(await podman("image", "inspect", "--format", "{{.Os}}", "base")).toBe("linux");
  });
});

describe("docker", () => {
  const needsDocker = { root: true, programs: ["busybox", "tar", "docker", "dockerd"] };

  testOnHost("loads what `save` writes, and what it saves itself is loaded", needsDocker, async () => {
    const image = `recipe sample
image base {
  program "/bin/busybox" links [sh, cat]
  file "/etc/motd" "hello\\n"
}
container box { image base }
check it {
`;
    const saving = `${image}  save base to "docker.tar" format docker\n  run box $ cat /etc/motd\n}\n`;
    expect(await runRecipe(scratch.path, saving)).toMatchObject(held);
    const { docker, stop } = await startDocker(join(scratch.path, "docker"));
    try {
      const at = (name: string) => join(scratch.path, name);
      expect(await docker("load", "--input", at("docker.tar"))).toBe("Loaded image: base:latest");
      expect(await docker("image", "inspect", "--format", "{{.Os}} {{len .RootFS.Layers}}", "base")).toBe(
        "linux 1",
      );
      await docker("create", "--name", "made", "--network", "none", "base", "/bin/sh");
      await docker("export", "--output", at("files.tar"), "made");
      const motd = await execa("tar", ["-xOf", at("files.tar"), "etc/motd"]);
      expect(motd.stdout).toBe("hello");
      await docker("commit", "--change", "ENV A=b", "made", "committed");
      await docker("save", "--output", at("saved.tar"), "committed");
    } finally {
      await stop();
    }
    const loading = `${image}  load "saved.tar" as again
  run box keep as kept $ sh -c ":"
  diff kept again
  expect stdout is ""
}
`;
    expect(await runRecipe(scratch.path, loading)).toMatchObject(held);
  });
});

describe("what `diff` lists", () => {
  const DIFFERENCES = `recipe differences
image base {
  program "/bin/busybox" links [sh, cat, chmod, chown, ln, mkdir, rm, touch, true]
  file "/etc/changed" "one\\n"
  file "/etc/longer" "one\\n"
  file "/etc/gone" ""
  file "/etc/mode" ""
  file "/etc/owner" ""
  file "/etc/type" ""
  file "/etc/same" "same"
  directory "/gone/with/all"
}
container box {
  image base
  tmpfs "/scratch"
}
check it {
  run box keep as one $ true
  diff one base
  expect exit 0
  expect stdout is ""
  run box keep as two $ sh -c 'echo two >/etc/changed; echo more >>/etc/longer; rm /etc/gone /etc/type; mkdir /etc/type; chmod 600 /etc/mode; chown 7:8 /etc/owner; touch /etc/same; rm -r /gone; mkdir -p /new/deep; ln -s sh /new/sh; touch "/new$(printf "\\nline")"; ln -sfn cat /bin/sh'
  diff two base
  expect exit 1
  expect stdout is """
    only in two: $'/new\\\\nline'
    changed: /bin/sh
    changed: /etc/changed
    only in base: /etc/gone
    changed: /etc/longer
    mode: /etc/mode was 644, is 600
    owner: /etc/owner was 0:0, is 7:8
    type: /etc/type was a file, is a directory
    only in base: /gone
    only in two: /new
    """
}
`;
  for (const [driver, program] of DRIVERS) {
    testOnHost(`on ${driver}`, { root: true, programs: ["busybox", program] }, async () => {
      const recipe = DIFFERENCES.replace(
        "container box {",
        `storage files {\n  driver ${driver}\n  size 256MiB\n}\n\ncontainer box {\n  storage files`,
      );
      expect(await runRecipe(scratch.path, recipe)).toMatchObject(held);
    });
  }
});

describe("what is loaded may come from a stranger", () => {
  const hostile = tarOf([
    { name: "way", type: "symlink", link: "/tmp" },
    { name: "way/ctrc-escaped", type: "file", content: "x" },
  ]);
  for (const verb of ["load", "import"]) {
    testOnHost(`${verb} refuses an archive that leads out, and names the member`, needs, async () => {
      writeFileSync(join(scratch.path, "hostile.tar"), hostile);
      const recipe = `recipe hostile\ncheck it {\n  ${verb} "hostile.tar" as x\n}\n`;
      const outcome = await runRecipe(scratch.path, recipe);
      expect(outcome).toMatchObject({ exitStatus: 4, left: [] });
      expect(outcome.failures.join()).toMatch(/recipe.ctr:3: cannot unpack .*way\/ctrc-escaped/);
    });
  }
});
