import { EmbeddedActionsParser, type IToken } from "chevrotain";
import type {
  ArgumentNode,
  BlockNode,
  CommandNode,
  CommandWordNode,
  ListNode,
  OperatorNode,
  RecipeNode,
  ShellNode,
  StatementNode,
  StringNode,
} from "./ast.ts";
import { buildCommand, buildCommandWord } from "./build/command.ts";
import { type Building, endOf } from "./build/pieces.ts";
import { buildRecipe } from "./build/recipe.ts";
import { addStatement, type StatementParts } from "./build/statement.ts";
import {
  buildShell,
  buildString,
  buildText,
  buildUnclosedShell,
  buildUnclosedString,
} from "./build/string.ts";
import { buildMissingOpening, buildOpening, buildWord, type Opening } from "./build/word.ts";
import type { Problem } from "./problem.ts";
import { createSource, type Source } from "./source.ts";
import {
  BlockClose,
  BlockOpen,
  Comma,
  CommandStart,
  ListClose,
  ListOpen,
  Newline,
  Operator,
  Shell,
  StringOpen,
  TextOpen,
  UnclosedShell,
  UnclosedString,
  UnclosedText,
  WordPiece,
} from "./tokens/code.ts";
import { CommandPiece } from "./tokens/command.ts";
import { StringClose, StringPiece, TextClose } from "./tokens/string.ts";
import { ALL_TOKENS, type Tokens } from "./tokens.ts";

/**
 * The grammar. It takes every sequence of tokens whose brackets are paired: what is wrong with a recipe has a token or
 * a place of its own in the rules, so that each mistake is found where it is and costs no more than its own line.
 */
export class RecipeParser extends EmbeddedActionsParser {
  private building: Building = { source: createSource("", ""), problems: [] };

  constructor(options: { skipValidations: boolean }) {
    super(ALL_TOKENS, { maxLookahead: 1, recoveryEnabled: false, skipValidations: options.skipValidations });
    this.performSelfAnalysis();
  }

  /** Parses tokens whose brackets are paired; `problems` is in no particular order. */
  parse({ tokens, comments, blanksAfterBackslash }: Tokens, source: Source): Parsed {
    const building: Building = { source, problems: [] };
    this.building = building;
    this.input = tokens;
    const statements = this.recipe();
    const [error] = this.errors;
    if (error !== undefined) throw new Error(`the grammar has no place for a token: ${error.message}`);
    for (const { startOffset } of blanksAfterBackslash) {
      const span = source.span(startOffset, startOffset + 1);
      building.problems.push({ kind: "blank-after-backslash", span });
    }
    return { recipe: buildRecipe(building, statements, comments), problems: building.problems };
  }

  /** recipe = statements */
  private readonly recipe = this.RULE("recipe", (): StatementNode[] => this.SUBRULE(this.statements));

  /** statements = { NEWLINE | statement } */
  private readonly statements = this.RULE("statements", (): StatementNode[] => {
    const statements: StatementNode[] = [];
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(Newline) },
        {
          ALT: () => {
            const parts = this.SUBRULE(this.statement);
            this.ACTION(() => addStatement(this.building, statements, parts));
          },
        },
      ]);
    });
    return statements;
  });

  /** statement = opening { argument | "," } [ command | block ] | command | block */
  private readonly statement = this.RULE("statement", (): StatementParts => {
    const parts: StatementParts = { opening: undefined, arguments: [], command: undefined, block: undefined };
    this.ACTION(() => this.expectLineStart());
    this.OR([
      {
        ALT: () => {
          parts.opening = this.SUBRULE(this.opening);
          this.MANY(() => {
            this.OR2([
              {
                ALT: () => {
                  const argument = this.SUBRULE(this.argument);
                  if (argument !== undefined) parts.arguments.push(argument);
                },
              },
              { ALT: () => this.CONSUME(Comma) },
            ]);
          });
          this.OPTION(() => {
            this.OR3([
              {
                ALT: () => {
                  parts.command = this.SUBRULE(this.command);
                },
              },
              {
                ALT: () => {
                  parts.block = this.SUBRULE(this.block);
                },
              },
            ]);
          });
        },
      },
      {
        ALT: () => {
          parts.command = this.SUBRULE2(this.command);
        },
      },
      {
        ALT: () => {
          parts.block = this.SUBRULE2(this.block);
        },
      },
    ]);
    return parts;
  });

  /** opening = word | literal | ","    ; only a word is right */
  private readonly opening = this.RULE("opening", (): Opening => {
    const start = this.LA(1);
    return this.OR([
      {
        ALT: () => {
          const tokens = this.SUBRULE(this.word);
          return this.ACTION(() => buildOpening(this.building, tokens));
        },
      },
      {
        ALT: () => {
          this.SUBRULE(this.literal);
          return this.ACTION(() => buildMissingOpening(this.building, start, this.LA(0)));
        },
      },
      {
        ALT: () => {
          this.CONSUME(Comma);
          return this.ACTION(() => buildMissingOpening(this.building, start, this.LA(0)));
        },
      },
    ]);
  });

  /** argument = word | literal */
  private readonly argument = this.RULE("argument", (): ArgumentNode | undefined =>
    this.OR([
      {
        ALT: () => {
          const tokens = this.SUBRULE(this.word);
          return this.ACTION(() => buildWord(this.building, tokens));
        },
      },
      { ALT: () => this.SUBRULE(this.literal) },
    ]),
  );

  /** literal = string | text | shell | list | OPERATOR */
  private readonly literal = this.RULE("literal", (): ArgumentNode => this.OR(this.literals));
  private readonly literals: { ALT: () => ArgumentNode }[] = [
    { ALT: () => this.SUBRULE(this.string) },
    { ALT: () => this.SUBRULE(this.text) },
    { ALT: () => this.SUBRULE(this.shell) },
    { ALT: () => this.SUBRULE(this.list) },
    { ALT: () => this.SUBRULE(this.operator) },
  ];

  /** word = WORD_PIECE { WORD_PIECE }    ; without a blank between them */
  private readonly word = this.RULE("word", (): IToken[] => {
    const tokens = [this.CONSUME(WordPiece)];
    this.MANY({ GATE: () => this.isJoined(), DEF: () => tokens.push(this.CONSUME2(WordPiece)) });
    return tokens;
  });

  /** string = '"' { STRING_PIECE } '"' */
  private readonly string = this.RULE(
    "string",
    (): StringNode =>
      this.OR([
        {
          ALT: () => {
            const open = this.CONSUME(StringOpen);
            const pieces: IToken[] = [];
            this.MANY(() => pieces.push(this.CONSUME(StringPiece)));
            const close = this.CONSUME(StringClose);
            return this.ACTION(() => buildString(this.building, open, pieces, endOf(close)));
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(UnclosedString);
            return this.ACTION(() => buildUnclosedString(this.building, token));
          },
        },
      ]),
  );

  /** text = '"""' { STRING_PIECE } '"""' */
  private readonly text = this.RULE(
    "text",
    (): StringNode =>
      this.OR([
        {
          ALT: () => {
            const open = this.CONSUME(TextOpen);
            const pieces: IToken[] = [];
            this.MANY(() => pieces.push(this.CONSUME(StringPiece)));
            // Quotes further down may have been escaped: then the text goes on to the end of the file.
            const close = this.OPTION(() => this.CONSUME(TextClose));
            return this.ACTION(() => buildText(this.building, open, pieces, close));
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(UnclosedText);
            return this.ACTION(() => buildUnclosedString(this.building, token));
          },
        },
      ]),
  );

  /** shell = "shell" '"""' … '"""' */
  private readonly shell = this.RULE(
    "shell",
    (): ShellNode =>
      this.OR([
        {
          ALT: () => {
            const token = this.CONSUME(Shell);
            return this.ACTION(() => buildShell(this.building, token));
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(UnclosedShell);
            return this.ACTION(() => buildUnclosedShell(this.building, token));
          },
        },
      ]),
  );

  /** list = "[" { argument | "," | NEWLINE } "]" */
  private readonly list = this.RULE("list", (): ListNode => {
    const items: ArgumentNode[] = [];
    const open = this.CONSUME(ListOpen);
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            const item = this.SUBRULE(this.argument);
            if (item !== undefined) items.push(item);
          },
        },
        { ALT: () => this.CONSUME(Comma) },
        { ALT: () => this.CONSUME(Newline) },
      ]);
    });
    const close = this.CONSUME(ListClose);
    return this.ACTION(() => ({
      kind: "list",
      items,
      span: this.building.source.span(open.startOffset, endOf(close)),
    }));
  });

  /** OPERATOR = "<" | "<=" | ">" | ">=" */
  private readonly operator = this.RULE("operator", (): OperatorNode => {
    const token = this.CONSUME(Operator);
    return this.ACTION(() => ({
      kind: "operator",
      operator: token.image as OperatorNode["operator"],
      span: this.building.source.span(token.startOffset, endOf(token)),
    }));
  });

  /** command = "$" { commandWord } */
  private readonly command = this.RULE("command", (): CommandNode => {
    const words: CommandWordNode[] = [];
    const start = this.CONSUME(CommandStart);
    this.MANY(() => words.push(this.SUBRULE(this.commandWord)));
    return this.ACTION(() => buildCommand(this.building, start, words));
  });

  /** commandWord = COMMAND_PIECE { COMMAND_PIECE }    ; without a blank between them */
  private readonly commandWord = this.RULE("commandWord", (): CommandWordNode => {
    const tokens = [this.CONSUME(CommandPiece)];
    this.MANY({ GATE: () => this.isJoined(), DEF: () => tokens.push(this.CONSUME2(CommandPiece)) });
    return this.ACTION(() => buildCommandWord(this.building, tokens));
  });

  /** block = "{" statements "}" */
  private readonly block = this.RULE("block", (): BlockNode => {
    const open = this.CONSUME(BlockOpen);
    const statements = this.SUBRULE(this.statements);
    const close = this.CONSUME(BlockClose);
    return this.ACTION(() => ({
      kind: "block",
      statements,
      span: this.building.source.span(open.startOffset, endOf(close)),
    }));
  });

  /** Whether nothing but joined lines lies between the last token and the next. */
  private isJoined(): boolean {
    const end = endOf(this.LA(0));
    const next = this.LA(1).startOffset;
    return next === end || (next > end && JOINED_LINES.test(this.building.source.text.slice(end, next)));
  }

  /** After the `}` of a block its line has to end. */
  private expectLineStart(): void {
    if (this.LA(0).tokenType !== BlockClose) return;
    const { source, problems } = this.building;
    const next = this.LA(1);
    problems.push({ kind: "missing-line-end", span: source.span(next.startOffset, endOf(next)) });
  }
}

const JOINED_LINES = /^(?:\\(?:\r\n|\r|\n))+$/;

export interface Parsed {
  readonly recipe: RecipeNode;
  readonly problems: Problem[];
}

/** Parses with the one parser of the process, which is made when it is first needed. */
export function parseTokens(tokens: Tokens, source: Source): Parsed {
  parser ??= new RecipeParser({ skipValidations: true });
  return parser.parse(tokens, source);
}

let parser: RecipeParser | undefined;
