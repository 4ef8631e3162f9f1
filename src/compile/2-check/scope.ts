import type { ValueType } from "../../types/declared.ts";
import type { Span } from "../../types/span.ts";

/** A literal value of a parameter or matrix variable. */
export interface Literal {
  /** Without quotes. */
  readonly text: string;
  readonly quoted: boolean;
  readonly span: Span;
}

/** What `${NAME}` can stand for. */
export interface Variable {
  readonly name: string;
  readonly source: "parameter" | "matrix" | "loop" | "fetch";
  /** Undefined where the declaration was wrong: then nothing is said about its use. */
  readonly type: ValueType | undefined;
  /** The default of a parameter, all values of a matrix variable. */
  readonly literals: readonly Literal[];
  readonly span: Span;
}

/** Which references are possible at a place: what is made once for the run cannot differ from cell to cell. */
export type Reach = "run" | "cell";

/** Variables that can be referred to, those of loops inside those of the recipe. */
export class Scope {
  readonly #outer: Scope | undefined;
  readonly #variables = new Map<string, Variable>();
  readonly reach: Reach;
  /** What is made once for the run, in a message: "images are made once". */
  readonly subject: string;

  constructor(outer: Scope | undefined, reach: Reach, subject = "") {
    this.#outer = outer;
    this.reach = reach;
    this.subject = subject;
  }

  /** Returns the variable that has the name already, if one has. */
  declare(variable: Variable): Variable | undefined {
    const first = this.find(variable.name);
    if (first === undefined) this.#variables.set(variable.name, variable);
    return first;
  }

  find(name: string): Variable | undefined {
    return this.#variables.get(name) ?? this.#outer?.find(name);
  }

  all(): Variable[] {
    return [...(this.#outer?.all() ?? []), ...this.#variables.values()];
  }
}
