import { getProcessor } from "sh-syntax";
import wasm from "sh-syntax/main.wasm";

// In the page this stands for `sh-syntax` as the compiler loads it, which would fetch its WebAssembly file.
const read = getProcessor(() => wasm as Uint8Array<ArrayBuffer>);

/** Reads bash text; rejects with what is wrong with it. */
export const parse = (text: string): Promise<unknown> => read(text);
