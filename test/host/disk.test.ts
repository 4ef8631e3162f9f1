import { randomFillSync } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { run } from "../../src/index.ts";
import type { Report } from "../../src/types/report.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";

const MEBIBYTE = 1024 ** 2;

const recipe = `recipe known "What must come out"
require root
matrix { driver [vfs, overlay, btrfs, lvm-loop] }
image small {
  program "/bin/busybox" links [sh, dd, sleep]
  directory tree "big" to "/"
}
storage disk {
  driver \${driver}
  size   2GiB
}
container box {
  image   small
  storage disk
}
measure writes-50-mib {
  repeat 2 as i
  probe  time, disk, memory
  start box as "writer-\${i}" $ sleep 60
  exec "writer-\${i}" $ dd if=/dev/urandom of=/data bs=1M count=50
}
measure changes-one-byte {
  repeat 2 as i
  probe  time, disk
  start box as "toucher-\${i}" $ sleep 60
  exec "toucher-\${i}" $ dd if=/dev/zero of=/big bs=1 count=1 seek=50000000 conv=notrunc
}
`;

/** Bytes that each driver shall show, at least and at most. */
const CHANGED_BYTE: Readonly<Record<string, readonly [number, number]>> = {
  vfs: [0, 0],
  overlay: [100 * MEBIBYTE, 104 * MEBIBYTE],
  btrfs: [1, MEBIBYTE / 2],
  "lvm-loop": [1, MEBIBYTE],
};

describe("what is known beforehand comes out of the disk probe", () => {
  let scratch = "";
  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), "ctrc-disk-"));
    mkdirSync(join(scratch, "big"));
    writeFileSync(join(scratch, "big", "big"), randomFillSync(Buffer.alloc(100 * MEBIBYTE)));
    writeFileSync(join(scratch, "known.ctr"), recipe);
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  testOnHost(
    "with every driver that this host has",
    { root: true, programs: ["busybox", "mkfs.btrfs"] },
    async () => {
      const state = join(scratch, "state");
      const running = run(join(scratch, "known.ctr"), {
        out: join(scratch, "out"),
        state,
        cache: join(scratch, "cache"),
      });
      const { exitStatus, report, stderr } = await running.result;
      expect({ exitStatus, stderr }).toEqual({ exitStatus: 0, stderr: "" });
      if (report === undefined) throw new Error("there is no report");
      const written = grown(report, "writes-50-mib");
      expect(Object.keys(written)).toEqual(expect.arrayContaining(["vfs", "overlay", "btrfs"]));
      for (const [driver, observations] of Object.entries(written)) {
        for (const bytes of observations) {
          expect(bytes, driver).toBeGreaterThanOrEqual(50 * MEBIBYTE);
          expect(bytes, driver).toBeLessThanOrEqual(54 * MEBIBYTE);
        }
      }
      for (const [driver, observations] of Object.entries(grown(report, "changes-one-byte"))) {
        const [least, most] = CHANGED_BYTE[driver] ?? [0, -1];
        for (const bytes of observations) {
          expect(bytes, driver).toBeGreaterThanOrEqual(least);
          expect(bytes, driver).toBeLessThanOrEqual(most);
        }
      }
      expect(leftOf(report.record.started.runId, state)).toEqual([]);
    },
    180_000,
  );
});

/** Data bytes that `exec` in a measure added, by driver. */
function grown({ record }: Report, block: string): Record<string, readonly number[]> {
  const samples = record.samples.filter(
    (sample) => sample.block === block && sample.keyword === "exec" && sample.metric === "diskDataBytes",
  );
  return Object.fromEntries(
    samples.map(({ cell, observations }) => {
      const values = record.started.cells.find((found) => found.cell === cell)?.values;
      return [values?.driver ?? "?", observations];
    }),
  );
}
