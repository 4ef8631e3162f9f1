import { neutralise } from "../neutralise.ts";

/** Text that is HTML already. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | undefined | readonly Part[];

/** HTML from a template: what is put into it is text, and escaped, but for markup and lists of it. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((string, at) => string + render(parts[at])).join(""));
}

/** Text of several lines, for `<pre>`. */
export function preformatted(text: string): Markup {
  return new Markup(text.split("\n").map(escaped).join("\n"));
}

function render(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Markup) return part.text;
  if (Array.isArray(part)) return part.map(render).join("");
  return escaped(String(part));
}

function escaped(text: string): string {
  return neutralise(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
