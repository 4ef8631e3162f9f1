import { describe, expect, it } from "vitest";
import { build, check, run, version } from "../../src/index.ts";

const RECIPE = 'recipe tiny "The least"\n\ncheck one {\n  host $ true\n}\n';

const readFile = async (file: string): Promise<string> => {
  if (file === "tiny.ctr") return RECIPE;
  if (file === "wrong.ctr") return RECIPE.replace("host", "hots");
  throw new Error(`there is no ${file}`);
};

describe("the library", () => {
  it("checks and builds from any source of text", async () => {
    const { model, diagnostics } = await check("tiny.ctr", { readFile });
    expect(diagnostics).toEqual([]);
    expect(model?.blocks.map(({ name }) => name)).toEqual(["one"]);
    const { script, plan } = await build("tiny.ctr", { readFile });
    expect(plan?.recipe.name).toBe("tiny");
    expect(script).toContain(`Made by ctrc ${version} from tiny.ctr`);
  });

  it("runs nothing of a recipe with errors, and says what they are", async () => {
    const running = run("wrong.ctr", { readFile });
    const events = [];
    for await (const event of running) events.push(event);
    expect(events).toEqual([]);
    const { exitStatus, report, problems } = await running.result;
    expect(exitStatus).toBe(2);
    expect(report).toBeUndefined();
    expect(problems[0]).toMatchObject({
      severity: "error",
      message: expect.stringMatching(/^wrong\.ctr:4:3: /),
    });
  });

  it("rejects for a recipe that cannot be read", async () => {
    await expect(check("nowhere.ctr", { readFile })).rejects.toThrow("there is no nowhere.ctr");
    await expect(run("nowhere.ctr", { readFile }).result).rejects.toThrow("there is no nowhere.ctr");
  });
});
