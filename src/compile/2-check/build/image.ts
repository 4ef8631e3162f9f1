import { imageCycle } from "../../../diagnostics/conflicts.ts";
import { weakChecksum } from "../../../diagnostics/fetch.ts";
import { insecureFetch } from "../../../diagnostics/lints.ts";
import { malformedValue } from "../../../diagnostics/values.ts";
import type { BuildStep, Image, ImageSource } from "../../../types/declared.ts";
import { known } from "../../../types/text.ts";
import { commandText } from "../command.ts";
import type { Context } from "../context.ts";
import { declareVariable } from "../declare.ts";
import type { Entry } from "../entry.ts";
import { isTextual, plainText } from "../nodes.ts";
import { readEntry, type Values } from "../read-entry.ts";
import { Scope } from "../scope.ts";
import { timeoutOf } from "./timeout.ts";

export function buildImage(entry: Entry, name: string, outer: Context): Image {
  const context = { ...outer, scope: new Scope(outer.scope, "run", "images are made once") };
  const sources: ImageSource[] = [];
  for (const each of entry.entries) {
    const source = buildSource(each, context);
    if (source !== undefined) sources.push(source);
    if (each.keyword === "fetch") declareFile(each, context);
  }
  return { name, sources, timeoutNs: timeoutOf(entry, context), span: entry.statement.span };
}

function buildSource(entry: Entry, context: Context): ImageSource | undefined {
  const values = readEntry(entry, context);
  if (values === undefined) return undefined;
  const { span } = entry.statement;
  switch (entry.keyword) {
    case "scratch":
      return { kind: "scratch", span };
    case "program":
      return { kind: "program", path: values.text("path"), links: values.list("links") ?? [], span };
    case "directory":
      if (entry.match.keywords.has("tree")) {
        return { kind: "tree", from: values.text("from"), to: values.text("to"), span };
      }
      return { kind: "directory", path: values.text("path"), mode: values.optionalLiteral("mode"), span };
    case "file": {
      const [path, content] = [values.text("path"), values.text("content")];
      return { kind: "file", path, content, mode: values.optionalLiteral("mode"), span };
    }
    case "archive":
      return { kind: "archive", path: values.text("path"), span };
    case "image":
      return { kind: "image", image: values.literal("image"), span };
    case "oci":
      return { kind: "oci", path: values.text("path"), span };
    case "debian":
      return {
        kind: "debian",
        suite: values.literal("suite"),
        packages: (values.list("packages") ?? []).map((name) => known(name) ?? ""),
        mirror: values.optionalText("mirror"),
        timeoutNs: values.optionalText("timeout"),
        span,
      };
    case "fetch":
      return buildFetch(entry, values, context);
    case "build": {
      const steps = entry.entries
        .map((each) => buildStep(each, context))
        .filter((each) => each !== undefined);
      const timeoutNs = values.optionalText("timeout");
      return { kind: "build", folder: values.text("folder"), steps, timeoutNs, span };
    }
    default:
      throw new Error(`the checker does not know the image source ${entry.keyword}`);
  }
}

const FETCHED = /^(https?|file):\/\//;

/** What no other machine is asked for stays on this one. */
const INSECURE = /^http:\/\/(?!localhost\b|127\.|\[::1\])/;

function buildFetch(entry: Entry, values: Values, { report }: Context): ImageSource {
  const { match, statement } = entry;
  const algorithm = match.keywords.has("md5") ? "md5" : "sha256";
  const url = values.text("url");
  const node = match.positional.get("url")?.[0];
  const [scheme = ""] = url;
  if (node !== undefined && typeof scheme === "string" && !FETCHED.test(scheme)) {
    const help = "begin it with `https://`, `http://` or `file://`";
    report(malformedValue(node.span, known(url) ?? scheme, "an address that can be fetched", help));
  }
  if (node !== undefined && typeof scheme === "string" && INSECURE.test(scheme)) {
    report(insecureFetch(node.span));
  }
  if (algorithm === "md5") {
    report(weakChecksum(match.positional.get("digest")?.[0]?.span ?? statement.keywordSpan));
  }
  const [digest, name] = [values.literal("digest"), values.literal("as")];
  const timeoutNs = values.optionalText("timeout");
  return { kind: "fetch", url, algorithm, digest, name, timeoutNs, span: statement.span };
}

function buildStep(entry: Entry, context: Context): BuildStep | undefined {
  const values = readEntry(entry, context);
  const command = commandText(entry.statement.command, context);
  if (values === undefined || command === undefined) return undefined;
  const { span } = entry.statement;
  if (entry.keyword === "$") return { kind: "command", command, span };
  return { kind: "tree", from: values.text("from"), to: values.text("to"), span };
}

/** `fetch … as source`: what `${source}` refers to in the rest of the image. */
function declareFile(entry: Entry, context: Context): void {
  const node = entry.match.clauses.find((each) => each.clause.words[0] === "as")?.arguments.get("as")?.[0];
  const name = node !== undefined && isTextual(node) ? plainText(node.pieces) : undefined;
  if (node === undefined || name === undefined) return;
  declareVariable({ name, source: "fetch", type: "string", literals: [], span: node.span }, context);
}

/** Reports images that are made of themselves, each circle once. */
export function reportImageCycles(images: readonly Image[], context: Context): void {
  const byName = new Map(images.map((image) => [image.name, image]));
  const done = new Set<string>();
  const visit = (image: Image, path: readonly string[]): void => {
    if (done.has(image.name)) return;
    for (const source of image.sources) {
      if (source.kind !== "image") continue;
      const through = [...path, image.name];
      const start = through.indexOf(source.image);
      const next = byName.get(source.image);
      if (start >= 0)
        context.report(imageCycle(source.span, source.image, [...through.slice(start), source.image]));
      else if (next !== undefined) visit(next, through);
    }
    done.add(image.name);
  };
  for (const image of images) visit(image, []);
}
