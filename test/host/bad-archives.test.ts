import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect } from "vitest";
import { scratchDirectory } from "../support/ctrc.ts";
import { testOnHost } from "../support/needs.ts";
import { type Outcome, runRecipe } from "../support/run-recipe.ts";
import { tarOf } from "../support/tar.ts";

const needs = { root: true, programs: ["busybox", "tar"] };
const scratch = scratchDirectory();

const WHOLE = tarOf([
  { name: "folder/", type: "directory" },
  { name: "folder/large", type: "file", content: "x".repeat(100_000) },
]);

/** The same, with a header that says that the file has 8 EiB, in a base of its own, or no size at all. */
function withSize(size: Buffer): Buffer {
  const archive = Buffer.from(WHOLE);
  const header = archive.subarray(512, 1024);
  size.copy(header, 124);
  header.write("        ", 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return archive;
}

const HUGE = withSize(Buffer.from("800000007fffffffffffffff", "hex"));

/** What is in the place of an archive, and what is said of it. */
const FILES: Readonly<Record<string, readonly [make: (file: string) => void, message: RegExp]>> = {
  nothing: [() => {}, /there is no archive \S+bad.tar$/],
  "a folder": [(file) => mkdirSync(file), /there is no archive \S+bad.tar$/],
  "a pipe that nobody writes to": [
    (file) => execFileSync("mkfifo", [file]),
    /there is no archive \S+bad.tar$/,
  ],
  "a device without an end": [(file) => symlinkSync("/dev/zero", file), /there is no archive \S+bad.tar$/],
  "a link to itself": [(file) => symlinkSync("bad.tar", file), /there is no archive \S+bad.tar$/],
  "an empty file": [(file) => writeFileSync(file, ""), /cannot unpack \S+bad.tar: /],
  "a text": [(file) => writeFileSync(file, "no archive\n".repeat(1000)), /cannot unpack \S+bad.tar: /],
  "an archive that was cut": [
    (file) => writeFileSync(file, WHOLE.subarray(0, 50_000)),
    /cannot unpack \S+bad.tar: .*Unexpected EOF/s,
  ],
  "a compressed archive that was cut": [
    (file) => writeFileSync(file, gzipSync(WHOLE).subarray(0, 150)),
    /cannot unpack \S+bad.tar: /,
  ],
  "an archive whose header was changed": [
    (file) => writeFileSync(file, Buffer.from(WHOLE).fill("y", 512, 560)),
    /cannot unpack \S+bad.tar: /,
  ],
  "an archive with a file of 8 EiB": [(file) => writeFileSync(file, HUGE), /cannot unpack \S+bad.tar: /],
  "an archive with a file without a size": [
    (file) => writeFileSync(file, withSize(Buffer.from("99999999999"))),
    /cannot unpack \S+bad.tar: /,
  ],
};

/** Recipes that read an archive: each ends at line 4. */
const SOURCES: Readonly<Record<string, string>> = {
  archive: 'archive "bad.tar"',
  oci: 'oci "bad.tar"',
  "build in": 'build in "bad.tar" { $ true }',
};
const ACTIONS: Readonly<Record<string, string>> = {
  load: 'load "bad.tar" as copy',
  import: 'import "bad.tar" as copy',
};

function ofImage(source: string): string {
  return `recipe bad
image made {

  ${source}
}
container box { image made }
check it { run box $ true }
`;
}

/** No image, and no part of one. */
function expectNothing(outcome: Outcome): void {
  expect(outcome).toMatchObject({ exitStatus: 4, failed: [], left: [] });
  const cache = join(scratch.path, "cache");
  for (const folder of ["images", "inputs", "building"]) {
    const names = (() => {
      try {
        return readdirSync(join(cache, folder));
      } catch {
        return [];
      }
    })();
    expect({ folder, names }).toEqual({ folder, names: [] });
  }
}

describe.each(Object.entries(FILES))(
  "%s in the place of an archive is told, and leaves nothing",
  (name, [make, message]) => {
    // The others read it in the same way.
    const isAll = name === "nothing" || name.startsWith("a pipe") || name === "an archive that was cut";
    const recipes = [
      ...Object.entries(SOURCES).map(([way, source]) => [way, ofImage(source)] as const),
      ...Object.entries(ACTIONS).map(
        ([way, action]) => [way, `recipe bad\n\ncheck it {\n  ${action}\n}\n`] as const,
      ),
    ];
    for (const [way, recipe] of isAll ? recipes : recipes.slice(0, 1)) {
      testOnHost(way, needs, async () => {
        make(join(scratch.path, "bad.tar"));
        const outcome = await runRecipe(scratch.path, recipe);
        expectNothing(outcome);
        expect(outcome.failures).toEqual([expect.stringMatching(message)]);
        expect(outcome.failures.join()).toMatch(/^recipe.ctr:4: /);
      });
    }
  },
);

describe("what is no file in the place of one is told, and leaves nothing", () => {
  const checksum = `sha256 ${"0".repeat(64)}`;
  for (const [way, source, message] of [
    ["program", 'program "./bad.tar"', /there is no program \S+bad.tar$/],
    ["directory tree", 'directory tree "bad.tar" to "/"', /cannot read the folder \S+bad.tar$/],
    ["fetch", `fetch "file://FOLDER/bad.tar" ${checksum} as x`, /there is no file \S+bad.tar$/],
  ] as const) {
    testOnHost(way, needs, async () => {
      symlinkSync("/dev/zero", join(scratch.path, "bad.tar"));
      const archive = way === "fetch" ? '\n  archive "${x}"' : "";
      const outcome = await runRecipe(
        scratch.path,
        ofImage(`${source.replace("FOLDER", scratch.path)}${archive}`),
      );
      expectNothing(outcome);
      expect(outcome.failures).toEqual([expect.stringMatching(message)]);
    });
  }
});
