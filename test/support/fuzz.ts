/** How many times longer than in CI properties are tried: `CTRC_FUZZ=100 npx vitest run any-text`. */
const FACTOR = Number(process.env.CTRC_FUZZ ?? 1);

/** The seed of all random texts; another one with `CTRC_FUZZ_SEED=7`. */
export const FUZZ_SEED = Number(process.env.CTRC_FUZZ_SEED ?? 1);

/** What fast-check is told: the same texts in every run of CI, and more of them where somebody asks for it. */
export function fuzz(runs: number): { numRuns: number; seed: number } {
  return { numRuns: Math.ceil(runs * FACTOR), seed: FUZZ_SEED };
}

/** How many times longer than others such a test may take. */
export const FUZZ_PATIENCE = Math.max(1, FACTOR);

/** How long one may take that starts processes, in milliseconds. */
export const FUZZ_TIMEOUT_MS = 60_000 * FUZZ_PATIENCE;
