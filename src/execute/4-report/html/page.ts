import type { Report } from "../../../types/report.ts";
import { VERSION } from "../../../version.ts";
import { cellText } from "../cell-label.ts";
import { duration } from "../quantity.ts";
import {
  environmentText,
  expectationGroups,
  problemLines,
  runsText,
  setUpLines,
  summary,
} from "../shared-parts.ts";
import { html, Markup, preformatted } from "./markup.ts";
import { measureId, measureSections } from "./measure.ts";
import style from "./style.css?raw";
import { table } from "./table.ts";

/** What a run was made from, as text. */
export interface RunSources {
  /** The recipe and its imports, by file; empty where the script does not say. */
  readonly recipes: readonly { readonly file: string; readonly text: string }[];
  /** The script that ran; undefined where it is not in the run directory. */
  readonly script: string | undefined;
}

/** The whole report as one page that needs no network and no scripts. */
export function htmlReport(report: Report, sources: RunSources): string {
  const { started } = report.record;
  const title = [started.recipe, started.title].filter((part) => part !== "").join(": ");
  const blocks = [...new Set(report.record.samples.map(({ block }) => block))];
  const links = [
    ["outcomes", "Outcomes"],
    ...blocks.map((block) => [measureId(block), `measure ${block}`]),
    ["environment", "Environment"],
    ["sources", "Recipe and script"],
  ];
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="ctrc ${VERSION}">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the results</a>
<header>
<h1>${title}</h1>
<p class="outcome ${report.record.outcome}">${summary(report)}</p>
<p>Run <code>${started.runId}</code>, ${started.startedAt}, on ${environmentText(report) || "a machine that is not known"}.</p>
<nav aria-label="Sections"><ul>${links.map(([id = "", text = ""]) => html`<li><a href="#${id}">${text}</a></li>`)}</ul></nav>
</header>
<main id="main">
${outcomes(report)}
${measureSections(report)}
${environment(report)}
${sourceSection(sources)}
</main>
<footer>Made by ctrc ${VERSION} from ${report.directory}</footer>
</body>
</html>
`;
  return page.text;
}

function outcomes(report: Report): Markup {
  const { record } = report;
  const hasCells = record.started.cells.length > 1;
  const rows = record.blocks.map((block) => [
    `${block.started.kind} ${block.started.block}`,
    ...(hasCells ? [cellText(record.started, block.started.cell)] : []),
    html`<span class="outcome ${block.outcome}">${block.outcome}</span>`,
    block.durationNs === undefined ? "" : duration(block.durationNs),
    block.started.kind === "measure" ? runsText(record.started, block) : "",
  ]);
  const header = ["block", ...(hasCells ? ["cell"] : []), "outcome", "time", ""];
  const failed = record.blocks.flatMap((block) =>
    expectationGroups(block).map(
      ({ first, failed: times, judged }) =>
        html`<li>${block.started.block}, line ${first.judged.line}: <code>${first.judged.written}</code>${
          judged > 1 ? ` (${times} of ${judged} times)` : ""
        }: expected <code>${first.judged.expected}</code>, seen <code>${first.judged.seen}</code></li>`,
    ),
  );
  const problems = problemLines(report);
  const lines = setUpLines(report);
  return html`
<section aria-labelledby="outcomes">
<h2 id="outcomes">Outcomes</h2>
${failed.length === 0 ? undefined : html`<h3>Expectations that did not hold</h3><ul>${failed}</ul>`}
${rows.length === 0 ? undefined : table("Outcomes", header, rows, header.length - 2)}
${problems.length === 0 ? undefined : html`<ul class="remarks">${problems.map((line) => html`<li>${line}</li>`)}</ul>`}
${lines.length === 0 ? undefined : html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`}
</section>`;
}

function environment({ environment: facts = {}, record }: Report): Markup {
  const rows = [
    ...Object.entries(facts).flatMap(([name, value]) => factRows(name, value)),
    ...record.images.map(({ image, digest }) => [`image ${image}`, digest]),
    ...(record.resumed === 0 ? [] : [["interrupted and resumed", `${record.resumed} times`]]),
  ];
  return html`
<section aria-labelledby="environment">
<h2 id="environment">Environment</h2>
${rows.length === 0 ? html`<p>Not known.</p>` : html`<div class="facts">${table("Environment", ["fact", "value"], rows, 2)}</div>`}
</section>`;
}

function factRows(name: string, value: unknown): string[][] {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([inner, one]) => factRows(`${name} ${inner}`, one));
  }
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text === "" || text === "null" ? [] : [[name, text]];
}

function sourceSection({ recipes, script }: RunSources): Markup {
  return html`
<section aria-labelledby="sources">
<h2 id="sources">Recipe and script</h2>
${recipes.map(({ file, text }, at) => source(file, text, at === 0))}
${script === undefined ? html`<p>The script is not in the run directory.</p>` : source("script.sh", script, false)}
</section>`;
}

function source(file: string, text: string, open: boolean): Markup {
  return html`<details${open ? new Markup(" open") : undefined}><summary><h3>${file}</h3></summary><pre tabindex="0"><code>${preformatted(text)}</code></pre></details>`;
}
