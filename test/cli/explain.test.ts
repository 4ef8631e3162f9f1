import { expect, it } from "vitest";
import { ctrc, scratchDirectory } from "../support/ctrc.ts";

const scratch = scratchDirectory();
const explain = (words: string[], env: Record<string, string> = {}) =>
  ctrc(["explain", ...words], { cwd: scratch.path, env });

it("explains a code, with a recipe that shows it and one that is right", async () => {
  const { status, stdout, stderr } = await explain(["measure-without-repeat"]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(
    /^measure-without-repeat\n\n[\s\S]*\nWrong:\n {4}recipe sample\n[\s\S]*\nRight:\n {4}recipe/,
  );
});

it("explains a word of the language", async () => {
  const { stdout } = await explain(["cpu.weight"]);
  expect(stdout).toBe(`cpu.weight

Stands in a \`cgroup\`.

Share of processor time against its sisters, 1 to 10000; the kernel's default is 100.

\`cpu.weight COUNT\`

- \`COUNT\`: a whole number, from 1 to 10000

    cpu.weight 100

- cgroup v2: \`cpu.weight\`
- cgroup v1: \`cpu.shares\` (weight × 1024 / 100, at least 2), controller \`cpu\`

In the engines' own words: \`lxc\`: \`lxc.cgroup2.cpu.weight\`, on v1 \`lxc.cgroup.\` and the file;
\`runc\`, \`crun\`: \`linux.resources.cpu.shares\`, on v2 \`unified\`.
`);
});

it("takes names of several words", async () => {
  expect((await explain(["keep", "as"])).stdout).toMatch(/^keep as\n/);
});

it("has colours only when asked", async () => {
  expect((await explain(["sync"], { FORCE_COLOR: "1" })).stdout).toContain("\u001b[1msync");
  expect((await explain(["sync"])).stdout).not.toContain("\u001b");
});

it("gives JSON", async () => {
  const { stdout } = await explain(["--json", "image"]);
  expect(JSON.parse(stdout)).toMatchObject({
    format: 1,
    topics: [
      { kind: "statement", name: "image", text: expect.stringContaining("Stands in a recipe.") },
      {},
      {},
    ],
  });
});

it("says what was meant", async () => {
  const { status, stderr } = await explain(["memroy.max"]);
  expect(status).toBe(2);
  expect(stderr).toBe(
    "error[unknown-topic]: there is nothing called `memroy.max`\nhelp: did you mean `memory.max`?\n",
  );
});
