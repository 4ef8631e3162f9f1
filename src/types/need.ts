/** An engine or storage driver that a host must be able to use, or how many whole cores it must have, in decimal digits. */
export interface Need {
  readonly kind: "engine" | "driver" | "cores";
  /** Of an engine that a host may lack on some storage drivers alone: `docker on lvm-loop`. */
  readonly name: string;
}
