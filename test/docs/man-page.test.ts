import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { manPage } from "../../scripts/man-page.ts";
import { createProgram } from "../../src/cli/program.ts";
import { testOnHost } from "../support/needs.ts";

test("man/ctrc.1 says what the commands say", async () => {
  await expect(manPage()).toMatchFileSnapshot("../../man/ctrc.1");
});

test("it has every command and every option", () => {
  const page = manPage().replaceAll("\\-", "-");
  for (const command of createProgram().commands) {
    expect(page).toContain(`.SS ctrc ${command.name()} `);
    for (const option of command.options) expect(page).toContain(option.long);
  }
});

testOnHost("groff finds nothing wrong with it", { programs: ["groff"] }, () => {
  const file = new URL("../../man/ctrc.1", import.meta.url).pathname;
  const { stdout, stderr } = spawnSync("groff", ["-man", "-Tutf8", "-ww", "-K", "utf8", file], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout).toContain("ctrc fmt");
});
