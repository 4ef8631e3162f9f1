import { expect, test } from "vitest";
import { privilegesText } from "../../src/cli/privileges-text.ts";
import { planOf } from "../plan/models.ts";

test("what several engines do for the same statements is said once", async () => {
  const plan = await planOf(`recipe sample
matrix { engine [native, runc, docker] }
cgroup small { pids.max 9 }
image empty { scratch }
container box {
  engine \${engine}
  image  empty
  cgroup small
}
check it { run box $ true }`);
  expect(privilegesText(plan)).toBe(
    "mount files for overlay (line 5), limit processes (line 3), make namespaces and mounts for native, runc (line 5), use a daemon for docker (line 5)",
  );
});
