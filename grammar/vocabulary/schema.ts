/**
 * The shapes of the vocabulary. The rows themselves stand in the other files of this folder, one file per block;
 * the checker, the reference page, completion, hover and the editor's highlighting all read the same rows.
 */

/** The places in which statements stand. `recipe` is the file itself. */
export type BlockName =
  | "recipe"
  | "matrix"
  | "cgroup"
  | "namespace"
  | "image"
  | "build"
  | "storage"
  | "container"
  | "check"
  | "measure"
  | "for"
  | "prepare"
  | "finally";

export interface BlockRows {
  readonly name: BlockName;
  /** The block as a sentence names it: "a `cgroup`". */
  readonly phrase: string;
  readonly documentation: string;
  readonly statements: readonly StatementRow[];
  /** The row of a statement whose keyword the recipe makes up, such as the variables of a matrix. */
  readonly open?: StatementRow;
}

/** One keyword of one block, with every way in which it can be written. */
export interface StatementRow {
  readonly keyword: string;
  readonly documentation: string;
  readonly forms: readonly FormRow[];
  /**
   * How many of its words, from the keyword on, the formatter pads so that what follows lines up with the lines around
   * it: 1 for a setting such as `memory.max 2GB`. Unsaid, none.
   */
  readonly columns?: number;
}

/** One way to write a statement. */
export interface FormRow {
  /** What stands between the keyword and the command or block, in this order. */
  readonly pattern: readonly Element[];
  /** What may stand among or after it, in any order. */
  readonly clauses?: readonly ClauseRow[];
  /** Whether `$ …` belongs to it. */
  readonly command?: boolean;
  /** The block that belongs to it. */
  readonly block?: BlockName;
  /** May stand several times in one block. */
  readonly repeatable?: boolean;
  /** One line, where a keyword has several forms. */
  readonly documentation?: string;
  /** A whole line of recipe. */
  readonly example: string;
  /** Where it comes later: what the message "not yet built: …" calls it. */
  readonly notYetBuilt?: string;
  /** A cgroup limit's place in cgroup v1. */
  readonly cgroupV1?: CgroupV1;
}

/** Where cgroup v1 keeps a limit, and what the compiler does to the value. */
export interface CgroupV1 {
  readonly controller: string;
  readonly files: readonly string[];
  readonly note?: string;
}

export type Element = KeywordElement | ArgumentRow;

/** A word that stands as it is: `in`, `contains`. */
export interface KeywordElement {
  readonly kind: "keyword";
  readonly word: string;
  readonly optional?: boolean;
}

export interface ArgumentRow {
  readonly kind: "argument";
  /** In the reference in capitals; the checker finds the value by it. */
  readonly name: string;
  readonly type: ArgumentType;
  readonly optional?: boolean;
  /** One or more. */
  readonly repeated?: boolean;
}

/** Named arguments: `timeout 5s`, `keep as nap`, `read-only`. */
export interface ClauseRow {
  /** Usually one word; `keep as` is two. */
  readonly words: readonly string[];
  readonly arguments: readonly ArgumentRow[];
  readonly required?: boolean;
  readonly repeatable?: boolean;
  readonly documentation: string;
}

/** What a recipe can give a name to. Each kind is a name space of its own. */
export type DeclaredKind =
  | "variable"
  | "cgroup"
  | "namespace"
  | "image"
  | "storage"
  | "container"
  | "block"
  | "instance"
  | "snapshot";

/** What an argument means, and so which words, strings and references it takes. */
export type ArgumentType =
  /** A new name. Of an instance or a snapshot it may contain references: `"box-${i}"`. */
  | { readonly kind: "declares"; readonly of: DeclaredKind }
  /** The name of something that the recipe declares. */
  | { readonly kind: "names"; readonly of: readonly DeclaredKind[] }
  /** A whole number. `words` are taken as well: `max`. `fixed`: written out, never a reference. */
  | {
      readonly kind: "count";
      readonly minimum: number;
      readonly maximum: number;
      readonly words?: readonly string[];
      readonly fixed?: boolean;
    }
  | { readonly kind: "size"; readonly minimumBytes: number; readonly words?: readonly string[] }
  | { readonly kind: "duration"; readonly minimumNs: number }
  | { readonly kind: "percent"; readonly minimum: number; readonly maximum: number }
  /** Percent of one CPU, `max`, or a string as the kernel reads it: `"50000 100000"`, in microseconds. */
  | { readonly kind: "cpu-quota" }
  /** One of a set of words; `noun` is what messages call them. */
  | {
      readonly kind: "word";
      readonly noun: string;
      readonly words: readonly WordRow[];
      readonly matrix?: boolean;
    }
  /** In quotes, or one reference. `fixed`: without any reference. */
  | { readonly kind: "string"; readonly fixed?: boolean }
  /** A string or a word. */
  | { readonly kind: "text" }
  /** A string; on the host it may be relative to the recipe, in a container it begins with `/`. */
  | { readonly kind: "path"; readonly where: "host" | "container"; readonly fixed?: boolean }
  /** CPU or memory node numbers: `1`, `0-3`, `0-3,8`. */
  | { readonly kind: "cpus" }
  | { readonly kind: "range" }
  | { readonly kind: "operator" }
  | { readonly kind: "shell" }
  /** A literal that is only looked at, never computed with. `pattern` is the source of a regular expression. */
  | { readonly kind: "literal"; readonly noun: string; readonly pattern: string; readonly form: string }
  /** A value of whatever type it is written as. */
  | { readonly kind: "value" }
  /** A list of such values, or a range of whole numbers. */
  | { readonly kind: "values" }
  | { readonly kind: "list"; readonly of: ArgumentType };

/** A word of a set, with what it means. */
export interface WordRow {
  readonly word: string;
  readonly documentation: string;
}
