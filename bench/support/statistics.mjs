/** The median of at least one number. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The median, over the rounds, of one thing's time by another's in the same round: whatever slowed a whole round down
 * is in both.
 */
export function pairedRatio(times, peerTimes) {
  return median(times.map((time, round) => time / peerTimes[round]));
}
