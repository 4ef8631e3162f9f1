import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { benchexecExport } from "../../../src/execute/4-report/exports/benchexec.ts";
import { hyperfineExport } from "../../../src/execute/4-report/exports/hyperfine.ts";
import { openmetricsExport } from "../../../src/execute/4-report/exports/openmetrics.ts";
import { pyperfExport } from "../../../src/execute/4-report/exports/pyperf.ts";
import { testOnHost } from "../../support/needs.ts";
import { CASE_NAMES, CASES, readCase } from "./read-case.ts";

describe("what other tools read", () => {
  for (const name of CASE_NAMES) {
    it(name.replaceAll("-", " "), async () => {
      const report = await readCase(name);
      const golden = (file: string): string => join(CASES, name, file);
      await expect(hyperfineExport(report)).toMatchFileSnapshot(golden("hyperfine.json"));
      await expect(pyperfExport(report)).toMatchFileSnapshot(golden("pyperf.json"));
      await expect(benchexecExport(report)).toMatchFileSnapshot(golden("benchexec.xml"));
      await expect(openmetricsExport(report)).toMatchFileSnapshot(golden("openmetrics.txt"));
    });
  }

  // hyperfine 1.20, src/benchmark/benchmark_result.rs and scripts/*.py
  it("has the fields that hyperfine's scripts read", async () => {
    const { results } = JSON.parse(hyperfineExport(await readCase("matrix-with-a-failure")));
    expect(results.map(({ command }: { command: string }) => command)).toEqual([
      "one-shot overlay",
      "one-shot vfs",
    ]);
    for (const { mean, median, min, max, stddev, times, parameters } of results) {
      for (const number of [mean, median, min, max, stddev, ...times])
        expect(number).toEqual(expect.any(Number));
      expect(Math.min(...times)).toBe(min);
      expect(Object.values(parameters)).toEqual([expect.any(String)]);
    }
  });

  // pyperf, doc/api.rst, pyperf/_metadata.py and pyperf/_bench.py: what it refuses
  it("is a suite as pyperf wants it", async () => {
    for (const name of CASE_NAMES) {
      const { version, metadata, benchmarks } = JSON.parse(pyperfExport(await readCase(name)));
      expect(version).toBe("1.0");
      for (const value of [metadata, ...benchmarks.map((one: { metadata: object }) => one.metadata)].flatMap(
        (one) => Object.values<unknown>(one),
      )) {
        expect(["string", "number"]).toContain(typeof value);
        expect(String(value)).toMatch(/^\S(.*\S)?$/);
        expect(String(value)).not.toMatch(/[\r\n]/);
      }
      const names = benchmarks.map((benchmark: { metadata: { name: string } }) => benchmark.metadata.name);
      expect(new Set(names).size).toBe(names.length);
      for (const { metadata: own, runs } of benchmarks) {
        expect(["second", "byte", "integer"]).toContain(own.unit);
        for (const { metadata: of, values } of runs) {
          expect(of.date).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/);
          expect(of.duration).toEqual(expect.any(Number));
          for (const value of values) expect(value).toBeGreaterThan(0);
        }
      }
    }
  });

  testOnHost("is valid after BenchExec's own definition", { programs: ["xmllint"] }, async () => {
    const definition = join(import.meta.dirname, "benchexec-result.dtd");
    for (const name of CASE_NAMES) {
      const input = benchexecExport(await readCase(name));
      const { status, stderr } = spawnSync("xmllint", ["--nonet", "--noout", "--dtdvalid", definition, "-"], {
        input,
        encoding: "utf8",
      });
      expect(status, stderr).toBe(0);
    }
  });

  testOnHost(
    "is read by Prometheus's parser of OpenMetrics",
    { programs: ["/usr/bin/python3"] },
    async ({ skip }) => {
      const parser = `
import sys
from prometheus_client.openmetrics.parser import text_fd_to_metric_families
print(sum(len(family.samples) for family in text_fd_to_metric_families(sys.stdin)))`;
      const python = (script: string, input = "") =>
        spawnSync("/usr/bin/python3", ["-c", script], { input, encoding: "utf8" });
      if (python("import prometheus_client").status !== 0) {
        skip("needs python3-prometheus-client (test/setup-debian.sh installs it)");
      }
      for (const name of CASE_NAMES) {
        const text = openmetricsExport(await readCase(name));
        const { status, stdout, stderr } = python(parser, text);
        expect(status, stderr).toBe(0);
        expect(Number(stdout)).toBe(text.split("\n").filter((line) => /^[^#]/.test(line)).length);
      }
    },
  );
});
