import { decimalSize, roundedLimit } from "../../diagnostics/lints.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import type { Model } from "../../types/model.ts";
import type { Span } from "../../types/span.ts";
import type { Text } from "../../types/text.ts";
import { memoryLimits, writtenValues } from "./written-values.ts";

/** Sizes that are not what they seem: in powers of 1000 by habit, or cut down to whole pages by the kernel. */
export function lintSizes(model: Model): Diagnostic[] {
  const found: Diagnostic[] = [];
  const look = (text: Text, span: Span, pageBytes: bigint): void => {
    for (const { value, written, span: at } of writtenValues({ text, span }, model)) {
      if (!/^\d+$/.test(value)) continue;
      const bytes = BigInt(value);
      if (isHabit(written)) found.push(decimalSize(at, { written, bytes }));
      else if (bytes % pageBytes !== 0n) found.push(roundedLimit(at, { written, bytes, pageBytes }));
    }
  };
  for (const { file, value, span } of memoryLimits(model)) look(value, span, pageOf(file));
  for (const { tmpfs } of model.containers) {
    for (const { sizeBytes, span } of tmpfs) if (sizeBytes !== undefined) look(sizeBytes, span, 1n);
  }
  for (const { sizeBytes, span, settingSpans } of model.storages) {
    if (sizeBytes !== undefined) look(sizeBytes, settingSpans.size ?? span, 1n);
  }
  return found;
}

const PAGE_BYTES = 4096n;

function pageOf(file: string): bigint {
  if (file.startsWith("hugetlb.2MB")) return 2n * 1024n ** 2n;
  return file.startsWith("hugetlb.1GB") ? 1024n ** 3n : PAGE_BYTES;
}

/**
 * A power of two from four on, in a unit that is a power of 1000, as in `512MB`: nobody counts like that in tens. One or
 * two gigabytes may well be meant.
 */
function isHabit(written: string): boolean {
  const [, number = ""] = /^(\d+)[kKMGTPE]B$/.exec(written) ?? [];
  const count = Number(number);
  return count >= 4 && Number.isInteger(Math.log2(count));
}
