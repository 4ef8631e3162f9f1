/** The largest CPU number that a Linux kernel is built for is 8191. */
const LARGEST_CPU = 8191;

/**
 * Reads `0-3,8`: what the kernel's cpuset files take.
 * @returns the same list, or what is wrong with it
 */
export function readCpus(text: string): { readonly cpus: string } | { readonly fault: string } {
  for (const part of text.split(",")) {
    const range = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(part);
    if (range === null) return { fault: "write numbers and ranges, such as `0-3,8`" };
    const first = Number(range[1]);
    const last = Number(range[2] ?? range[1]);
    if (last < first) return { fault: `write the smaller number first: \`${last}-${first}\`` };
    if (last > LARGEST_CPU) return { fault: `the largest number that a kernel knows is ${LARGEST_CPU}` };
  }
  return { cpus: text.replace(/[0-9]+/g, (digits) => String(Number(digits))) };
}
