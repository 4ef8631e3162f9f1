/**
 * Pseudo-random numbers in (0, 1), the same for the same seed on every machine: mulberry32, whose period of 2³² is
 * ample for the few ten thousand numbers of one estimate.
 * @param seed any integer; its lower 32 bits count
 * @see Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014), for the construction
 */
export function uniformRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    // Half a step off zero, whose logarithm is not finite.
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

/** Standard normal numbers, made two at a time. @see Box and Muller, "A note on the generation of random normal deviates" (1958) */
export function normalRandom(uniform: () => number): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const taken = spare;
      spare = undefined;
      return taken;
    }
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/**
 * One number of the gamma distribution with scale 1.
 * @param shape ≥ 1
 * @see Marsaglia and Tsang, "A simple method for generating gamma variables" (2000)
 */
export function gammaRandom(shape: number, uniform: () => number, normal: () => number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const height = uniform();
    // The first is true of nearly all that the second is true of, and needs no logarithm.
    if (height < 1 - 0.0331 * x * x * x * x) return d * v;
    if (Math.log(height) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
