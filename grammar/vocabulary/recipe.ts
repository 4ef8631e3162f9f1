import {
  argument,
  declares,
  FIXED_STRING,
  keyword,
  optional,
  POSITIVE_SIZE,
  repeated,
  SET_UP_LIMIT,
  statement,
  TIME_LIMIT,
} from "./build.ts";
import type { ArgumentType, BlockRows } from "./schema.ts";

const VERSION: ArgumentType = {
  kind: "literal",
  noun: "a kernel version",
  pattern: "[0-9]{1,5}(\\.[0-9]{1,5}){0,2}",
  form: "numbers joined by dots, such as `3.18`",
};

const PROGRAM: ArgumentType = {
  kind: "literal",
  noun: "a program",
  pattern: "[^\\s/][^\\s]*|/[^\\s]+",
  form: "the name of a program, such as `nc`, or its path in quotes",
};

export const recipeBlock: BlockRows = {
  name: "recipe",
  phrase: "a recipe",
  documentation: "Statements that stand in the file itself, outside any block.",
  statements: [
    statement("recipe", "What this recipe is called and what it is for. Stands first, once.", {
      pattern: [argument("name", declares("block")), optional("title", FIXED_STRING)],
      example: 'recipe load-test "One core and 2 GB for the process under test"',
    }),
    {
      ...statement("param", "A value that can be set when the script is run: `--set NAME=VALUE`.", {
        pattern: [
          argument("name", declares("variable")),
          argument("default", { kind: "value" }),
          optional("documentation", FIXED_STRING),
        ],
        repeatable: true,
        example: 'param rounds 10 "containers per step"',
      }),
      columns: 3,
    },
    {
      keyword: "require",
      documentation: "What the host must have; looked at before anything is set up.",
      forms: [
        {
          pattern: [keyword("root")],
          repeatable: true,
          documentation: "The script must be run by root.",
          example: "require root",
        },
        {
          pattern: [keyword("program"), argument("program", PROGRAM)],
          repeatable: true,
          documentation: "A program must be found on the PATH.",
          example: "require program nc",
        },
        {
          pattern: [keyword("kernel"), argument("version", VERSION)],
          repeatable: true,
          documentation: "The kernel must be this version or newer.",
          example: "require kernel 3.18",
        },
        {
          pattern: [keyword("free"), argument("size", POSITIVE_SIZE)],
          repeatable: true,
          documentation: "The file system that the containers' files will be in must have this much room.",
          example: "require free 4GiB",
        },
      ],
    },
    statement("import", "Takes the declarations of another file, relative to this one. It has no actions.", {
      pattern: [argument("file", { kind: "path", where: "host", fixed: true })],
      repeatable: true,
      example: 'import "common/images.ctr"',
    }),
    statement("matrix", "Variables that take each of several values; every combination is a cell.", {
      pattern: [],
      block: "matrix",
      example: "matrix { threads [1, 2, 4] }",
    }),
    statement("cgroup", "A control group: limits for the containers that name it.", {
      pattern: [argument("name", declares("cgroup"))],
      block: "cgroup",
      repeatable: true,
      example: "cgroup small { memory.max 64MiB }",
    }),
    statement(
      "namespace",
      "Namespaces that are made once for the run; the containers that name it join them.",
      {
        pattern: [argument("name", declares("namespace"))],
        block: "namespace",
        repeatable: true,
        example: "namespace lonely { network loopback }",
      },
    ),
    statement("image", "A file tree that containers start from.", {
      pattern: [argument("name", declares("image"))],
      clauses: [SET_UP_LIMIT],
      block: "image",
      repeatable: true,
      example: 'image busybox { program "/bin/busybox" links [sh, dd, sleep] }',
    }),
    statement("storage", "Where containers keep the files that they write.", {
      pattern: [argument("name", declares("storage"))],
      clauses: [SET_UP_LIMIT],
      block: "storage",
      repeatable: true,
      example: "storage cow { driver overlay }",
    }),
    statement("container", "How a container is made; `run` and `start` make instances of it.", {
      pattern: [argument("name", declares("container"))],
      clauses: [SET_UP_LIMIT],
      block: "container",
      repeatable: true,
      example: "container box { image busybox }",
    }),
    statement("check", "Actions and what is expected of them. A failed expectation fails the run.", {
      pattern: [argument("name", declares("block"))],
      clauses: [TIME_LIMIT],
      block: "check",
      repeatable: true,
      example: "check says-hello { run box $ echo hello }",
    }),
    statement("measure", "Actions that are repeated and measured.", {
      pattern: [argument("name", declares("block"))],
      clauses: [TIME_LIMIT],
      block: "measure",
      repeatable: true,
      example: "measure one-shot {\n  repeat 10\n  run box $ true\n}",
    }),
  ],
};

export const matrixBlock: BlockRows = {
  name: "matrix",
  phrase: "a `matrix`",
  documentation:
    "Each line names a variable and its values. Every combination is a cell, and the whole recipe is run for each. At most 10 000 cells.",
  statements: [
    statement("except", "Leaves out the cells in which all of these variables have these values.", {
      pattern: [repeated("combination", { kind: "value" })],
      repeatable: true,
      example: "except engine podman driver lvm-loop",
    }),
  ],
  open: {
    ...statement(
      "NAME",
      "A variable with its values, all of one type: a list, or a range of whole numbers.",
      {
        pattern: [argument("values", { kind: "values" })],
        example: "threads [1, 2, 4, 8]",
      },
    ),
    columns: 1,
  },
};
