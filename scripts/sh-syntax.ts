import { getProcessor } from "sh-syntax";
import wasm from "sh-syntax/main.wasm";

// Where everything is in one file, this stands for `sh-syntax`, which would look for its WebAssembly file beside itself.
const read = getProcessor(() => wasm as Uint8Array<ArrayBuffer>);

/** Reads bash text; rejects with what is wrong with it. */
export const parse = (text: string): Promise<unknown> => read(text);
