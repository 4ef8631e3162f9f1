import type { Span } from "../src/types/span.ts";

/**
 * What can be wrong with the shape of a recipe, as the parser and the pairing of brackets find it. The words for it
 * are in `src/diagnostics/syntax.ts`.
 */
export type Problem =
  | { readonly kind: "unclosed-string"; readonly span: Span }
  | { readonly kind: "unclosed-text"; readonly span: Span }
  | { readonly kind: "unclosed-quote"; readonly span: Span; readonly quote: string }
  /** `misread` is a `}` that was taken for a word of a command; `before` is what shows that the block has ended. */
  | { readonly kind: "unclosed-block"; readonly span: Span; readonly misread?: Span; readonly before?: Span }
  | { readonly kind: "unclosed-list"; readonly span: Span }
  | { readonly kind: "stray-bracket"; readonly span: Span; readonly bracket: "}" | "]" }
  | {
      readonly kind: "mismatched-bracket";
      readonly span: Span;
      readonly wanted: "}" | "]";
      readonly opener: Span;
    }
  | { readonly kind: "nested-too-deeply"; readonly span: Span; readonly levels: number }
  | { readonly kind: "bad-escape"; readonly span: Span; readonly sequence: string }
  | { readonly kind: "bad-reference"; readonly span: Span; readonly text: string }
  | { readonly kind: "unquoted-text"; readonly span: Span; readonly text: string }
  | { readonly kind: "unexpected-character"; readonly span: Span; readonly text: string }
  | { readonly kind: "missing-keyword"; readonly span: Span; readonly text: string }
  | { readonly kind: "missing-line-end"; readonly span: Span }
  | { readonly kind: "empty-command"; readonly span: Span }
  | { readonly kind: "shell-operator"; readonly span: Span; readonly operator: string }
  | { readonly kind: "shell-variable"; readonly span: Span; readonly text: string }
  | { readonly kind: "blank-after-backslash"; readonly span: Span };
