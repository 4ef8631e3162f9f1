import type { DeclaredKind } from "../../../grammar/vocabulary/schema.ts";
import type { Span } from "../../types/span.ts";

export interface Declaration {
  readonly kind: DeclaredKind;
  readonly name: string;
  readonly span: Span;
}

/** The names that the recipe and its imports declare, a name space for each kind. */
export class Names {
  readonly #byKind = new Map<DeclaredKind, Map<string, Declaration>>();
  readonly #used = new Set<Declaration>();
  /** Names whose declaration was not understood: nothing is said about their use. */
  readonly #poisoned = new Set<string>();

  /** Returns the declaration that has the name already, if one has. */
  declare(declaration: Declaration): Declaration | undefined {
    const table = this.#table(declaration.kind);
    const first = table.get(declaration.name);
    if (first === undefined) table.set(declaration.name, declaration);
    return first;
  }

  poison(name: string): void {
    this.#poisoned.add(name);
  }

  isPoisoned(name: string): boolean {
    return this.#poisoned.has(name);
  }

  /** Finds a name of one of the kinds, and counts it as used. */
  use(kinds: readonly DeclaredKind[], name: string): Declaration | undefined {
    for (const kind of kinds) {
      const found = this.#table(kind).get(name);
      if (found !== undefined) {
        this.#used.add(found);
        return found;
      }
    }
    return undefined;
  }

  /** The same name as another kind of thing. */
  elsewhere(name: string): Declaration | undefined {
    for (const table of this.#byKind.values()) {
      const found = table.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  candidates(kinds: readonly DeclaredKind[]): string[] {
    return kinds.flatMap((kind) => [...this.#table(kind).keys()]);
  }

  unused(kind: DeclaredKind): Declaration[] {
    return [...this.#table(kind).values()].filter((declaration) => !this.#used.has(declaration));
  }

  #table(kind: DeclaredKind): Map<string, Declaration> {
    let table = this.#byKind.get(kind);
    if (table === undefined) {
      table = new Map();
      this.#byKind.set(kind, table);
    }
    return table;
  }
}
