import type { Span } from "../../types/span.ts";
import type { Reference, Text } from "../../types/text.ts";

type Kind = "instance" | "snapshot";

/** A container that was started or kept, or an image that was committed. */
export interface Instance {
  readonly kind: Kind;
  readonly name: Text;
  readonly span: Span;
  /** What is started is taken down at the end of its check or measure; what is kept, at the end of the cell. */
  readonly lifetime: "block" | "cell";
}

/** Stands for a reference in the pattern of a name: `box-${i}` is `box-*`. */
const ANY = "*";

/** Started and kept containers and committed images, in the order of the recipe. */
export class Instances {
  /** By pattern; those without a reference in their name, and those with one. */
  readonly #plain: Readonly<Record<Kind, Map<string, Instance>>> = {
    instance: new Map(),
    snapshot: new Map(),
  };
  readonly #templates: Readonly<Record<Kind, Map<string, Instance>>> = {
    instance: new Map(),
    snapshot: new Map(),
  };
  /** A name could not be read: from here on nothing is said about unknown ones. */
  #poisoned = false;

  /** Returns the one that has exactly this name already, if one has. */
  add(instance: Instance): Instance | undefined {
    const table = this.#table(instance.kind, instance.name);
    const key = pattern(instance.name);
    const first = table.get(key);
    if (first === undefined) table.set(key, instance);
    return first;
  }

  poison(): void {
    this.#poisoned = true;
  }

  remove(name: Text): void {
    this.#table("instance", name).delete(pattern(name));
  }

  /** Forgets what is taken down at the end of a check or measure. */
  endBlock(): void {
    for (const table of [this.#plain.instance, this.#templates.instance]) {
      for (const [key, instance] of table) if (instance.lifetime === "block") table.delete(key);
    }
  }

  /** Those that were made between two places of the text and are not removed yet. */
  madeWithin(span: Span): Instance[] {
    // What could not be read may have removed them.
    if (this.#poisoned) return [];
    const all = [...this.#plain.instance.values(), ...this.#templates.instance.values()];
    return all.filter(
      (each) => each.span.file === span.file && each.span.start >= span.start && each.span.end <= span.end,
    );
  }

  /** Whether a name can be that of an instance that exists by then. */
  mayExist(kinds: readonly Kind[], name: Text): boolean {
    const wanted = pattern(name);
    const plain = isPlain(name);
    const found = kinds.some((kind) => {
      if (plain && this.#plain[kind].has(wanted)) return true;
      const templates = [...this.#templates[kind].keys()];
      const others = plain ? templates : [...templates, ...this.#plain[kind].keys()];
      return others.some((other) => overlap(other, wanted));
    });
    return found || this.#poisoned;
  }

  /** Names as the recipe writes them. */
  candidates(kinds: readonly Kind[]): string[] {
    const all = kinds.flatMap((kind) => [...this.#plain[kind].values(), ...this.#templates[kind].values()]);
    return all.map(({ name }) => writtenName(name));
  }

  #table(kind: Kind, name: Text): Map<string, Instance> {
    return (isPlain(name) ? this.#plain : this.#templates)[kind];
  }
}

export function writtenName(name: Text): string {
  return name.map((piece) => (typeof piece === "string" ? piece : `\${${piece.name}}`)).join("");
}

export function references(name: Text): Reference[] {
  return name.filter((piece) => typeof piece !== "string");
}

function isPlain(name: Text): boolean {
  return name.every((piece) => typeof piece === "string");
}

function pattern(name: Text): string {
  return name.map((piece) => (typeof piece === "string" ? piece : ANY)).join("");
}

/** Whether two patterns have a string in common. */
function overlap(left: string, right: string): boolean {
  // No valid name is as long as this; the product of two lengths is not worth computing for it.
  if (left.length > 256 || right.length > 256) return left === right;
  // reachable[j]: the part of `left` so far and the first j characters of `right` can be the same text.
  let reachable = [true];
  for (let j = 1; j <= right.length; j += 1) reachable[j] = reachable[j - 1] === true && right[j - 1] === ANY;
  for (let i = 1; i <= left.length; i += 1) {
    const wild = left[i - 1] === ANY;
    const next = [reachable[0] === true && wild];
    for (let j = 1; j <= right.length; j += 1) {
      const eitherWild = wild || right[j - 1] === ANY;
      next[j] = eitherWild
        ? reachable[j] === true || next[j - 1] === true
        : reachable[j - 1] === true && left[i - 1] === right[j - 1];
    }
    reachable = next;
  }
  return reachable[right.length] === true;
}
