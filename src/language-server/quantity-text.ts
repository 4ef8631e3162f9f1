import type { Quantity } from "../compile/2-check/values/quantity.ts";

/** The size of a page where nothing else is known; x86-64 and most of arm64. */
const PAGE_BYTES = 4096n;

/** A size or duration in other words, exactly; undefined for what needs none. */
export function quantityText(written: string, quantity: Quantity): string | undefined {
  if (quantity.kind === "size") {
    const { bytes } = quantity;
    const lines = [`\`${written}\` is ${grouped(bytes)} bytes`, binary(bytes)];
    const below = bytes - (bytes % PAGE_BYTES);
    // The kernel counts memory in pages, and rounds a limit down.
    if (below !== bytes) lines.push(`in whole pages of 4096 bytes: ${grouped(below)} bytes`);
    return lines.filter((line) => line !== "").join("\n\n");
  }
  if (quantity.kind === "duration") return `\`${written}\` is ${grouped(quantity.nanoseconds)} ns`;
  return undefined;
}

function binary(bytes: bigint): string {
  const units = ["KiB", "MiB", "GiB", "TiB", "PiB"];
  const power = Math.min(Math.floor((bytes.toString(2).length - 1) / 10), units.length);
  if (power === 0) return "";
  const scaled = Number(bytes) / 1024 ** power;
  const isExact = bytes % 1024n ** BigInt(power) === 0n;
  return `${isExact ? "" : "about "}${Number(scaled.toFixed(3))} ${units[power - 1]}`;
}

function grouped(value: bigint): string {
  return value.toString().replace(/\B(?=(?:\d{3})+$)/g, " ");
}
