import {
  argument,
  built,
  COUNT_MAXIMUM,
  CPUS,
  clause,
  count,
  keyword,
  repeated,
  settings,
  words,
} from "./build.ts";
import type { ArgumentType, BlockRows, CgroupV1, ClauseRow, FormRow, StatementRow } from "./schema.ts";

const SIZE_OR_MAX: ArgumentType = { kind: "size", minimumBytes: 0, words: ["max"] };
const COUNT_OR_MAX: ArgumentType = { kind: "count", minimum: 1, maximum: COUNT_MAXIMUM, words: ["max"] };

const DEVICE: ArgumentType = {
  kind: "literal",
  noun: "a block device",
  pattern: "[0-9]{1,4}:[0-9]{1,7}",
  form: 'its numbers in quotes, such as `"8:0"`; `lsblk` shows them as MAJ:MIN',
};

function limit(
  file: string,
  documentation: string,
  type: ArgumentType,
  sample: string,
  cgroupV1?: CgroupV1,
  more?: { readonly clauses: readonly ClauseRow[]; readonly repeatable: boolean },
): StatementRow {
  // `0-3,8` is two words, as every comma separates arguments.
  const value = type.kind === "cpus" ? repeated("value", type) : argument("value", type);
  const form = { pattern: [value], example: `${file} ${sample}`, ...more };
  return { keyword: file, documentation, forms: [cgroupV1 === undefined ? form : { ...form, cgroupV1 }] };
}

function v1(controller: string, files: string, note?: string): CgroupV1 {
  const place = { controller, files: files.split(" ") };
  return note === undefined ? place : { ...place, note };
}

/** A kernel is built for 8192 processors at most. */
const CORES_MAXIMUM = 8192;

/** `cpuset.cpus auto 2`: the script chooses the cores when it runs. */
function andAuto(row: StatementRow): StatementRow {
  const auto: FormRow = {
    pattern: [keyword("auto"), argument("cores", count(1, CORES_MAXIMUM))],
    documentation:
      "So many whole cores with all their threads, chosen when the script runs, and `cpuset.mems` to match.",
    example: "cpuset.cpus auto 2",
    cgroupV1: v1("cpuset", "cpuset.cpus cpuset.mems"),
  };
  return { ...row, forms: [...row.forms, auto] };
}

/** The limits by the names of the kernel's cgroup v2 interface files. */
export const cgroupBlock: BlockRows = {
  name: "cgroup",
  phrase: "a `cgroup`",
  documentation:
    "Limits, by the kernel's own names of the cgroup v2 interface files. On a host with cgroup v1 they are written to the files of the last column.",
  statements: settings(
    limit(
      "cpu.max",
      "How much processor time: percent of one CPU (`150%` is one and a half), `max`, or quota and period in microseconds.",
      { kind: "cpu-quota" },
      "50%",
      v1("cpu", "cpu.cfs_quota_us cpu.cfs_period_us", "`max` is written as -1"),
    ),
    limit(
      "cpu.weight",
      "Share of processor time against its sisters, 1 to 10000; the kernel's default is 100.",
      { kind: "count", minimum: 1, maximum: 10_000 },
      "100",
      v1("cpu", "cpu.shares", "weight × 1024 / 100, at least 2"),
    ),
    limit(
      "cpu.weight.nice",
      "The same share as a nice value, 0 to 19.",
      { kind: "count", minimum: 0, maximum: 19 },
      "10",
    ),
    limit(
      "cpu.idle",
      "1: gets processor time only when nobody else wants it.",
      { kind: "count", minimum: 0, maximum: 1 },
      "1",
    ),
    andAuto(
      limit("cpuset.cpus", "The CPUs its processes may run on.", CPUS, "0-3,8", v1("cpuset", "cpuset.cpus")),
    ),
    limit("cpuset.mems", "The memory nodes it may allocate from.", CPUS, "0", v1("cpuset", "cpuset.mems")),
    limit(
      "cpuset.cpus.partition",
      "How the CPUs are kept from others.",
      words(
        "partition type",
        built("member", "shares its CPUs with its sisters"),
        built("root", "its CPUs are its own"),
        built("isolated", "its own, and left alone by the load balancer"),
      ),
      "isolated",
    ),
    limit("memory.min", "Memory that is never taken from it.", SIZE_OR_MAX, "64MiB"),
    limit("memory.low", "Memory that is taken from it only when nothing else is left.", SIZE_OR_MAX, "64MiB"),
    limit("memory.high", "Above this it is slowed down and its memory is reclaimed.", SIZE_OR_MAX, "512MiB"),
    limit(
      "memory.max",
      "Above this it is out of memory. Without `memory.swap.max` it gets no swap.",
      SIZE_OR_MAX,
      "2GB",
      v1("memory", "memory.limit_in_bytes", "`max` is written as -1"),
    ),
    limit("memory.swap.high", "Above this much swap it is slowed down.", SIZE_OR_MAX, "512MiB"),
    limit(
      "memory.swap.max",
      "How much of it may be swapped out.",
      SIZE_OR_MAX,
      "1GiB",
      v1(
        "memory",
        "memory.memsw.limit_in_bytes",
        "v1 counts memory and swap together: `memory.max` is added",
      ),
    ),
    limit("memory.zswap.max", "How much of it may be kept compressed in memory.", SIZE_OR_MAX, "64MiB"),
    limit(
      "memory.oom.group",
      "1: when it is out of memory, all its processes are killed together.",
      { kind: "count", minimum: 0, maximum: 1 },
      "1",
    ),
    limit("pids.max", "How many processes and threads.", COUNT_OR_MAX, "100", v1("pids", "pids.max")),
    limit(
      "io.max",
      "Limits for one block device: bytes and operations in a second.",
      DEVICE,
      '"8:0" wbps 10MiB',
      v1(
        "blkio",
        "blkio.throttle.read_bps_device blkio.throttle.write_bps_device blkio.throttle.read_iops_device blkio.throttle.write_iops_device",
        "`max` is written as 0; holds for each container of the cgroup by itself",
      ),
      {
        repeatable: true,
        clauses: [
          clause("rbps", "bytes read in a second", argument("rbps", SIZE_OR_MAX)),
          clause("wbps", "bytes written in a second", argument("wbps", SIZE_OR_MAX)),
          clause("riops", "reads in a second", argument("riops", COUNT_OR_MAX)),
          clause("wiops", "writes in a second", argument("wiops", COUNT_OR_MAX)),
        ],
      },
    ),
    limit(
      "io.weight",
      "Share of input and output against its sisters, 1 to 10000; the kernel's default is 100.",
      { kind: "count", minimum: 1, maximum: 10_000 },
      "100",
      v1("blkio", "blkio.weight", "v1 takes 10 to 1000"),
    ),
    limit("hugetlb.2MB.max", "How much memory in pages of 2 MiB.", SIZE_OR_MAX, "64MiB"),
    limit("hugetlb.1GB.max", "How much memory in pages of 1 GiB.", SIZE_OR_MAX, "4GiB"),
  ),
};
