const BLOCKS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;

/**
 * A value as a bar from 0, and its interval as a shade over the bar's end.
 * @param most what the whole width stands for
 * @param width in characters
 */
export function bar(
  value: number,
  interval: readonly [number, number] | undefined,
  most: number,
  width: number,
): string {
  if (!(most > 0) || value <= 0) return " ".repeat(width);
  const place = (end: number): number => (Math.min(Math.max(end, 0), most) / most) * width;
  if (interval === undefined) {
    const eighths = Math.round(8 * place(value));
    return ("█".repeat(Math.floor(eighths / 8)) + (BLOCKS[eighths % 8] ?? "")).padEnd(width);
  }
  const [low, middle, high] = [interval[0], value, interval[1]].map((end) => Math.round(place(end))) as [
    number,
    number,
    number,
  ];
  return ("█".repeat(low) + "▓".repeat(middle - low) + "░".repeat(high - middle)).padEnd(width);
}
