import type { Text } from "../../types/text.ts";

type Kind = "instance" | "snapshot";

/** Stands for a reference in the pattern of a name: `box-${i}` is `box-*`. */
const ANY = "*";

/** Containers that were started or kept and images that were committed, in the order of the recipe. */
export class Instances {
  /** Names without references. */
  readonly #plain: Readonly<Record<Kind, Set<string>>> = { instance: new Set(), snapshot: new Set() };
  /** Names with references, as the recipe writes them, by their patterns. */
  readonly #templates: Readonly<Record<Kind, Map<string, string>>> = {
    instance: new Map(),
    snapshot: new Map(),
  };
  /** A name could not be read: from here on nothing is said about unknown ones. */
  #poisoned = false;

  add(kind: Kind, name: Text): void {
    if (isPlain(name)) this.#plain[kind].add(name.join(""));
    else this.#templates[kind].set(pattern(name), written(name));
  }

  poison(): void {
    this.#poisoned = true;
  }

  remove(name: Text): void {
    if (isPlain(name)) this.#plain.instance.delete(name.join(""));
    else this.#templates.instance.delete(pattern(name));
  }

  /** Whether a name can be that of an instance that exists by then. */
  mayExist(kinds: readonly Kind[], name: Text): boolean {
    const wanted = pattern(name);
    const plain = isPlain(name);
    const found = kinds.some((kind) => {
      if (plain && this.#plain[kind].has(wanted)) return true;
      const others = plain
        ? [...this.#templates[kind].keys()]
        : [...this.#templates[kind].keys(), ...this.#plain[kind]];
      return others.some((other) => overlap(other, wanted));
    });
    return found || this.#poisoned;
  }

  /** Names as the recipe writes them. */
  candidates(kinds: readonly Kind[]): string[] {
    return kinds.flatMap((kind) => [...this.#plain[kind], ...this.#templates[kind].values()]);
  }
}

function isPlain(name: Text): boolean {
  return name.every((piece) => typeof piece === "string");
}

function pattern(name: Text): string {
  return name.map((piece) => (typeof piece === "string" ? piece : ANY)).join("");
}

function written(name: Text): string {
  return name.map((piece) => (typeof piece === "string" ? piece : `\${${piece.name}}`)).join("");
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
