import { describe, expect, test } from "vitest";
import { verify } from "../../src/compile/verify.ts";
import { VERSION } from "../../src/version.ts";
import { scriptOf } from "./scripts.ts";

const script = await scriptOf("imports");

const differences = { verdict: "different", version: VERSION, isOtherRecipe: false };

describe("a script", () => {
  test("is what its recipe compiles to, imports and all", async () => {
    expect(await verify(script)).toEqual({ verdict: "same" });
  });

  test("with a changed step is not", async () => {
    const changed = script.replace("container_run box -- true", "container_run box -- false");
    const line = script.split("\n").findIndex((text) => text.includes("container_run box -- true")) + 1;
    expect(await verify(changed)).toEqual({ ...differences, line });
  });

  test("with a line more, or less, is not", async () => {
    const lines = script.split("\n").length;
    expect(await verify(`${script}rm -rf /\n`)).toEqual({ ...differences, line: lines });
    expect(await verify(script.slice(0, -1))).toEqual({ ...differences, line: lines });
  });

  test("with another recipe in its header is not", async () => {
    const changed = script.replace("$ true", "$ false");
    const line = script.split("\n").findIndex((text) => text.startsWith("# Made by")) + 1;
    expect(await verify(changed)).toEqual({ ...differences, line, isOtherRecipe: true });
  });

  test("of another version says so", async () => {
    const changed = script.replace(`ctrc ${VERSION}`, "ctrc 9.9.9");
    expect(await verify(changed)).toMatchObject({
      verdict: "different",
      version: "9.9.9",
      isOtherRecipe: false,
    });
  });

  test("whose recipe has errors has none to compare with", async () => {
    const found = await verify(script.replace("#| check it-runs", "#| chekc it-runs"));
    expect(found).toMatchObject({ verdict: "recipe-has-errors" });
  });

  test("that ctrc did not make has no header", async () => {
    expect(await verify("#!/bin/sh\necho\n")).toEqual({ verdict: "no-header" });
  });

  test("can be compared with a recipe beside it", async () => {
    const readFile = async (): Promise<string> => "recipe imports\ncheck it-runs { host $ true }\n";
    expect(await verify(script, { file: "recipe.ctr", readFile })).toMatchObject({
      verdict: "different",
      isOtherRecipe: true,
    });
  });
});
