/** The part of the package that is used here; it has no types of its own. */
declare module "railroad-diagrams" {
  export interface Drawing {
    toString(): string;
  }
  export function Diagram(...parts: Drawing[]): Drawing;
  export function Sequence(...parts: Drawing[]): Drawing;
  /** @param usual the part that the line goes straight through */
  export function Choice(usual: number, ...parts: Drawing[]): Drawing;
  export function Optional(part: Drawing): Drawing;
  export function OneOrMore(part: Drawing): Drawing;
  export function ZeroOrMore(part: Drawing): Drawing;
  export function Terminal(text: string): Drawing;
  export function NonTerminal(text: string): Drawing;
}
