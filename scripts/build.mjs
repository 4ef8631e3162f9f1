// Bundles the command line and the library into dist/, and writes the types of the library beside them.
// With a directory as its argument: bundles into that, without types; the tests do so.
import { spawnSync } from "node:child_process";
import { chmod, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { rawText } from "./raw-text.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const [elsewhere] = process.argv.slice(2);
const out = elsewhere ?? join(root, "dist");
await rm(out, { recursive: true, force: true });
const { warnings } = await build({
  absWorkingDir: root,
  entryPoints: { cli: "src/cli/main.ts", index: "src/index.ts", prettier: "src/format/plugin.ts" },
  outdir: out,
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  // Loads a WebAssembly file from its own folder, and only for recipes with shell text.
  external: ["sh-syntax"],
  // Some dependencies are CommonJS and require Node's own modules.
  banner: {
    js: 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);',
  },
  // Measured: a minified program starts no faster, and its stack traces say nothing.
  minify: false,
  legalComments: "linked",
  plugins: [rawText],
});
if (warnings.length > 0) process.exitCode = 1;
await chmod(join(out, "cli.js"), 0o755);

if (elsewhere === undefined) {
  const types = spawnSync("npx", ["--no-install", "tsc", "--project", "tsconfig.build.json"], {
    cwd: root,
    stdio: "inherit",
  });
  if (types.status !== 0) process.exitCode = 1;
}
