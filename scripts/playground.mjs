// Builds the playground: `npm run playground [FOLDER]`, unsaid out/playground. One page that needs no other file and
// no network; it can be opened from the disk.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { rawText } from "./raw-text.mjs";
import { shellInside, WASM } from "./shell-inside.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, "playground");
const out = join(process.argv[2] ?? join(root, "out/playground"), "index.html");

/** The recipes of the project, the first one first. */
const examples = {
  name: "examples",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^examples$/ }, ({ path }) => ({ path, namespace: "examples" }));
    onLoad({ filter: /./, namespace: "examples" }, async () => {
      const names = (await readdir(join(root, "recipes"))).filter((name) => name.endsWith(".ctr"));
      names.sort((a, b) => Number(b === "hello.ctr") - Number(a === "hello.ctr") || (a < b ? -1 : 1));
      const read = names.map(async (name) => ({
        name,
        text: await readFile(join(root, "recipes", name), "utf8"),
      }));
      return {
        contents: `export const examples = ${JSON.stringify(await Promise.all(read))};`,
        loader: "js",
      };
    });
  },
};

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: [join(source, "main.ts")],
  bundle: true,
  write: false,
  format: "esm",
  platform: "browser",
  target: "es2022",
  minify: true,
  legalComments: "none",
  loader: WASM,
  // Asked for by what also runs in Node, and only there.
  external: ["node:*"],
  define: { require: "undefined" },
  plugins: [examples, shellInside, rawText],
});
const [program] = outputFiles;
// A `</script` in a string would end the program.
const code = program.text.replaceAll("</script", "<\\/script");
const page = await readFile(join(source, "index.html"), "utf8");
const style = await readFile(join(source, "style.css"), "utf8");
const whole = page.replace("/* styles */", () => style).replace("/* program */", () => code);
await mkdir(dirname(out), { recursive: true });
await writeFile(out, whole);
console.log(`${relative(process.cwd(), out)}: ${Math.round(Buffer.byteLength(whole) / 1024)} KiB`);
