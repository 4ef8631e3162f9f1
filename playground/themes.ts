type Choice = "auto" | "light" | "dark";

const NEXT: Readonly<Record<Choice, Choice>> = { auto: "light", light: "dark", dark: "auto" };

/** Light or dark as the system has it, until somebody chooses. */
export function startThemes(button: HTMLElement): void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  let choice: Choice = "auto";
  const show = (): void => {
    const isDark = choice === "auto" ? system.matches : choice === "dark";
    document.documentElement.dataset.theme = isDark ? "dark" : "light";
    button.textContent = `Theme: ${choice}`;
    button.setAttribute("aria-label", `Theme: ${choice}`);
  };
  button.addEventListener("click", () => {
    choice = NEXT[choice];
    show();
  });
  system.addEventListener("change", show);
  show();
}
