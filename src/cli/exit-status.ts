/** What the exit status of every command means; `--help` prints it. */
export const EXIT = {
  held: 0,
  expectationFailed: 1,
  misuse: 2,
  hostLacks: 3,
  stepFailed: 4,
  /** A mistake of ours: EX_SOFTWARE of sysexits(3). */
  defect: 70,
  /** By Ctrl-C; by another signal, 128 and its number. */
  interrupted: 130,
} as const;

export const EXIT_STATUS_HELP = `
Exit status:
  0    everything held
  1    an expectation failed (run, report), a condition is decidedly true (compare),
       a script is not what its recipe compiles to (verify), a recipe is not
       laid out as it should be (fmt --check, --diff)
  2    wrong use or a wrong recipe
  3    this host lacks something that is required
  4    a step could not be carried out
  130  interrupted by Ctrl-C; by another signal, 128 and its number: 129 HUP,
       131 QUIT, 143 TERM`;
