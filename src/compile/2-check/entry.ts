import type { StatementNode } from "../../../grammar/ast.ts";
import type { BlockName, FormRow } from "../../../grammar/vocabulary/schema.ts";
import type { Match } from "./match.ts";

/** A statement whose keyword is known in its block, laid against the vocabulary. */
export interface Entry {
  readonly statement: StatementNode;
  /** As the vocabulary has it, which a misspelt keyword is not. `NAME` for the variables of a matrix. */
  readonly keyword: string;
  readonly inBlock: BlockName;
  readonly match: Match;
  /** False when something about its outward shape was reported: nothing is read from it then. */
  readonly sound: boolean;
  readonly form: FormRow;
  /** The statements of its block; empty without one. */
  readonly entries: readonly Entry[];
}
