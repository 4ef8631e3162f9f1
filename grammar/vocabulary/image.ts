import {
  argument,
  CONTAINER_PATH,
  clause,
  declares,
  HOST_PATH,
  keyword,
  MODE,
  names,
  STRING,
  statement,
  TIME_LIMIT,
} from "./build.ts";
import type { ArgumentType, BlockRows } from "./schema.ts";

const LINK: ArgumentType = {
  kind: "literal",
  noun: "the name of a link",
  pattern: "[^/\\s]+|/[^\\s]*[^/\\s]",
  form: "a file name, or a path in quotes that begins with `/`",
};

const SUITE: ArgumentType = {
  kind: "literal",
  noun: "a suite of Debian",
  pattern: "[a-z][a-z0-9-]*",
  form: "its name, such as `bookworm`",
};

const PACKAGE: ArgumentType = {
  kind: "literal",
  noun: "the name of a package",
  pattern: "[a-z0-9][a-z0-9+.-]+",
  form: "lower-case letters, digits, `+`, `-` and `.`",
};

function digest(noun: string, digits: number): ArgumentType {
  return {
    kind: "literal",
    noun,
    pattern: `[0-9a-f]{${digits}}`,
    form: `${digits} hexadecimal digits in lower case`,
  };
}

const FETCH_AS = {
  ...clause("as", "what `${NAME}` the file is from here on", argument("as", declares("variable"))),
  required: true,
};

export const imageBlock: BlockRows = {
  name: "image",
  phrase: "an `image`",
  documentation: "Each line adds files; what comes later lies over what came before.",
  statements: [
    statement(
      "scratch",
      "An empty file tree. Every image begins with it; said outright, nothing else need follow.",
      {
        pattern: [],
        example: "scratch",
      },
    ),
    statement(
      "program",
      "A program of the host with the libraries and the loader that it needs. One without a slash is looked for on the PATH.",
      {
        pattern: [argument("path", HOST_PATH)],
        clauses: [
          clause(
            "links",
            "other names for it, beside it or by their whole path",
            argument("links", { kind: "list", of: LINK }),
          ),
        ],
        repeatable: true,
        example: 'program "/bin/busybox" links [sh, dd, sleep]',
      },
    ),
    {
      keyword: "directory",
      documentation: "A directory, or a whole file tree of the host.",
      forms: [
        {
          pattern: [argument("path", CONTAINER_PATH)],
          clauses: [clause("mode", "its permissions; 755 when unsaid", argument("mode", MODE))],
          repeatable: true,
          documentation: "An empty directory.",
          example: 'directory "/tmp" mode 1777',
        },
        {
          pattern: [keyword("tree"), argument("from", HOST_PATH)],
          clauses: [{ ...clause("to", "where it is put", argument("to", CONTAINER_PATH)), required: true }],
          repeatable: true,
          documentation: "A copy of a directory of the host with all that is in it.",
          example: 'directory tree "./_install" to "/"',
        },
      ],
    },
    statement("file", "A file with this text.", {
      pattern: [argument("path", CONTAINER_PATH), argument("content", STRING)],
      clauses: [clause("mode", "its permissions; 644 when unsaid", argument("mode", MODE))],
      repeatable: true,
      example: 'file "/etc/motd" "hello\\n"',
    }),
    statement("archive", "What a tar archive holds, compressed or not.", {
      pattern: [argument("path", HOST_PATH)],
      repeatable: true,
      example: 'archive "rootfs.tar.gz"',
    }),
    statement("image", "Everything that another image holds.", {
      pattern: [argument("image", names("image"))],
      repeatable: true,
      example: "image busybox",
    }),
    statement(
      "oci",
      "What an image holds that another tool made: an OCI layout, as a directory or a tar archive, or what `docker save` wrote.",
      {
        pattern: [argument("path", HOST_PATH)],
        repeatable: true,
        example: 'oci "image.tar"',
      },
    ),
    {
      keyword: "fetch",
      documentation:
        "Downloads a file, once. Its checksum is a must. `archive` and `build in` say what becomes of it.",
      forms: [
        {
          pattern: [
            argument("url", STRING),
            keyword("md5"),
            argument("digest", digest("an MD5 checksum", 32)),
          ],
          clauses: [FETCH_AS, TIME_LIMIT],
          repeatable: true,
          example:
            'fetch "https://example.org/busybox-1.23.0.tar.bz2" md5 6dffeb16044c6022476c64744492106a as source',
        },
        {
          pattern: [
            argument("url", STRING),
            keyword("sha256"),
            argument("digest", digest("a SHA-256 checksum", 64)),
          ],
          clauses: [FETCH_AS, TIME_LIMIT],
          repeatable: true,
          example:
            'fetch "https://example.org/a.tar.gz" sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 as source',
        },
      ],
    },
    statement("debian", "A Debian system, made by mmdebstrap or debootstrap from its packages.", {
      pattern: [argument("suite", SUITE)],
      clauses: [
        clause("packages", "besides the essential ones", argument("packages", { kind: "list", of: PACKAGE })),
        clause("mirror", "where from; what the tool takes when unsaid", argument("mirror", STRING)),
        TIME_LIMIT,
      ],
      repeatable: true,
      example: "debian bookworm packages [systemd-sysv, dbus]",
    }),
    statement("build", "Host commands in a scratch copy of a folder, or of what an archive holds.", {
      pattern: [keyword("in"), argument("folder", HOST_PATH)],
      clauses: [TIME_LIMIT],
      block: "build",
      repeatable: true,
      example: 'build in "${source}" { $ make defconfig }',
    }),
  ],
};

export const buildBlock: BlockRows = {
  name: "build",
  phrase: "a `build`",
  documentation:
    "Commands, one a line, run on the host in the folder, and which of the folders that they made go into the image.",
  statements: [
    statement("$", "A command of the host.", {
      pattern: [],
      command: true,
      repeatable: true,
      example: "$ make defconfig",
    }),
    statement("directory", "A copy of a directory that the commands made, with all that is in it.", {
      pattern: [keyword("tree"), argument("from", HOST_PATH)],
      clauses: [{ ...clause("to", "where it is put", argument("to", CONTAINER_PATH)), required: true }],
      repeatable: true,
      example: 'directory tree "_install" to "/"',
    }),
  ],
};
