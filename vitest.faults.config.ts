import { defineConfig } from "vitest/config";
import ordinary from "./vitest.config.ts";

/** All faults, one after the other, and their count at the end: they take hours. The ordinary tests take a sample of them. */
process.env.CTRC_FAULTS = "all";

export default defineConfig({
  test: {
    ...ordinary.test,
    include: ["test/faults/*.test.ts"],
    // Engines have no daemons in the machine.
    exclude: process.env.CTRC_FAULTS_IN === "machine" ? ["test/faults/hang.test.ts"] : [],
    fileParallelism: false,
    reporters: ["verbose", "./test/support/skips.ts", "./test/faults/count.ts"],
  },
});
