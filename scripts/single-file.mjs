// Builds ctrc as one file that needs Node and nothing else: `npm run single-file [FILE]`, unsaid out/ctrc.mjs.
import { chmod, mkdir, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";
import { rawText } from "./raw-text.mjs";
import { shellInside, WASM } from "./shell-inside.mjs";

const root = dirname(import.meta.dirname);
const out = process.argv[2] ?? join(root, "out/ctrc.mjs");

await mkdir(dirname(out), { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ["src/cli/main.ts"],
  outfile: out,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  minify: true,
  legalComments: "eof",
  loader: WASM,
  // Some dependencies are CommonJS and require Node's own modules.
  banner: {
    js: 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);',
  },
  plugins: [shellInside, rawText],
});
await chmod(out, 0o755);
console.log(`${relative(process.cwd(), out)}: ${Math.round((await stat(out)).size / 1024)} KiB`);
