/**
 * The Prettier plugin: `prettier --plugin=ctrc/prettier recipe.ctr`. It has one layout and no options of its own, and
 * formats shell text where a plugin with the parser `sh` is loaded too.
 */
import type { Parser, Printer, SupportLanguage } from "prettier";
import { parse } from "../compile/1-parse/parse.ts";
import { arrange } from "./arrange.ts";
import type { LayoutNode } from "./printer.ts";
import { printer } from "./printer.ts";

export const languages: SupportLanguage[] = [
  { name: "ctr", parsers: ["ctr"], extensions: [".ctr"], vscodeLanguageIds: ["ctr"] },
];

export const parsers: Record<string, Parser<LayoutNode>> = {
  ctr: {
    astFormat: "ctr",
    parse(text, { filepath }: { filepath?: string }) {
      const { recipe, diagnostics } = parse(filepath ?? "recipe", text);
      const error = diagnostics.find(({ severity }) => severity === "error");
      if (error === undefined) return arrange(recipe, text);
      const { line, column } = error.span;
      const help = error.help === undefined ? "" : `; ${error.help}`;
      const fault = new SyntaxError(`${error.message} (${line}:${column})${help}`);
      throw Object.assign(fault, { loc: { start: { line, column } } });
    },
    locStart: ({ span }) => span.start,
    locEnd: ({ span }) => span.end,
  },
};

export const printers: Record<string, Printer<LayoutNode>> = { ctr: printer };
