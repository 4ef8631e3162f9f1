import { coresNotOnHost, cpusNotOnHost, limitAboveHost } from "../../diagnostics/lints.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import type { Model } from "../../types/model.ts";
import { memoryLimits, writtenValues } from "./written-values.ts";

/** What a recipe's limits are held against. */
export interface HostFacts {
  readonly memoryBytes: bigint;
  /** As in `/sys/devices/system/cpu/online`: `0-3,8`. */
  readonly cpus: string;
}

/** Limits that are right and mean nothing on this host. */
export function lintHost(model: Model, { memoryBytes, cpus }: HostFacts): Diagnostic[] {
  const memory = memoryLimits(model).flatMap(({ file, value: text, span }) =>
    writtenValues({ text, span }, model)
      .filter(({ value }) => /^\d+$/.test(value) && BigInt(value) > memoryBytes && !file.includes("swap"))
      .map(({ value, span: at }) => limitAboveHost(at, file, BigInt(value), memoryBytes)),
  );
  const there = new Set(cpuNumbers(cpus));
  const sets = model.cgroups.flatMap(({ limits }) => limits).filter(({ file }) => file === "cpuset.cpus");
  const missing = sets.flatMap(({ file, value: text, span }) =>
    writtenValues({ text, span }, model).flatMap(({ value, span: at }) => {
      const absent = cpuNumbers(value).find((cpu) => !there.has(cpu));
      return absent === undefined ? [] : [cpusNotOnHost(at, file, `${absent}`, cpus)];
    }),
  );
  // How many threads a core has is known when the script runs: one at least.
  const cores = model.cgroups.flatMap(({ cores }) =>
    cores === undefined
      ? []
      : writtenValues({ text: cores.count, span: cores.span }, model)
          .filter(({ value }) => Number(value) > there.size)
          .map(({ value, span }) => coresNotOnHost(span, Number(value), cpus)),
  );
  return [...memory, ...missing, ...cores];
}

/** `0-3,8` as its numbers. */
function cpuNumbers(list: string): number[] {
  return list.split(",").flatMap((range) => {
    const [first = 0, last = first] = range.split("-").map(Number);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  });
}
