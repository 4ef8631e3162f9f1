import { defineConfig } from "vitest/config";
import ordinary from "./vitest.config.ts";

/** All faults, one after the other, and their count at the end: they take hours. The ordinary tests take a sample of them. */
process.env.CTRC_FAULTS = "all";

export default defineConfig({
  test: {
    ...ordinary.test,
    include: ["test/faults/*.test.ts"],
    exclude: [],
    fileParallelism: false,
    reporters: ["default", "./test/support/skips.ts", "./test/faults/count.ts"],
  },
});
