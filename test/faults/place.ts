/**
 * Where the faults are injected: on this host, which may lack a device mapper, or in the virtual machine of test/vm, which has one
 * and a disk that nobody needs.
 */
export const inMachine = process.env.CTRC_FAULTS_IN === "machine";

/** How many times longer things may take than on a host: the machine's processor is emulated. */
export const PATIENCE = inMachine ? 10 : 1;
