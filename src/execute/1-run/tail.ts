/** The last bytes of a stream, for a message about its end. */
export class Tail {
  readonly #limitBytes: number;
  #chunks: Buffer[] = [];
  #sizeBytes = 0;
  #cut = false;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  write(bytes: Buffer): void {
    this.#chunks.push(bytes);
    this.#sizeBytes += bytes.length;
    if (this.#sizeBytes > 2 * this.#limitBytes) {
      const kept = Buffer.concat(this.#chunks).subarray(-this.#limitBytes);
      this.#chunks = [Buffer.from(kept)];
      this.#sizeBytes = kept.length;
      this.#cut = true;
    }
  }

  /** From the beginning of a line where the stream was longer than what is kept. */
  text(): string {
    const bytes = Buffer.concat(this.#chunks);
    const cut = this.#cut || bytes.length > this.#limitBytes;
    const text = bytes.subarray(-this.#limitBytes).toString("utf8");
    return cut ? text.slice(text.indexOf("\n") + 1) : text;
  }
}
