import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { htmlReport } from "../../../src/execute/4-report/html/page.ts";
import { reportOf } from "../../../src/execute/report-of.ts";
import type { Report } from "../../../src/types/report.ts";
import { testOnHost } from "../../support/needs.ts";
import { sampleOf } from "../sample.ts";
import { CASE_NAMES, readCase } from "./read-case.ts";

const SOURCES = { recipes: [{ file: "cow.ctr", text: "recipe cow\n# <b>&\n" }], script: "#!/bin/bash\n" };

async function pageOf(name: string): Promise<string> {
  return htmlReport(await readCase(name), SOURCES);
}

/** A report of a matrix with long names, many metrics and observations. */
async function largeReport(observations: number): Promise<Report> {
  const report = await readCase("matrix-with-a-failure");
  const metrics = ["durationNs", "memoryPeakBytes", "diskDataBytes", "requests per second"];
  const samples = [1, 2].flatMap((cell) =>
    metrics.map((metric) =>
      sampleOf(
        Array.from(
          { length: observations },
          (_, at) => 1e6 * cell * (1 + ((at * 0.618034) % 1)) * (at === 0 ? 50 : 1),
        ),
        { cell, metric, block: "one-shot" },
      ),
    ),
  );
  const cells = report.record.started.cells.map(({ cell, values }) => ({
    cell,
    values: { ...values, filesystem: `a-very-long-name-of-a-file-system-${cell}` },
  }));
  const started = { ...report.record.started, cells };
  return reportOf({ ...report, record: { ...report.record, started, samples } });
}

describe("the page", () => {
  it.each(CASE_NAMES)("of %s stands by itself and can be read by a program", async (name) => {
    const text = await pageOf(name);
    const { document } = parseHTML(text);
    expect(text).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|url\(|@import/i);
    for (const element of document.querySelectorAll("[href]"))
      expect(element.getAttribute("href")).toMatch(/^#/);
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const link of document.querySelectorAll("a"))
      expect(ids).toContain(link.getAttribute("href")?.slice(1));
    for (const { id } of [...document.querySelectorAll("section")].map((section) => ({
      id: section.getAttribute("aria-labelledby"),
    }))) {
      expect(ids).toContain(id);
    }
    for (const drawing of document.querySelectorAll("svg")) {
      const isDecoration = drawing.getAttribute("aria-hidden") === "true";
      expect(isDecoration || (drawing.getAttribute("aria-label") ?? "") !== "").toBe(true);
    }
    for (const table of document.querySelectorAll("table")) {
      expect(table.querySelectorAll("th[scope=col]").length).toBeGreaterThan(0);
      expect(table.parentElement?.getAttribute("aria-label")).not.toBe("");
    }
    expect(document.querySelectorAll("h1").length).toBe(1);
    expect(text).not.toMatch(/[^\P{Cc}\n\t]|\u202e/u);
    expect(document.querySelector("pre")?.textContent).toContain("# <b>&");
  });

  it("has every expectation that did not hold, every warning and every number", async () => {
    const report = await readCase("matrix-with-a-failure");
    const text = parseHTML(htmlReport(report, SOURCES)).document.querySelector("body")?.textContent ?? "";
    expect(text).toContain('expect stdout is "hello"');
    expect(text).toContain("mkfs.btrfs is missing");
    expect(text).toContain("this kernel has no memory.peak");
    expect(text).toContain("1.94 (1.85 … 2.06) slower");
    expect(text).toContain("Example CPU");
  });

  it("does not grow with the number of observations, of which there are 100 000", async () => {
    const some = htmlReport(await largeReport(2000), SOURCES).length;
    const many = htmlReport(await largeReport(12_500), SOURCES).length;
    expect(many).toBeLessThan(1.3 * some);
    expect(many).toBeLessThan(1_000_000);
  });

  testOnHost(
    "fits screens of 360 to 1600 pixels, and its browser has nothing to say",
    { programs: ["chromium-headless-shell"] },
    async () => {
      const directory = mkdtempSync(join(tmpdir(), "ctrc-test-"));
      try {
        const page = htmlReport(await largeReport(40), SOURCES).replaceAll("<details>", "<details open>");
        const frames = [360, 768, 1600].map(
          (width) =>
            `<iframe width="${width}" height="900" frameborder="0" srcdoc="${page.replace(/[&"]/g, (character) => `&#${character.charCodeAt(0)};`)}"></iframe>`,
        );
        // What the page itself may not do, a page around it does: measure.
        const look = `addEventListener("load", () => {
          document.body.textContent = JSON.stringify([...document.querySelectorAll("iframe")].map((frame) => {
            const { documentElement: page } = frame.contentDocument;
            return {
              width: frame.clientWidth,
              needed: page.scrollWidth,
              figures: [...page.querySelectorAll("figure svg")].filter((figure) => figure.getBoundingClientRect().width > 200).length,
            };
          }));
        });`;
        const file = join(directory, "look.html");
        writeFileSync(file, `<!DOCTYPE html><script>${look}</script><body>${frames.join("")}</body>`);
        const { stdout, stderr, status } = spawnSync(
          "chromium-headless-shell",
          [
            ...["--no-sandbox", "--disable-gpu", `--user-data-dir=${join(directory, "profile")}`],
            ...["--enable-logging=stderr", "--virtual-time-budget=5000", "--dump-dom", `file://${file}`],
          ],
          { encoding: "utf8", timeout: 60_000 },
        );
        expect(status, stderr).toBe(0);
        expect(stderr).not.toContain("CONSOLE");
        const seen = JSON.parse(/<body>(.*)<\/body>/s.exec(stdout)?.[1] ?? "[]");
        expect(seen.map(({ width }: { width: number }) => width)).toEqual([360, 768, 1600]);
        for (const { width, needed, figures } of seen) {
          expect(needed).toBeLessThanOrEqual(width);
          expect(figures).toBeGreaterThan(8);
        }
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    },
    90_000,
  );
});
