// Preloaded into a process (`node --import`): writes what it used, as JSON, to descriptor 3.
import { writeSync } from "node:fs";

process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeSync(
    3,
    JSON.stringify({ peakMB: (maxRSS * 1024) / 1e6, cpuMs: (userCPUTime + systemCPUTime) / 1000 }),
  );
});
