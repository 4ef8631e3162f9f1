import type { Diagnostic } from "../types/diagnostic.ts";
import type { Span } from "../types/span.ts";
import { suggest } from "./suggest.ts";

/** What is doubtful and may be meant all the same: `# ctrc: allow CODE` says that it is. */
export const LINTS: readonly string[] = [
  "cells-in-sequence",
  "cpus-not-on-host",
  "decimal-size",
  "insecure-fetch",
  "limit-above-host",
  "measure-without-repeat",
  "nothing-to-run",
  "rounded-limit",
  "setting-ignored",
  "shared-disk-probe",
  "unused-declaration",
  "weak-checksum",
];

/** What only `check --host` and `run` look for. */
export const HOST_LINTS: ReadonlySet<string> = new Set(["cpus-not-on-host", "limit-above-host"]);

/** A limit in bytes that the kernel cannot keep as it is written. */
export function roundedLimit(
  span: Span,
  { written, bytes, pageBytes }: { written: string; bytes: bigint; pageBytes: bigint },
): Diagnostic {
  const rounded = bytes - (bytes % pageBytes);
  const page = pageBytes === 4096n ? "4 KiB" : `${pageBytes / 1024n ** 2n} MiB`;
  const binary = binaryUnit(written);
  const other = binary === undefined ? "" : `; \`${binary.written}\` is ${grouped(binary.bytes)} bytes`;
  return {
    code: "rounded-limit",
    severity: "note",
    span,
    message: `the kernel counts in whole pages, and \`${written}\` is ${grouped(rounded)} bytes in pages of ${page}`,
    help: `write \`${rounded}B\`, or a multiple of the page${other}`,
  };
}

/** A size in powers of 1000 whose number is one that people use with powers of 1024. */
export function decimalSize(
  span: Span,
  { written, bytes }: { readonly written: string; readonly bytes: bigint },
): Diagnostic {
  const binary = binaryUnit(written);
  return {
    code: "decimal-size",
    severity: "warning",
    span,
    message: `\`${written}\` is ${grouped(bytes)} bytes: its unit is a power of 1000`,
    help: `write \`${binary?.written}\` for ${grouped(binary?.bytes ?? bytes)} bytes`,
    ...(binary === undefined ? {} : { edits: [{ span, text: binary.written }] }),
  };
}

/** `2GB` as the same number of the binary unit, and the bytes of that; undefined for other units. */
function binaryUnit(written: string): { readonly written: string; readonly bytes: bigint } | undefined {
  const [, number = "", letter = ""] = /^(\d+)([kKMGTPE])B$/.exec(written) ?? [];
  if (number === "") return undefined;
  const power = BigInt("KMGTPE".indexOf(letter.toUpperCase()) + 1);
  return { written: `${number}${letter.toUpperCase()}iB`, bytes: BigInt(number) * 1024n ** power };
}

/** Digits in groups of three. */
function grouped(number: bigint): string {
  return `${number}`.replace(/\B(?=(\d{3})+$)/g, " ");
}

/** A download that is not encrypted. */
export function insecureFetch(span: Span): Diagnostic {
  return {
    code: "insecure-fetch",
    severity: "note",
    span,
    message: "over `http` anybody on the way sees what is fetched, and can put something else in its place",
    help: "write `https://`; the checksum tells of a change, after the download",
  };
}

/** A disk probe whose driver counts a whole storage, in which something else may write at the same time. */
export function sharedDiskProbe(
  span: Span,
  { storage, driver, other }: { storage: string; driver: string; other: Span },
): Diagnostic {
  return {
    code: "shared-disk-probe",
    severity: "warning",
    span,
    message: `\`probe disk\` counts all of the storage \`${storage}\` with ${driver}, and another container runs on it meanwhile`,
    help: "stop or pause that one before, or give each a storage of its own",
    related: [{ span: other, message: "it is started here" }],
  };
}

/** A memory limit that this host cannot reach. */
export function limitAboveHost(span: Span, file: string, bytes: bigint, hostBytes: bigint): Diagnostic {
  return {
    code: "limit-above-host",
    severity: "warning",
    span,
    message: `\`${file}\` is ${grouped(bytes)} bytes, and this host has ${grouped(hostBytes)} bytes of memory`,
    help: "choose a limit that the host can reach: this one never holds",
  };
}

/** CPUs that this host does not have. */
export function cpusNotOnHost(span: Span, file: string, missing: string, hostCpus: string): Diagnostic {
  return {
    code: "cpus-not-on-host",
    severity: "warning",
    span,
    message: `\`${file}\` names CPU ${missing}, and this host has ${hostCpus}`,
    help: "name CPUs that are there: the kernel refuses others",
  };
}

/** More cores than this host has CPUs. */
export function coresNotOnHost(span: Span, cores: number, hostCpus: string): Diagnostic {
  return {
    code: "cpus-not-on-host",
    severity: "warning",
    span,
    message: `\`cpuset.cpus auto\` wants ${cores} whole cores, and this host has the CPUs ${hostCpus}`,
    help: "ask for fewer: without them nothing runs in this cgroup",
  };
}

/** A comment that begins like an allowance and is none. */
export function malformedAllowance(span: Span): Diagnostic {
  return {
    code: "malformed-allowance",
    severity: "warning",
    span,
    message: "a comment that begins with `ctrc:` allows something, and this one does not say what",
    help: "write `# ctrc: allow CODE`, with commas between several codes, and `: why` after them",
  };
}

/** An allowance of something that is not reported, or cannot be allowed. */
export function unknownLint(span: Span, code: string): Diagnostic {
  return {
    code: "unknown-lint",
    severity: "warning",
    span,
    message: `\`${code}\` is nothing that can be allowed`,
    help: suggest(code, LINTS) ?? `what can be allowed is ${LINTS.join(", ")}`,
  };
}

/** An allowance of something that is not there. */
export function unusedAllowance(span: Span, code: string): Diagnostic {
  return {
    code: "unused-allowance",
    severity: "warning",
    span,
    message: `\`${code}\` is not reported here`,
    help: "take it out of the comment; it is about its own line, or alone on a line, about the statement below",
  };
}
