/**
 * Where an import leads: relative to the folder of the file that imports it, `.` and `..` resolved, so that one file
 * has one name however it is reached. Knows nothing of links: that is the file system's business.
 */
export function resolvePath(importer: string, path: string): string {
  return normalisePath(
    path.startsWith("/") ? path : `${importer.slice(0, importer.lastIndexOf("/") + 1)}${path}`,
  );
}

/** A path without empty, `.` and avoidable `..` steps. */
export function normalisePath(path: string): string {
  const steps: string[] = [];
  const isAbsolute = path.startsWith("/");
  for (const step of path.split("/")) {
    if (step === "" || step === ".") continue;
    const canGoUp = steps.length > 0 && steps.at(-1) !== "..";
    if (step !== "..") steps.push(step);
    else if (canGoUp) steps.pop();
    else if (!isAbsolute) steps.push(step);
  }
  const joined = steps.join("/");
  if (isAbsolute) return `/${joined}`;
  return joined === "" ? "." : joined;
}
