/**
 * Values from one producer to one consumer. The producer never waits, so that a consumer that is slow, or only wants
 * the result, does not hold up a measurement: what was not yet taken is kept in memory.
 */
export class Channel<Value> implements AsyncIterable<Value> {
  #waiting: Value[] = [];
  #closed = false;
  #wake: (() => void) | undefined;

  push(value: Value): void {
    this.#waiting.push(value);
    this.#wake?.();
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Value, void, undefined> {
    for (;;) {
      const ready = this.#waiting;
      this.#waiting = [];
      yield* ready;
      if (this.#waiting.length > 0) continue;
      if (this.#closed) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }
}
