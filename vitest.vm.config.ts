import { defineConfig } from "vitest/config";
import ordinary from "./vitest.config.ts";

/** The tests that start virtual machines: they take minutes, and one machine at a time is enough for a host. */
export default defineConfig({
  test: { ...ordinary.test, include: ["test/vm/*.test.ts"], exclude: [], fileParallelism: false },
});
