import { join } from "node:path";

/** For esbuild: what {@link shellInside} needs as loaders. */
export const WASM = { ".wasm": "binary" };

const OWN = join(import.meta.dirname, "sh-syntax.ts");

/** For esbuild. The reader of bash with its WebAssembly inside the program instead of beside it. */
export const shellInside = {
  name: "shell-inside",
  setup({ onResolve }) {
    onResolve({ filter: /^sh-syntax$/ }, ({ importer }) => (importer === OWN ? undefined : { path: OWN }));
    // Its package says of this file, by another ending, that importing it does something; else it would be left out.
    onResolve({ filter: /\/wasm_exec\.cjs$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path),
      sideEffects: true,
    }));
  },
};
