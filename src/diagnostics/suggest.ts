/** The help for a misspelt name: "did you mean `x`?", or undefined if no candidate is near. */
export function suggest(name: string, candidates: Iterable<string>): string | undefined {
  const word = meantWord(name, candidates);
  return word === undefined ? undefined : `did you mean \`${word}\`?`;
}

/**
 * The nearest of the candidates, or undefined if none is near: at most a third of the name's letters, or one, may
 * differ, and not all of them.
 */
export function meantWord(name: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 3));
  let best: { readonly candidate: string; readonly edits: number } | undefined;
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) > limit) continue;
    const edits = candidate.toLowerCase() === name.toLowerCase() ? 0 : editDistance(name, candidate, limit);
    const isNear = edits <= limit && edits < Math.max(name.length, candidate.length);
    if (isNear && (best === undefined || edits < best.edits)) best = { candidate, edits };
  }
  return best?.candidate;
}

/** Damerau-Levenshtein, restricted: two neighbours that changed places are one edit. Beyond the limit, any number above it. */
function editDistance(left: string, right: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    for (let j = 1; j <= right.length; j++) {
      const substitution = (last[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      let edits = Math.min(substitution, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        edits = Math.min(edits, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(edits);
    }
    if (Math.min(...row) > limit && Math.min(...last) > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[right.length] ?? 0;
}
