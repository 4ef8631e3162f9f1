import { defineConfig } from "vitest/config";
import ordinary from "./vitest.config.ts";

/**
 * The tests that start virtual machines, a file each. Most of what runs in one is one process after another: two of them beside
 * each other keep two processors busy.
 */
export default defineConfig({
  test: { ...ordinary.test, include: ["test/vm/*.test.ts"], exclude: [], maxWorkers: 2 },
});
