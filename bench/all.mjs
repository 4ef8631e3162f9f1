// Runs the benchmarks that are named, or all, one after another: `npm run bench`, `npm run bench start-up`.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const BENCHMARKS = [
  "start-up",
  "compile-time",
  "parse",
  "language-server",
  "measuring-loop",
  "container-start",
  "many-at-once",
  "commit",
  "layers",
  "hyperfine",
  "bare-script",
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !BENCHMARKS.includes(name));
if (unknown.length > 0) {
  console.error(`there is no benchmark ${unknown.join(", ")}; there are ${BENCHMARKS.join(", ")}`);
  process.exit(2);
}
for (const name of asked.length > 0 ? asked : BENCHMARKS) {
  const file = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
  const { status } = spawnSync(process.execPath, [file], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
