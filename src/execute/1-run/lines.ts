import { StringDecoder } from "node:string_decoder";

/** Longer than any event that is worth reading: a stream without newlines must not fill the memory. */
const LONGEST_LINE_CHARACTERS = 1024 * 1024;

/**
 * Cuts a stream of UTF-8 bytes into lines. What follows the last newline is a line of its own; of a line that is too
 * long the beginning is given.
 */
export class LineSplitter {
  readonly #decoder = new StringDecoder("utf8");
  readonly #take: (line: string) => void;
  #rest = "";

  constructor(take: (line: string) => void) {
    this.#take = take;
  }

  write(bytes: Buffer): void {
    this.#add(this.#decoder.write(bytes));
  }

  end(): void {
    this.#add(this.#decoder.end());
    if (this.#rest !== "") this.#take(this.#rest);
    this.#rest = "";
  }

  #add(text: string): void {
    const lines = text.split("\n");
    for (const [index, part] of lines.entries()) {
      this.#rest = (this.#rest + part).slice(0, LONGEST_LINE_CHARACTERS);
      if (index === lines.length - 1) return;
      this.#take(this.#rest);
      this.#rest = "";
    }
  }
}
