/**
 * Tabs as the ARIA practices have them: one can be reached with Tab, the arrows lead from one to the next.
 * @param onChange is told whenever another one is shown
 */
export function startTabs(root: HTMLElement, onChange: () => void): void {
  const tabs = [...root.querySelectorAll<HTMLElement>('[role="tab"]')];
  const choose = (chosen: HTMLElement): void => {
    for (const tab of tabs) {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", `${isChosen}`);
      tab.tabIndex = isChosen ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
      if (panel !== null) panel.hidden = !isChosen;
    }
    onChange();
  };
  for (const [index, tab] of tabs.entries()) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      const next = step === undefined ? undefined : tabs[(index + step + tabs.length) % tabs.length];
      if (next === undefined) return;
      choose(next);
      next.focus();
    });
  }
  const [first] = tabs;
  if (first !== undefined) choose(first);
}
