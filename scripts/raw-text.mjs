import { readFile } from "node:fs/promises";
import { join } from "node:path";

const RAW = "?raw";

/** For esbuild. `import text from "./x.sh?raw"`: the file as a string, as vite does it in the tests. */
export const rawText = {
  name: "raw-text",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\?raw$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.slice(0, -RAW.length)),
      namespace: "raw-text",
    }));
    onLoad({ filter: /./, namespace: "raw-text" }, async ({ path }) => ({
      contents: await readFile(path, "utf8"),
      loader: "text",
    }));
  },
};
