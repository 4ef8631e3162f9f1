/** A stretch of text, in offsets. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}
