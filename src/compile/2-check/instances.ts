import type { Text } from "../../types/text.ts";

/** Stands for a reference in the pattern of a name: `box-${i}` is `box-*`. */
const ANY = "*";

interface Instance {
  readonly pattern: string;
  readonly kind: "instance" | "snapshot";
  /** For candidates in messages; undefined for a name with references. */
  readonly name: string | undefined;
}

/** Containers that were started or kept and images that were committed, in the order of the recipe. */
export class Instances {
  #all: Instance[] = [];
  /** A name could not be read: from here on nothing is said about unknown ones. */
  #poisoned = false;

  add(kind: Instance["kind"], name: Text): void {
    const literal = name.every((piece) => typeof piece === "string") ? name.join("") : undefined;
    this.#all.push({ kind, pattern: pattern(name), name: literal });
  }

  poison(): void {
    this.#poisoned = true;
  }

  remove(name: Text): void {
    const gone = pattern(name);
    this.#all = this.#all.filter((instance) => instance.kind !== "instance" || instance.pattern !== gone);
  }

  /** Whether a name can be that of an instance that exists by then. */
  mayExist(kinds: readonly Instance["kind"][], name: Text): boolean {
    const wanted = pattern(name);
    return (
      this.#poisoned ||
      this.#all.some((instance) => kinds.includes(instance.kind) && overlap(instance.pattern, wanted))
    );
  }

  candidates(kinds: readonly Instance["kind"][]): string[] {
    const names = this.#all
      .filter((instance) => kinds.includes(instance.kind))
      .map((instance) => instance.name);
    return [...new Set(names.filter((name) => name !== undefined))];
  }
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
      const rightWild = right[j - 1] === ANY;
      next[j] =
        wild || rightWild
          ? reachable[j] === true || next[j - 1] === true || reachable[j - 1] === true
          : reachable[j - 1] === true && left[i - 1] === right[j - 1];
    }
    reachable = next;
  }
  return reachable[right.length] === true;
}
