export type Theme = "system" | "light" | "dark";
const KEPT = "narrowgauge-theme";

export function theme(): Theme {
    const kept = localStorage.getItem(KEPT);
    return kept === "light" || kept === "dark" ? kept : "system";
}

export function setTheme(chosen: Theme): void {
    if (chosen === "system") localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, chosen);
    show();
}

/** As the reader has chosen, else as their system has it. */
export function show(): void {
    const chosen = theme();
    if (chosen === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = chosen;
}
