import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, describe, expect } from "vitest";
import { scratchDirectory } from "../support/ctrc.ts";
import { testOnHost } from "../support/needs.ts";
import { runRecipe } from "../support/run-recipe.ts";
import { type Member, tarOf } from "../support/tar.ts";

const needs = { root: true, programs: ["busybox", "tar", "curl", "wget", "zstd"] };
const scratch = scratchDirectory();

function sum(content: Buffer, algorithm = "sha256"): string {
  return createHash(algorithm).update(content).digest("hex");
}

function recipeOf(sources: string, actions: string): string {
  return `recipe sources
image made {
  program "/bin/busybox" links [sh, find, sort, stat, cat, ls]
${sources}
}
container box { image made }
check it {
${actions}
}
`;
}

const held = { exitStatus: 0, failed: [], failures: [], left: [] };
const HELLO = tarOf([{ name: "hello", type: "file", content: "hello\n" }]);
const READS_HELLO = '  run box $ cat /hello\n  expect stdout is "hello"';

describe("a file that is fetched", () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  /** Serves one file; the first answer breaks off after `breakAt` bytes. Tells the ranges that were asked for. */
  async function serve(content: Buffer, breakAt?: number): Promise<{ url: string; ranges: string[] }> {
    const ranges: string[] = [];
    server = createServer((request, response) => {
      const range = request.headers.range ?? "";
      ranges.push(range);
      const from = Number(/^bytes=(\d+)-$/.exec(range)?.[1] ?? 0);
      const rest = content.subarray(from);
      const headers = { "content-length": rest.length, "accept-ranges": "bytes" };
      if (from === 0) response.writeHead(200, headers);
      else
        response.writeHead(206, {
          ...headers,
          "content-range": `bytes ${from}-${content.length - 1}/${content.length}`,
        });
      if (breakAt === undefined || ranges.length > 1) response.end(rest);
      else response.write(rest.subarray(0, breakAt), () => setTimeout(() => response.destroy(), 100));
    });
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}/a%20file.tar`, ranges };
  }

  const fetching = (url: string, checksum: string) =>
    recipeOf(`  fetch "${url}" ${checksum} as source\n  archive "\${source}"`, READS_HELLO);

  testOnHost("from a server is fetched once", needs, async () => {
    const { url, ranges } = await serve(HELLO);
    const first = await runRecipe(scratch.path, fetching(url, `sha256 ${sum(HELLO)}`));
    expect(first).toMatchObject(held);
    // Another image, so that it is made, of the same file.
    const recipe = fetching(url, `sha256 ${sum(HELLO)}`).replace("[sh,", "[ash, sh,");
    expect(await runRecipe(scratch.path, recipe)).toMatchObject(held);
    expect(ranges).toEqual([""]);
  });

  testOnHost("is gone on with where the connection broke", needs, async () => {
    const { url, ranges } = await serve(HELLO, 700);
    const recipe = fetching(url, `md5 ${sum(HELLO, "md5")}`);
    const broken = await runRecipe(scratch.path, recipe);
    expect(broken).toMatchObject({ exitStatus: 4, left: [] });
    expect(broken.failures.join()).toContain("recipe.ctr:4: cannot fetch http://127.0.0.1");
    expect(await runRecipe(scratch.path, recipe)).toMatchObject(held);
    expect(ranges).toEqual(["", "bytes=700-"]);
  });

  testOnHost("that is another by now is fetched anew", needs, async () => {
    const { url, ranges } = await serve(HELLO);
    mkdirSync(join(scratch.path, "cache/fetched"), { recursive: true });
    writeFileSync(join(scratch.path, `cache/fetched/sha256-${sum(HELLO)}.part`), "of another file");
    expect(await runRecipe(scratch.path, fetching(url, `sha256 ${sum(HELLO)}`))).toMatchObject(held);
    expect(ranges).toEqual(["bytes=15-", ""]);
  });

  testOnHost("with a wrong checksum is kept apart, and nothing of it is used", needs, async () => {
    const { url } = await serve(HELLO);
    const wrong = "0".repeat(64);
    const outcome = await runRecipe(scratch.path, fetching(url, `sha256 ${wrong}`));
    expect(outcome).toMatchObject({ exitStatus: 4, left: [] });
    expect(outcome.failures.join()).toContain(`has the sha256 checksum ${sum(HELLO)}, not ${wrong}`);
    const cache = join(scratch.path, "cache");
    expect(readFileSync(join(cache, `fetched/sha256-${wrong}.wrong`))).toEqual(HELLO);
    expect(readdirSync(join(cache, "images"))).toEqual([]);
  });

  testOnHost("from a server without an end does not fill the disk", needs, async () => {
    let announced: number | undefined;
    server = createServer((_, response) => {
      response.writeHead(200, announced === undefined ? {} : { "content-length": announced });
      const more = () => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on("drain", more);
      more();
    });
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.tar`;
    const cache = join(scratch.path, "cache");
    mkdirSync(cache);
    await execa("mount", ["-t", "tmpfs", "-o", "size=8m", "none", cache]);
    try {
      for (announced of [undefined, 2 ** 40]) {
        const outcome = await runRecipe(scratch.path, fetching(url, `sha256 ${"0".repeat(64)}`));
        expect(outcome).toMatchObject({ exitStatus: 4, left: [] });
        expect(outcome.failures.join()).toMatch(
          /cannot fetch http.*: it has more than there is room for in .*cache\/fetched \([5-7]\d{6} bytes\)$/,
        );
        expect(readdirSync(join(cache, "fetched"))).toEqual([`sha256-${"0".repeat(64)}.lock`]);
      }
    } finally {
      await execa("umount", [cache]);
    }
  });

  testOnHost("comes from this machine too", needs, async () => {
    writeFileSync(join(scratch.path, "a file.tar"), HELLO);
    const recipe = fetching(`file://${scratch.path}/a%20file.tar`, `sha256 ${sum(HELLO)}`);
    expect(await runRecipe(scratch.path, recipe)).toMatchObject(held);
  });

  testOnHost("comes by wget where there is no curl", needs, async () => {
    const bin = join(scratch.path, "bin");
    mkdirSync(bin);
    for (const from of ["/usr/sbin", "/usr/bin"]) {
      for (const program of readdirSync(from)) {
        if (program !== "curl" && !readdirSync(bin).includes(program))
          symlinkSync(join(from, program), join(bin, program));
      }
    }
    const { url } = await serve(HELLO);
    const path = process.env.PATH;
    process.env.PATH = bin;
    try {
      expect(await runRecipe(scratch.path, fetching(url, `sha256 ${sum(HELLO)}`))).toMatchObject(held);
    } finally {
      process.env.PATH = path;
    }
  });
});

describe("what the host builds", () => {
  const source = tarOf([
    { name: "hello-1.0/", type: "directory" },
    { name: "hello-1.0/hello.in", type: "file", content: "hello\n" },
  ]);

  testOnHost("is built in the archive's one folder, away from where it came from", needs, async () => {
    writeFileSync(join(scratch.path, "source.tar"), source);
    const recipe = recipeOf(
      `  build in "source.tar" {
    $ mkdir -p "inst all/bin"
    $ cp hello.in "inst all/bin/hello"
    directory tree "inst all" to "/usr/local"
    $ sh -c 'test -e /proc/self && pwd'
  }`,
      '  run box $ cat /usr/local/bin/hello\n  expect stdout is "hello"',
    );
    const outcome = await runRecipe(scratch.path, recipe);
    expect(outcome).toMatchObject(held);
    expect(readFileSync(join(outcome.out, "outputs/0003.stdout"), "utf8")).toMatch(/\/build\/hello-1.0\n$/);
    // In the cache by now.
    expect(readdirSync((await runRecipe(scratch.path, recipe)).out)).toContain("events.jsonl");
  });

  testOnHost("of a folder leaves the folder as it was", needs, async () => {
    mkdirSync(join(scratch.path, "source"));
    writeFileSync(join(scratch.path, "source/hello"), "hello\n");
    const recipe = recipeOf(
      '  build in "source" {\n    $ mkdir inst\n    $ mv hello inst\n    directory tree "inst" to "/"\n  }',
      READS_HELLO,
    );
    expect(await runRecipe(scratch.path, recipe)).toMatchObject(held);
    expect(readdirSync(join(scratch.path, "source"))).toEqual(["hello"]);
  });

  testOnHost("and fails, shows the last lines", needs, async () => {
    writeFileSync(join(scratch.path, "source.tar"), source);
    const recipe = recipeOf(
      `  build in "source.tar" { $ sh -c 'seq 100; echo "no rule to make it" >&2; exit 3' }`,
      "  run box $ true",
    );
    const outcome = await runRecipe(scratch.path, recipe);
    expect(outcome).toMatchObject({ exitStatus: 4, left: [] });
    const [failure = ""] = outcome.failures;
    expect(failure).toContain("recipe.ctr:4: building image made failed with status 3: sh -c");
    expect(failure).toMatch(/:\n81\n82\n[\s\S]*\n100\nno rule to make it$/);
  });
});

describe("an image of another tool", () => {
  const LAYERS: readonly (readonly Member[])[] = [
    [
      { name: "etc/", type: "directory", mode: 0o750 },
      { name: "etc/gone", type: "file", content: "x" },
      { name: "etc/stays", type: "file", content: "x" },
      { name: "opaque/", type: "directory" },
      { name: "opaque/below", type: "file", content: "x" },
      { name: "turns/", type: "directory" },
      { name: "turns/inside", type: "file", content: "x" },
      { name: "way", type: "symlink", link: "/etc" },
      { name: "tree/", type: "directory" },
      { name: "tree/deep", type: "file", content: "x" },
    ],
    [
      { name: "etc/.wh.gone", type: "file" },
      { name: "etc/new", type: "file", content: "x" },
      { name: "opaque/", type: "directory" },
      { name: "opaque/.wh..wh..opq", type: "file" },
      { name: "opaque/above", type: "file", content: "x" },
      { name: "turns", type: "file", content: "now a file\n" },
      { name: "way/", type: "directory" },
      { name: "way/passwd", type: "file", content: "x" },
      { name: ".wh.tree", type: "file" },
    ],
  ];
  const HOLDS = [
    "  run box $ sh -c 'find /etc /opaque /turns /way | sort'",
    '  expect stdout is "/etc\\n/etc/new\\n/etc/stays\\n/opaque\\n/opaque/above\\n/turns\\n/way\\n/way/passwd"',
    "  run box $ stat -c %a /etc",
    '  expect stdout is "750"',
    "  run box $ ls /tree",
    "  expect exit 1",
  ].join("\n");

  /** Writes an OCI layout of the layers, compressed in turn by gzip and zstd. */
  async function layout(folder: string, platform = {}, second = "zstd"): Promise<void> {
    const blobs = join(folder, "blobs/sha256");
    mkdirSync(blobs, { recursive: true });
    const blob = (content: Buffer, mediaType: string) => {
      writeFileSync(join(blobs, sum(content)), content);
      return { mediaType, digest: `sha256:${sum(content)}`, size: content.length };
    };
    const json = (value: unknown) => Buffer.from(JSON.stringify(value, null, 1));
    const layers = await Promise.all(
      LAYERS.map(async (members, at) => {
        const program = at === 0 ? "gzip" : second;
        const { stdout } = await execa(program, ["-c"], { input: tarOf(members), encoding: "buffer" });
        return blob(Buffer.from(stdout), `application/vnd.oci.image.layer.v1.tar+${program}`);
      }),
    );
    const config = blob(
      json({
        architecture: "amd64",
        os: "linux",
        rootfs: { type: "layers", diff_ids: LAYERS.map((members) => `sha256:${sum(tarOf(members))}`) },
      }),
      "application/vnd.oci.image.config.v1+json",
    );
    const manifest = blob(
      json({ schemaVersion: 2, config, layers }),
      "application/vnd.oci.image.manifest.v1+json",
    );
    const annotations = { "org.opencontainers.image.ref.name": 'a "quoted" \\ name', empty: "" };
    writeFileSync(
      join(folder, "index.json"),
      json({
        schemaVersion: 2,
        lists: [[], [[], {}], 1.5e3, null, true],
        manifests: [{ ...manifest, ...platform, annotations }],
      }),
    );
    writeFileSync(join(folder, "oci-layout"), '{"imageLayoutVersion": "1.0.0"}');
  }

  testOnHost(
    "as a layout in a folder: what layers hide is gone, what changes its type is changed",
    needs,
    async () => {
      await layout(join(scratch.path, "layout"));
      expect(await runRecipe(scratch.path, recipeOf('  oci "layout"', HOLDS))).toMatchObject(held);
    },
  );

  testOnHost("as an archive of a layout", needs, async () => {
    await layout(join(scratch.path, "layout"));
    await execa("tar", ["-cf", "image.tar", "-C", "layout", "."], { cwd: scratch.path });
    expect(await runRecipe(scratch.path, recipeOf('  oci "image.tar"', HOLDS))).toMatchObject(held);
  });

  testOnHost(
    "as skopeo writes it for docker",
    { ...needs, programs: [...needs.programs, "skopeo"] },
    async () => {
      await layout(join(scratch.path, "layout"), {}, "gzip");
      const options = ["--insecure-policy", "copy", "oci:layout", "docker-archive:image.tar:a:b"];
      await execa("skopeo", options, { cwd: scratch.path });
      expect(await runRecipe(scratch.path, recipeOf('  oci "image.tar"', HOLDS))).toMatchObject(held);
    },
  );

  testOnHost("that is damaged is refused", needs, async () => {
    const folder = join(scratch.path, "layout");
    await layout(folder);
    const [name = ""] = readdirSync(join(folder, "blobs/sha256")).filter((each) =>
      readFileSync(join(folder, "blobs/sha256", each))
        .subarray(0, 2)
        .equals(Buffer.from([0x1f, 0x8b])),
    );
    writeFileSync(join(folder, "blobs/sha256", name), "damaged");
    const outcome = await runRecipe(scratch.path, recipeOf('  oci "layout"', HOLDS));
    expect(outcome).toMatchObject({ exitStatus: 4, left: [] });
    expect(outcome.failures.join()).toContain(`the blob sha256:${name} is damaged`);
  });

  testOnHost("for another machine is refused, and says for which", needs, async () => {
    await layout(join(scratch.path, "layout"), { platform: { architecture: "s390x", os: "linux" } });
    const outcome = await runRecipe(scratch.path, recipeOf('  oci "layout"', HOLDS));
    expect(outcome.exitStatus).toBe(4);
    expect(outcome.failures.join()).toContain("only for s390x");
  });

  const BROKEN = {
    "no JSON": "{ nonsense",
    "a digest that leads out": JSON.stringify({ manifests: [{ digest: "sha256:../../../../etc/passwd" }] }),
    "an option for a digest": JSON.stringify({ manifests: [{ digest: "--help" }] }),
    "nothing in it": JSON.stringify({ schemaVersion: 2, manifests: [] }),
    "too many brackets": `${"[".repeat(5000)}${"]".repeat(5000)}`,
  };
  for (const [name, index] of Object.entries(BROKEN)) {
    testOnHost(`whose index has ${name} is refused`, needs, async () => {
      const folder = join(scratch.path, "layout");
      mkdirSync(folder);
      writeFileSync(join(folder, "index.json"), index);
      const outcome = await runRecipe(scratch.path, recipeOf('  oci "layout"', "  run box $ true"));
      expect(outcome).toMatchObject({ exitStatus: 4, left: [] });
      expect(outcome.failures.join()).toContain(`recipe.ctr:4: ${folder}`);
    });
  }
});
