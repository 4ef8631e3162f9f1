/** The Markdown that hover and completion speak: paragraphs, lists, tables, code. As elements, so that nothing in it is ever run. */
export function markdownElement(markdown: string): HTMLElement {
  const said = element("div", "said");
  for (const part of markdown.split(/\n\n(?![^`]*\n```(?:\n|$))/)) said.append(block(part));
  return said;
}

function block(part: string): HTMLElement {
  const code = /^```\w*\n([\s\S]*?)\n?```$/.exec(part);
  if (code !== null) {
    const pre = element("pre");
    pre.textContent = code[1] ?? "";
    return pre;
  }
  const lines = part.split("\n");
  if (lines.every((line) => line.startsWith("- "))) {
    const list = element("ul");
    for (const line of lines) list.append(withText(element("li"), line.slice(2)));
    return list;
  }
  if (lines.length > 1 && lines.every((line) => line.startsWith("|"))) return table(lines);
  const [first = "", ...rest] = lines;
  if (rest[0]?.startsWith("```") === true) {
    const both = element("div");
    both.append(withText(element("p"), first), block(rest.join("\n")));
    return both;
  }
  return withText(element("p"), lines.join(" "));
}

function table(lines: readonly string[]): HTMLElement {
  const made = element("table");
  for (const [index, line] of lines.entries()) {
    if (index === 1) continue;
    const row = element("tr");
    for (const cell of line.split("|").slice(1, -1))
      row.append(withText(element(index === 0 ? "th" : "td"), cell.trim()));
    made.append(row);
  }
  return made;
}

/** Text in which backticks make code and stars emphasis. */
function withText(into: HTMLElement, text: string): HTMLElement {
  for (const part of text.split(/(`[^`]*`|\*[^*]+\*)/)) {
    if (part === "") continue;
    const mark = part[0];
    const inner = mark === "`" ? element("code") : mark === "*" ? element("em") : undefined;
    if (inner === undefined) into.append(part);
    else {
      inner.textContent = part.slice(1, -1);
      into.append(inner);
    }
  }
  return into;
}

function element(name: string, className = ""): HTMLElement {
  const made = document.createElement(name);
  if (className !== "") made.className = className;
  return made;
}
