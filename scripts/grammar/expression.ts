/** A rule's right-hand side, whether it comes from the parser or from the vocabulary. */
export type Expression =
  /** What stands there as it is. */
  | { readonly kind: "literal"; readonly text: string }
  /** Another rule, a token or a value. */
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "sequence"; readonly parts: readonly Expression[] }
  | { readonly kind: "choice"; readonly parts: readonly Expression[] }
  | { readonly kind: "optional"; readonly part: Expression }
  /** Any number of times; `atLeastOnce`: not none. */
  | { readonly kind: "repeated"; readonly part: Expression; readonly atLeastOnce: boolean };

export interface Rule {
  readonly name: string;
  readonly expression: Expression;
}

export function literal(text: string): Expression {
  return { kind: "literal", text };
}

export function named(name: string): Expression {
  return { kind: "name", name };
}

/** Without a level that means nothing. */
export function sequence(parts: readonly Expression[]): Expression {
  const [only, second] = parts;
  return only !== undefined && second === undefined ? only : { kind: "sequence", parts };
}

export function choice(parts: readonly Expression[]): Expression {
  const [only, second] = parts;
  return only !== undefined && second === undefined ? only : { kind: "choice", parts };
}

export function optional(part: Expression): Expression {
  return { kind: "optional", part };
}

export function repeated(part: Expression, atLeastOnce = false): Expression {
  return { kind: "repeated", part, atLeastOnce };
}
