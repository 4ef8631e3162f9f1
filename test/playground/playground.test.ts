import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fragmentOf, recipeIn } from "../../playground/link.ts";
import { build } from "../../src/compile/index.ts";
import { loadGrammar, tokenize } from "../editors/textmate.ts";
import { lacking } from "../support/needs.ts";
import { Playground } from "./page.ts";

const recipe = (name: string): string =>
  readFileSync(join(import.meta.dirname, "../../recipes", name), "utf8");

const reason = lacking({ programs: ["chromium"] });

test("a recipe comes out of its link as it went in", () => {
  for (const text of ["", "recipe a\n", recipe("layers.ctr"), "# ünïcödé 🦀\r\n"])
    expect(recipeIn(fragmentOf(text))).toBe(text);
  for (const broken of ["", "#", "#recipe=%%%", "#recipe=AAAA", "#other"])
    expect(recipeIn(broken)).toBeUndefined();
});

// One browser for all: starting it is what takes time.
describe("the playground", { timeout: 60_000 }, () => {
  const playground = new Playground();

  beforeAll(async () => {
    if (reason === undefined) await playground.start();
  }, 60_000);

  afterAll(async () => {
    await playground.close();
  });

  function testInBrowser(name: string, body: () => Promise<void>): void {
    test(name, async (context) => {
      if (reason !== undefined) context.skip(reason);
      playground.complaints.length = 0;
      await body();
      expect(playground.complaints).toEqual([]);
    });
  }

  testInBrowser("compiles in the page what ctrc compiles, to the same bytes", async () => {
    const page = await playground.open({ hash: fragmentOf(recipe("busybox-image.ctr")) });
    const { script } = await build("recipe.ctr", async () => recipe("busybox-image.ctr"));
    expect(await saved(page)).toBe(script);
    await page.click("#tab-plan");
    expect(await saved(page)).toContain("check from-tree-to-tree");
    await page.click("#tab-formatted");
    expect(await saved(page)).toBe(recipe("busybox-image.ctr"));
    await page.close();
  });

  testInBrowser("links each line of the script with its line of the recipe, both ways", async () => {
    const page = await playground.open({ hash: fragmentOf(recipe("hello.ctr")) });
    await goTo(page, "expect oom");
    await page.waitForSelector("#panel-script .cm-linked");
    const linked = await page.$$eval("#panel-script .cm-linked", (lines) =>
      lines.map((line) => line.textContent),
    );
    expect(linked).toContain("  expect_oom yes || return 0");
    await playground.shoot(page, "light");
    await page.evaluate(() => {
      const lines = [...document.querySelectorAll<HTMLElement>("#panel-script .cm-line")];
      const line = lines.find((each) => each.textContent?.includes("container_start box idle"));
      line?.scrollIntoView();
    });
    await (await lineWith(page, "#panel-script", "container_start box idle")).click();
    expect(await page.$eval("#editor .cm-activeLine", (line) => line.textContent)).toContain(
      "start box as idle",
    );
    await page.close();
  });

  testInBrowser("says what is wrong, in the text and below it, and keeps the last good script", async () => {
    const page = await playground.open({ hash: fragmentOf(recipe("hello.ctr")) });
    await goTo(page, "pids.max");
    await page.keyboard.press("End");
    await page.keyboard.type("\nmemroy.high 2GB");
    await page.waitForSelector("#problems .error");
    expect(await page.$eval("#problems", (list) => list.textContent)).toContain(
      "did you mean `memory.high`?",
    );
    expect(await page.$eval("#stale", (mark) => (mark as HTMLElement).hidden)).toBe(false);
    await page.waitForSelector("#editor .cm-lintRange-error");
    await playground.shoot(page, "mistake");
    await page.click("#problems .error");
    expect(await page.evaluate(() => document.getSelection()?.toString())).toBe("memroy.high");
    await page.close();
  });

  testInBrowser("reads bash text in the page", async () => {
    const text = 'recipe a\n\ncheck b {\n  host shell """\n    if true\n    """\n}\n';
    const page = await playground.open({ hash: fragmentOf(text) });
    expect(await page.$eval("#problems", (list) => list.textContent)).toContain(
      "bash cannot read this: `if <cond>` must be followed by `then`",
    );
    await page.close();
  });

  testInBrowser("completes and explains with the keyboard alone", async () => {
    const page = await playground.open({ hash: fragmentOf(recipe("hello.ctr")), isDark: true });
    await goTo(page, "pids.max");
    await page.keyboard.press("End");
    await page.keyboard.type("\ncpu.w");
    await page.waitForSelector(".cm-tooltip-autocomplete");
    const labels = await page.$$eval(".cm-completionLabel", (found) => found.map((each) => each.textContent));
    expect(labels).toEqual(["cpu.weight", "cpu.weight.nice"]);
    await page.waitForSelector(".cm-completionInfo pre");
    await playground.shoot(page, "completion-dark");
    await page.keyboard.press("Enter");
    await page.keyboard.type(" 200");
    await page.waitForFunction(() => document.querySelector("#problems")?.textContent === "No mistakes");
    await page.waitForFunction(() => document.querySelector<HTMLElement>("#stale")?.hidden);
    await page.focus("#tab-script");
    await page.keyboard.press("ArrowRight");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("tab-plan");
    await playground.shoot(page, "plan-dark");
    await page.close();
  });

  testInBrowser("holds the recipe in its address, and takes another from the examples", async () => {
    const page = await playground.open();
    await page.select("#examples", "load-test.ctr");
    await page.waitForFunction(() =>
      document.querySelector("#panel-formatted, #editor")?.textContent?.includes("load-test"),
    );
    await page.waitForFunction((before) => location.hash !== before, {}, fragmentOf(recipe("hello.ctr")));
    await page.waitForFunction(() => location.hash.length > 10);
    expect(recipeIn(new URL(page.url()).hash)).toBe(recipe("load-test.ctr"));
    await page.close();
  });

  testInBrowser("fits a narrow screen", async () => {
    const page = await playground.open({ width: 390, hash: fragmentOf(recipe("hello.ctr")) });
    const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(inner).toBeLessThanOrEqual(outer ?? 0);
    await playground.shoot(page, "narrow");
    await page.close();
  });

  testInBrowser("the colours of the TextMate grammar, for a look", async () => {
    const grammar = await loadGrammar();
    for (const name of ["load-test.ctr", "busybox-image.ctr"])
      await playground.picture(coloured(grammar, recipe(name)), `textmate-${name}`);
  });
});

/** What the Save button would write. */
async function saved(page: Page): Promise<string> {
  return await page.evaluate(async () => {
    const make = URL.createObjectURL;
    let text = "";
    const done = new Promise<void>((resolve) => {
      URL.createObjectURL = (blob) => {
        void (blob as Blob).text().then((read) => {
          text = read;
          resolve();
        });
        return "#";
      };
    });
    document.querySelector<HTMLElement>("#save")?.click();
    await done;
    URL.createObjectURL = make;
    return text;
  });
}

/** Puts the cursor into the first line of the recipe that holds a text. */
async function goTo(page: Page, text: string): Promise<void> {
  await (await lineWith(page, "#editor", text)).click();
}

async function lineWith(page: Page, pane: string, text: string) {
  for (const line of await page.$$(`${pane} .cm-line`)) {
    if ((await line.evaluate((element) => element.textContent))?.includes(text) === true) return line;
  }
  throw new Error(`${pane} shows no line with ${text}`);
}

/** Colours of VS Code's own dark theme, by the beginning of a scope. */
const COLOURS: readonly (readonly [string, string])[] = [
  ["comment", "#6a9955"],
  ["invalid", "#f44747"],
  ["keyword.other.unit", "#b5cea8"],
  ["keyword.other", "#c586c0"],
  ["keyword.operator", "#d4d4d4"],
  ["keyword", "#569cd6"],
  ["support.type", "#9cdcfe"],
  ["support.constant", "#4fc1ff"],
  ["constant.numeric", "#b5cea8"],
  ["constant", "#d7ba7d"],
  ["entity.name.function", "#dcdcaa"],
  ["entity.name", "#4ec9b0"],
  ["variable", "#9cdcfe"],
  ["string", "#ce9178"],
  ["meta.embedded", "#8a8a8a"],
];

function coloured(grammar: Awaited<ReturnType<typeof loadGrammar>>, text: string): string {
  const escaped = (part: string): string => part.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  let html = "";
  let last = 0;
  for (const { start, end, scopes } of tokenize(grammar, text)) {
    const colour = scopes
      .map((scope) => COLOURS.find(([beginning]) => scope.startsWith(beginning))?.[1])
      .findLast((each) => each !== undefined);
    html += escaped(text.slice(last, start));
    html += `<span style="color: ${colour ?? "#d4d4d4"}">${escaped(text.slice(start, end))}</span>`;
    last = end;
  }
  return `<body style="background: #1e1e1e; color: #d4d4d4"><pre style="font-size: 14px">${html}</pre></body>`;
}
