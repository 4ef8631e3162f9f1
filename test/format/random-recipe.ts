import fc from "fast-check";
import { vocabulary } from "../../grammar/vocabulary/index.ts";

/** Recipes made by the rules of the grammar, badly laid out and with comments everywhere; most have no mistake in their syntax. */
export function randomRecipe(): fc.Arbitrary<string> {
  return fc
    .record({
      mark: fc.constantFrom("", "", "", "\ufeff"),
      statements: statements(3),
      lineBreak: fc.constantFrom("\n", "\n", "\r\n", "\r"),
    })
    .map(({ mark, statements, lineBreak }) => `${mark}${statements.replaceAll("\n", lineBreak)}`);
}

const KEYWORDS = [
  ...new Set(Object.values(vocabulary).flatMap(({ statements }) => statements.map((row) => row.keyword))),
  "unheard-of",
].filter((keyword) => keyword !== "$");

const blank = fc.constantFrom("", "", " ", "   ", "\t", " \t ");
const joined = fc.constantFrom(" ", " ", " ", "  ", "\t", " \\\n", "\\\n   ", " \\\n\\\n\t");
const comment = fc
  .tuple(
    fc.constantFrom("", "!", "#", " ", "  "),
    fc.constantFrom("why", "x { y", '"""', "$ \\", "日本 é", "", "a, b] }"),
  )
  .map(([lead, text]) => `#${lead}${text}`);
/** Ends a line; perhaps with a comment, and more lines that say nothing. */
const lineEnd = fc
  .tuple(
    blank,
    fc.option(comment, { freq: 3 }),
    fc.array(fc.tuple(blank, fc.option(comment)), { maxLength: 3, size: "xsmall" }),
  )
  .map(([before, first, more]) => {
    const lines = more.map(([indentation, text]) => `${indentation}${text ?? ""}\n`).join("");
    return `${before}${first === null ? "" : ` ${first}`}\n${lines}`;
  });

const reference = fc.constantFrom("${x}", "${rounds}", "${server.pid}");
const word = fc.oneof(
  fc.constantFrom(
    "a",
    "box",
    "one-shot",
    "memory.max",
    "2GB",
    "50%",
    "1..10",
    "0-3",
    "8",
    "as",
    "shell",
    "x+y",
  ),
  reference,
  fc.tuple(fc.constantFrom("1..", "box-", "a\\\n"), reference).map((pieces) => pieces.join("")),
);
const string = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "text",
        " ",
        "#",
        "\\n",
        '\\"',
        "\\$",
        "{",
        "}",
        "'",
        "é",
        "日本",
        "\\u00e9",
        ",",
        "\\\n",
        "$",
      ),
      reference,
    ),
    { maxLength: 6 },
  )
  .map((pieces) => `"${pieces.join("")}"`);
const textLine = fc
  .tuple(
    fc.constantFrom("", "  ", "    ", "\t", "   "),
    fc.constantFrom("", "text", "# no comment", "text  ", "${x} y", '"quoted" z', "a \\n b", "\\\n  joined"),
  )
  .map((pieces) => pieces.join(""));
const text = fc
  .tuple(
    fc.constantFrom("", "", "first", "  "),
    fc.array(textLine, { maxLength: 5 }),
    fc.constantFrom("", "  ", "      ", "last"),
  )
  .map(([first, lines, last]) => `"""${[first, ...lines, last].join("\n")}"""`);
const shell = fc
  .tuple(
    joined,
    fc.constantFrom("", "x=1"),
    fc.array(fc.constantFrom("  echo hi  ", "    if x; then y; fi", "", "\tcat <<E", "E", "  ${a%.*} \\"), {
      maxLength: 4,
    }),
    fc.constantFrom("", "  ", "    "),
  )
  .map(([gap, first, lines, last]) => `shell${gap}"""${[first, ...lines, last].join("\n")}"""`);
const operator = fc.constantFrom("<", "<=", ">", ">=");

function list(depth: number): fc.Arbitrary<string> {
  const item =
    depth === 0
      ? fc.oneof(word, string)
      : fc.oneof({ weight: 5, arbitrary: fc.oneof(word, string) }, list(depth - 1), text);
  const gap = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(" ", ", ", " , ", ",") },
    lineEnd.map((end) => `,${end}`),
    lineEnd,
  );
  return fc
    .tuple(
      fc.oneof({ weight: 3, arbitrary: blank }, lineEnd),
      fc.array(fc.tuple(item, gap), { maxLength: 4 }),
    )
    .map(([open, items]) => `[${open}${items.map((pieces) => pieces.join("")).join("")}]`);
}

const argument = fc.oneof(
  { weight: 6, arbitrary: word },
  { weight: 3, arbitrary: string },
  list(1),
  operator,
  text,
  shell,
);
const separator = fc.oneof({ weight: 5, arbitrary: joined }, fc.constantFrom(",", ", ", " ,\t"));
const commandWord = fc.oneof(
  fc.constantFrom(
    "echo",
    "a=b",
    "-x",
    "/dev/zero",
    "'# no comment'",
    '"two words"',
    "a\\ b",
    "{",
    "}",
    "''",
    '"a \\\n  b"',
    "x\\\ny",
    "a#b",
    "é",
  ),
  reference,
  fc.tuple(fc.constantFrom("of=/", '"box-"'), reference).map((pieces) => pieces.join("")),
);
const command = fc
  .tuple(joined, commandWord, fc.array(fc.tuple(joined, commandWord), { maxLength: 4 }))
  .map(([gap, first, words]) => `$${gap}${first}${words.map((pieces) => pieces.join("")).join("")}`);

function statements(depth: number): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.oneof(fc.constant(""), lineEnd),
      fc.array(fc.tuple(blank, statement(depth), lineEnd), { maxLength: depth === 3 ? 6 : 3, size: "max" }),
    )
    .map(([before, lines]) => `${before}${lines.map((pieces) => pieces.join("")).join("")}`);
}

function statement(depth: number): fc.Arbitrary<string> {
  const head = fc
    .tuple(fc.constantFrom(...KEYWORDS), fc.array(fc.tuple(separator, argument), { maxLength: 4 }))
    .map(([keyword, parts]) => `${keyword}${parts.map((pieces) => pieces.join("")).join("")}`);
  const plain = { weight: 4, arbitrary: head };
  const withCommand = {
    weight: 2,
    arbitrary: fc.tuple(head, joined, command).map((pieces) => pieces.join("")),
  };
  const bare = { weight: 1, arbitrary: command };
  if (depth === 0) return fc.oneof(plain, withCommand, bare);
  const block = fc.oneof(
    fc.tuple(lineEnd, statements(depth - 1), blank).map(([end, inner, tail]) => `{${end}${inner}${tail}}`),
    fc.tuple(joined, fc.oneof(head, withCommand.arbitrary)).map(([gap, inner]) => `{${gap}${inner} }`),
    blank.map((inner) => `{${inner}}`),
  );
  const withBlock = { weight: 4, arbitrary: fc.tuple(head, joined, block).map((pieces) => pieces.join("")) };
  return fc.oneof(plain, withCommand, bare, withBlock);
}
