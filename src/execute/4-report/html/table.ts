import { html, type Markup } from "./markup.ts";

/**
 * A table that scrolls by itself where the screen is too narrow, by keyboard too.
 * @param caption what it is called for people who do not see it
 * @param firstNumber columns from this one on are numbers
 */
export function table(
  caption: string,
  header: readonly (string | Markup)[],
  rows: readonly (readonly (string | Markup)[])[],
  firstNumber: number,
): Markup {
  const cell = (content: string | Markup, column: number): Markup => {
    if (column >= firstNumber) return html`<td class="number">${content}</td>`;
    return column === 0 ? html`<th scope="row">${content}</th>` : html`<td>${content}</td>`;
  };
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<thead><tr>${header.map((label, column) =>
    column >= firstNumber
      ? html`<th scope="col" class="number">${label}</th>`
      : html`<th scope="col">${label}</th>`,
  )}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>\n`)}</tbody>
</table></div>`;
}
