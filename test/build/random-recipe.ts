import fc from "fast-check";

/** A text as the language writes it in quotes. */
export function inQuotes(text: string): string {
  return JSON.stringify(text)
    .replaceAll("$", "\\$")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
      [...Array(character.length).keys()]
        .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
        .join(""),
    );
}

/** Any text that a recipe can hold: everything but NUL and lone surrogates. */
export const anyText = fc
  .oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.string({ unit: fc.constantFrom(..."$`\\'\"!~ \n\t#*?[]{}()<>|&;=-%^x1\u0001\u007f"), maxLength: 20 }),
    fc.constantFrom("", "-n", "--", "done", "~root", "$HOME", "${x}", "\u202e", "a\n", "\\"),
  )
  .map((value) => value.replaceAll("\0", ""));

/** A word that a command can have as it is: on one line, and to be seen. */
const visible = anyText.map((value) => value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu, ""));

/** A word with this text in its middle, whatever it is. */
export const FILLED = Symbol("a reference");

/** The words of a command; its program is one that only prints. */
export const argv = fc.array(fc.oneof({ weight: 3, arbitrary: visible }, fc.constant(FILLED)), {
  maxLength: 6,
});

/** @param name of the parameter that fills words */
export function commandOf(words: readonly (string | typeof FILLED)[], name: string): string {
  const written = words.map((word) =>
    word === FILLED ? `"<\${${name}}>"` : `'${word.replaceAll("'", "'\\''")}'`,
  );
  return ["$ printf", "'%s\\0'", ...written].join(" ");
}

const SIZE = fc.constantFrom("64KiB", "2GB", "1MiB", "10GiB");
const DURATION = fc.constantFrom("250ms", "10s", "3min", "1h");
const LIMITS = fc.constantFrom(
  "memory.max 64MiB",
  "pids.max 100",
  "cpuset.cpus 0",
  "cpu.max 50%",
  "cpu.weight 10",
);
const ENGINES = ["native", "docker", "podman", "lxc", "nspawn", "runc", "crun", "bwrap"];
const SETTINGS = fc.constantFrom(
  'mount "/srv" at "/data" read-only',
  'tmpfs "/scratch" size 1MiB',
  'env HELLO "${payload} bytes"',
  "hostname other",
  "read-only",
  "no-new-privileges",
  "capabilities [sys_chroot, kill]",
);

const action = fc.oneof(
  argv.map((words) => `host ${commandOf(words, "filling")}`),
  argv.map((words) => `run box ${commandOf(words, "filling")}`),
  fc
    .tuple(argv, DURATION)
    .map(([words, time]) => `run box timeout ${time} ${commandOf(words, "filling")}\n  expect exit not 0`),
  anyText.map((value) => `run box $ true\n  expect stdout contains ${inQuotes(value)}`),
  anyText.map((value) => `host stdin ${inQuotes(value)} $ cat`),
  anyText.map((value) => `host $ true\n  expect file "/x" is ${inQuotes(value)}`),
  fc.nat(3).map((last) => `for n in 0..${last} { run box $ echo "\${n}" \${rounds} }`),
  DURATION.map((time) => `sleep ${time}`),
  fc.constantFrom("sync", "drop-caches", 'save small to "x.tar" format oci', 'host shell """echo $rounds"""'),
);

const measure = fc
  .record({
    design: fc.constantFrom("repeat ${rounds} as i", "for 3s", "until 5% max 20", "repeat 2\n  warmup 1"),
    probes: fc.constantFrom("", "\n  probe time, cpu, memory", "\n  probe time, disk"),
    words: argv,
  })
  .map(
    ({ design, probes, words }) =>
      `measure often {\n  ${design}${probes}\n  prepare { sync }\n  run box ${commandOf(words, "filling")}\n}`,
  );

/** Recipes without a mistake: declarations of every kind, and actions of many with any text in them. */
export const validRecipe = fc
  .record({
    title: anyText,
    filling: anyText,
    size: SIZE,
    limits: fc.uniqueArray(LIMITS, { minLength: 1, maxLength: 4, selector: (limit) => limit.split(" ")[0] }),
    content: anyText,
    engines: fc.uniqueArray(fc.constantFrom(...ENGINES), { minLength: 1, maxLength: 3 }),
    settings: fc.uniqueArray(SETTINGS, { maxLength: 4 }),
    actions: fc.array(action, { minLength: 1, maxLength: 5 }),
    measure: fc.option(measure),
  })
  .map(
    ({
      title,
      filling,
      size,
      limits,
      content,
      engines,
      settings,
      actions,
      measure,
    }) => `recipe random ${inQuotes(title)}
require root
param payload ${size} "bytes"
param rounds 3
param filling ${inQuotes(filling)}
matrix { engine [${engines.join(", ")}] }
cgroup small {
${limits.map((limit) => `  ${limit}`).join("\n")}
}
image small {
  program "/bin/busybox" links [sh, cat]
  file "/text" ${inQuotes(content)} mode 600
}
container box {
  engine \${engine}
  image small
  cgroup small
${settings.map((setting) => `  ${setting}`).join("\n")}
}
check once {
  ${actions.join("\n  ")}
}
${measure ?? ""}
`,
  );
