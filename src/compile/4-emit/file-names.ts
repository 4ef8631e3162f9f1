/**
 * A recipe's files as its script names them: from the folder of the recipe, so that a script has the same bytes
 * wherever it was built.
 * @param recipe the recipe's own file
 * @param file the same, or an import
 */
export function nameInScript(recipe: string, file: string): string {
  if (recipe.startsWith("/") !== file.startsWith("/")) return file;
  const from = segments(recipe).slice(0, -1);
  const to = segments(file);
  let common = 0;
  while (common < from.length && common < to.length - 1 && from[common] === to[common]) common++;
  // A `..` that is left has no name to go back to.
  if (from.slice(common).includes("..")) return file;
  return [...from.slice(common).map(() => ".."), ...to.slice(common)].join("/");
}

function segments(path: string): string[] {
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === ".." && kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else kept.push(segment);
  }
  return kept;
}
