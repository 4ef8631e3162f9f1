import { excerpt } from "../execute/4-report/neutralise.ts";

const REDRAW_MS = 100;

/**
 * One line at the bottom of a terminal that is drawn again in place. Each drawing is one write, begins at the left
 * edge and clears only what is left of the old text, so that nothing flickers; between two there are at least
 * 100 ms.
 */
export class LiveLine {
  readonly #stream: NodeJS.WriteStream;
  readonly #text: () => string;
  #timer: NodeJS.Timeout | undefined;
  #isDrawn = false;

  /** @param text what the line says now; asked for each drawing, as the time that passes is part of it */
  constructor(stream: NodeJS.WriteStream, text: () => string) {
    this.#stream = stream;
    this.#text = text;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#draw(), REDRAW_MS);
    this.#timer.unref();
  }

  /** Takes the line away, for other output or for good; it comes back with the next drawing. */
  erase(): void {
    if (this.#isDrawn) this.#stream.write("\r\u001b[K");
    this.#isDrawn = false;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.erase();
  }

  #draw(): void {
    const text = this.#text();
    if (text === "") {
      this.erase();
      return;
    }
    // One column stays free: a character in the last one would make some terminals wrap.
    this.#stream.write(`\r${excerpt(text, Math.max(10, (this.#stream.columns ?? 80) - 1))}\u001b[K`);
    this.#isDrawn = true;
  }
}
