import {
  argument,
  built,
  clause,
  count,
  declares,
  FIXED_STRING,
  HOST_PATH,
  keyword,
  names,
  POSITIVE_DURATION,
  STDIN,
  STRING,
  settings,
  statement,
  TIME_LIMIT,
  TIMEOUT,
  words,
} from "./build.ts";
import { cgroupBlock } from "./cgroup.ts";
import { expectRow } from "./expect.ts";
import type { ArgumentRow, ArgumentType, BlockRows, ClauseRow, FormRow, StatementRow } from "./schema.ts";

const INSTANCE = argument("instance", names("instance"));
const CONTAINER = argument("container", names("container", "snapshot"));
const AS_INSTANCE = {
  ...clause("as", "its name from here on", argument("as", declares("instance"))),
  required: true,
};
const AS_IMAGE = {
  ...clause("as", "the new image's name", argument("as", declares("snapshot"))),
  required: true,
};
const TO_FILE = { ...clause("to", "the file that is written", argument("to", HOST_PATH)), required: true };

const ON_STORAGE = clause(
  "storage",
  "where its containers keep their files; overlay in the run's own folder when unsaid",
  argument("storage", names("storage")),
);

const ARCHIVE_FORMAT: ArgumentType = words(
  "archive format",
  built("tar", "the file tree"),
  built("docker", "as `docker save`"),
  built("oci", "the OCI image layout"),
  built("aci", "the App Container image"),
);

function action(
  name: string,
  documentation: string,
  example: string,
  pattern: ArgumentRow[],
  clauses: ClauseRow[] = [],
): StatementRow {
  return statement(name, documentation, { pattern, clauses, repeatable: true, example });
}

const loopForm = {
  pattern: [
    argument("variable", declares("variable")),
    keyword("in"),
    argument("range", { kind: "range" as const }),
  ],
  block: "for" as const,
  repeatable: true,
  documentation: "Once for each whole number of the range, both ends included.",
  example: "for i in 1..10 { run box $ true }",
};

const forRow: StatementRow = {
  keyword: "for",
  documentation: "Actions once for each number of a range.",
  forms: [loopForm],
};

/** Whether a limit is written out: cores are chosen for a group, before anything runs in it. */
function isWrittenOut({ pattern }: FormRow): boolean {
  return pattern.every(({ kind }) => kind === "argument");
}

/** Every limit of a `cgroup`, after the name of a container. */
const limitRow: StatementRow = {
  keyword: "limit",
  documentation: "Limits one container, while it runs, beside its group.",
  forms: cgroupBlock.statements.flatMap(({ keyword: file, documentation, forms }) =>
    forms.filter(isWrittenOut).map(({ pattern, clauses = [], cgroupV1, example }) => ({
      pattern: [INSTANCE, keyword(file), ...pattern],
      clauses: [...clauses, TIME_LIMIT],
      ...(cgroupV1 === undefined ? {} : { cgroupV1 }),
      repeatable: true,
      documentation,
      example: `limit server ${example}`,
    })),
  ),
};

const actionRows: readonly StatementRow[] = [
  statement(
    "run",
    "Creates a container, starts the command in it, waits for its end and removes the container.",
    {
      pattern: [CONTAINER],
      clauses: [
        clause("keep as", "the container stays, under this name", argument("keep", declares("instance"))),
        STDIN,
        TIMEOUT,
      ],
      command: true,
      repeatable: true,
      example: "run box $ dd if=/dev/zero of=/data bs=64k count=1",
    },
  ),
  {
    keyword: "start",
    documentation: "Starts a container in the background, under a name.",
    forms: [
      {
        pattern: [CONTAINER],
        clauses: [AS_INSTANCE, STDIN, TIME_LIMIT],
        command: true,
        repeatable: true,
        documentation: "With a command.",
        example: "start box as server $ nc -l -p 8080",
      },
      {
        pattern: [CONTAINER],
        clauses: [
          AS_INSTANCE,
          clause(
            "timeout",
            "how long it may take; 3 min when unsaid",
            argument("timeout", POSITIVE_DURATION),
          ),
        ],
        repeatable: true,
        documentation: "One that boots: returns when its system is up.",
        example: "start machine as m",
      },
    ],
  },
  statement("exec", "One more command in a container that runs.", {
    pattern: [INSTANCE],
    clauses: [STDIN, TIMEOUT],
    command: true,
    repeatable: true,
    example: "exec server $ ps",
  }),
  action("stop", "Ends a container: SIGTERM, then SIGKILL.", "stop server", [INSTANCE], [TIME_LIMIT]),
  action("pause", "Freezes all its processes.", "pause server", [INSTANCE], [TIME_LIMIT]),
  action("resume", "Thaws them.", "resume server", [INSTANCE], [TIME_LIMIT]),
  limitRow,
  action(
    "remove",
    "Takes a container away with the files that it wrote.",
    "remove server",
    [INSTANCE],
    [TIME_LIMIT],
  ),
  {
    keyword: "host",
    documentation: "A command outside any container.",
    forms: [
      {
        pattern: [],
        clauses: [STDIN, TIMEOUT],
        command: true,
        repeatable: true,
        documentation: "Exactly these words, no shell.",
        example: 'host stdin "hello" $ nc -w 1 127.0.0.1 8080',
      },
      {
        pattern: [argument("shell", { kind: "shell" })],
        clauses: [STDIN, TIMEOUT],
        repeatable: true,
        documentation:
          "Bash text. The recipe's values that it mentions are shell variables of the same name, `-` written `_`.",
        example: 'host shell """for n in 1 2; do echo "$n"; done"""',
      },
    ],
  },
  action("sleep", "Does nothing for so long.", "sleep 2s", [argument("duration", POSITIVE_DURATION)]),
  action("sync", "Writes what the file systems still hold in memory to the disks.", "sync", [], [TIME_LIMIT]),
  action(
    "drop-caches",
    "Empties the page cache, the dentries and the inodes.",
    "drop-caches",
    [],
    [TIME_LIMIT],
  ),
  {
    keyword: "wait",
    documentation:
      "Waits until a started container is ready; fails after 10 s unless `timeout` says otherwise.",
    forms: [
      {
        pattern: [INSTANCE, keyword("ready"), argument("line", STRING)],
        clauses: [TIMEOUT],
        repeatable: true,
        documentation: "Until it writes a line that contains this text on standard output.",
        example: 'wait server ready "listening"',
      },
      {
        pattern: [INSTANCE, keyword("port"), argument("port", count(1, 65_535))],
        clauses: [TIMEOUT],
        repeatable: true,
        documentation: "Until something listens on this TCP port of its network.",
        example: "wait server port 8080 timeout 5s",
      },
    ],
  },
  expectRow,
  action(
    "commit",
    "Keeps a container's files as an image, which `run` and `start` take like a container: with the settings of the one it came from. Committed again, the name means the newer one.",
    "commit box-1 as box-1-run",
    [INSTANCE],
    [AS_IMAGE, TIME_LIMIT],
  ),
  action(
    "rollback",
    "Puts the files of a container that has ended back as an image has them.",
    "rollback box-1 to busybox",
    [INSTANCE],
    [
      { ...clause("to", "the image", argument("to", names("image", "snapshot"))), required: true },
      TIME_LIMIT,
    ],
  ),
  action(
    "export",
    "Writes a container's files to a tar archive; one that runs is frozen meanwhile.",
    'export box-1 to "x.tar"',
    [INSTANCE],
    [TO_FILE, TIME_LIMIT],
  ),
  action(
    "save",
    "Writes an image to a file.",
    'save busybox to "x.tar" format docker',
    [argument("image", names("image", "snapshot"))],
    [
      TO_FILE,
      clause("format", "of the file; tar when unsaid", argument("format", ARCHIVE_FORMAT)),
      TIME_LIMIT,
    ],
  ),
  action(
    "load",
    "Reads an image that `save` or another tool wrote, in whatever format; `run` and `start` take it like a container.",
    'load "x.tar" as copy',
    [argument("path", HOST_PATH)],
    [AS_IMAGE, ON_STORAGE, TIME_LIMIT],
  ),
  action(
    "import",
    "Makes an image of a file tree in a tar archive; `run` and `start` take it like a container.",
    'import "x.tar" as copy',
    [argument("path", HOST_PATH)],
    [AS_IMAGE, ON_STORAGE, TIME_LIMIT],
  ),
  action(
    "diff",
    "Lists what differs between a container's files and an image, one thing a line; status 1 when anything does.",
    "diff box-1 busybox",
    [INSTANCE, argument("image", names("image", "snapshot"))],
    [TIME_LIMIT],
  ),
];

const prepareRow = statement("prepare", "Done first; in a measure before every run, and not timed.", {
  pattern: [],
  block: "prepare",
  example: "prepare { drop-caches }",
});

const finallyRow = statement("finally", "Done last, also when something failed; not timed.", {
  pattern: [],
  block: "finally",
  example: "finally { host $ rm -f /dev/shm/fill }",
});

const RUN_VARIABLE = clause(
  "as",
  "the variable that holds the number of the run, from 1",
  argument("as", declares("variable")),
);

const METRIC_NAME: ArgumentType = {
  kind: "literal",
  noun: "a metric's name",
  pattern: "[a-z][a-z0-9-]{0,31}",
  form: "lower-case letters, digits and `-`, such as `requests`",
};

const SHARE: ArgumentType = { kind: "percent", minimum: 0, maximum: 100_000 };

/** What can disturb a run, and whether it is told as a share of the run's time. */
const DISTURBANCES: readonly (readonly [cause: string, documentation: string, isShare: boolean])[] = [
  ["throttled", "A processor was slowed down for its heat.", false],
  ["swapped", "The host swapped.", false],
  ["steal", "Time that the hypervisor gave to other machines, of the run's.", true],
  ["other-cpu", "Processor time that was used outside the run's cgroups; 100% is one CPU.", true],
  ["pressure.cpu", "Time in which something on the host waited for a CPU.", true],
  ["pressure.memory", "The same for memory.", true],
  ["pressure.io", "The same for input and output.", true],
];

const designRows: readonly StatementRow[] = settings(
  statement("repeat", "How many runs; once when unsaid.", {
    pattern: [argument("repeat", count(1))],
    clauses: [RUN_VARIABLE],
    example: "repeat ${rounds} as i",
  }),
  {
    keyword: "for",
    documentation: "How long to repeat; or, with `in`, a loop.",
    forms: [
      {
        pattern: [argument("duration", POSITIVE_DURATION)],
        clauses: [RUN_VARIABLE],
        documentation: "Runs are begun for this long; the last one is finished.",
        example: "for 30s",
      },
      loopForm,
    ],
  },
  statement(
    "until",
    "Repeats until the 95 % interval of the median is this narrow; where cells take turns, until each two of them are told apart, or are equal within this.",
    {
      pattern: [argument("precision", { kind: "percent", minimum: 0.01, maximum: 100 })],
      clauses: [
        clause(
          "of",
          "what it looks at: `time` when unsaid, `cpu`, `memory` (the highest use) or `disk` (data) where they are probed, or a `metric` of the measure",
          argument("of", METRIC_NAME),
        ),
        clause("max", "but not more often than this; 1000 times when unsaid", argument("max", count(1))),
        RUN_VARIABLE,
      ],
      example: "until 2% max 200",
    },
  ),
  statement("warmup", "Runs before the first that counts; none when unsaid.", {
    pattern: [argument("warmup", count(0))],
    example: "warmup 1",
  }),
  {
    keyword: "order",
    documentation: "How the cells of the matrix take turns; at random when unsaid.",
    forms: [
      {
        pattern: [keyword("sequential")],
        documentation: "All runs of one cell, then those of the next.",
        example: "order sequential",
      },
      {
        pattern: [keyword("interleaved")],
        documentation: "A run of each in turn.",
        example: "order interleaved",
      },
      {
        pattern: [keyword("random")],
        clauses: [
          clause("seed", "brings the same order back; chosen anew when unsaid", argument("seed", count(0))),
        ],
        documentation: "A run of each in every round, each round in another order.",
        example: "order random seed 7",
      },
    ],
  },
  statement("probe", "What is measured of each run; time when unsaid.", {
    pattern: [
      {
        ...argument(
          "probe",
          words(
            "probe",
            built("time", "wall-clock time"),
            built("cpu", "processor time, user and system"),
            built(
              "memory",
              "the highest use of memory, what it is used for, and by how much the host's use grew",
            ),
            built(
              "disk",
              "the bytes of data and of metadata that the storage grew by, and of its file system",
            ),
            built("io", "bytes and operations that reached block devices"),
            built("pids", "the most processes and threads at a time"),
            built("pressure", "how long its processes waited for a CPU, memory and disks"),
          ),
        ),
        repeated: true,
      },
    ],
    example: "probe time, cpu, memory",
  }),
  statement("metric", "A number that the command before it printed, as one more value of the run.", {
    pattern: [
      argument("metric", METRIC_NAME),
      keyword("from"),
      argument(
        "stream",
        words("stream", built("stdout", "standard output"), built("stderr", "standard error")),
      ),
      argument("pattern", FIXED_STRING),
    ],
    clauses: [clause("unit", "what it is counted in, for reports", argument("unit", FIXED_STRING))],
    repeatable: true,
    documentation: "The first group of an extended regular expression, or all that it matches.",
    example: 'metric throughput from stderr "([0-9.]+) MB/s" unit "MB/s"',
  }),
  {
    keyword: "calibrate",
    documentation:
      "What is done before the first run to see what the harness takes: a row of its own in the results. Unsaid, the first container that the measure runs or starts is run up to three times with nothing to do.",
    forms: [
      {
        pattern: [argument("container", names("container"))],
        command: true,
        documentation: "Does this five times.",
        example: "calibrate box $ true",
      },
      {
        pattern: [keyword("none")],
        documentation: "Runs nothing before the first run, neither a container nor `true` on the host.",
        example: "calibrate none",
      },
    ],
  },
  {
    keyword: "exclude",
    documentation: "Leaves out runs that something disturbed; the report says how many, and by what.",
    forms: DISTURBANCES.map(([cause, documentation, isShare]) => ({
      pattern: [
        keyword("when"),
        keyword(cause),
        ...(isShare ? [argument("operator", { kind: "operator" as const }), argument("share", SHARE)] : []),
      ],
      repeatable: true,
      documentation,
      example: `exclude when ${cause}${isShare ? " > 1%" : ""}`,
    })),
  },
);

export const checkBlock: BlockRows = {
  name: "check",
  phrase: "a `check`",
  documentation:
    "Actions in order, each with what is expected of it. An action that ends with a status other than 0 fails the check, unless an `expect` after it speaks of its exit status.",
  statements: [...actionRows, forRow, prepareRow, finallyRow],
};

export const measureBlock: BlockRows = {
  name: "measure",
  phrase: "a `measure`",
  documentation:
    "Says how often and what to look at, then the actions of one run. Each action is timed by itself.",
  statements: [...designRows, ...actionRows, prepareRow, finallyRow],
};

export const forBlock: BlockRows = {
  name: "for",
  phrase: "a `for`",
  documentation: "Actions; the variable is a number.",
  statements: [...actionRows, forRow],
};

export const prepareBlock: BlockRows = {
  name: "prepare",
  phrase: "a `prepare`",
  documentation: "Actions.",
  statements: [...actionRows, forRow],
};

export const finallyBlock: BlockRows = {
  name: "finally",
  phrase: "a `finally`",
  documentation: "Actions.",
  statements: [...actionRows, forRow],
};
