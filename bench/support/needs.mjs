import { existsSync } from "node:fs";
import { BUSYBOX } from "./root-file-system.mjs";

/** Whether containers can be started here at all; what is missing is printed. */
export function canStartContainers() {
  const missing = [];
  if (process.getuid() !== 0) missing.push("it needs root");
  if (!existsSync(BUSYBOX)) missing.push(`there is no ${BUSYBOX} here (Debian: busybox-static)`);
  if (missing.length > 0) console.log(`  skipped: ${missing.join(", ")}`);
  return missing.length === 0;
}
