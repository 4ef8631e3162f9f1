import { expect, test } from "vitest";
import { reference } from "../../scripts/reference.ts";

test("docs/language-reference.md says what the vocabulary says", async () => {
  await expect(reference()).toMatchFileSnapshot("../../docs/language-reference.md");
});
