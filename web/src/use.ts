import { get } from "./api";
import { el } from "./dom";
import { bytes } from "./number";

interface Amount { used: number; limit: number | null }
interface ProjectUse { project: string; weight: number; queuedRuns: Amount; openRuns: Amount; storedBytes: Amount; deviceMinutes: Amount }

/** In the words of the command line. */
const COLUMNS = ["Project", "Weight", "Runs waiting", "Runs open", "Stored", "Minutes today"];

/** What each project that the session may enter has, of what it may have. */
export async function use(): Promise<HTMLElement> {
    const { projects } = await get<{ projects: ProjectUse[] }>("/v1/status");
    const head = el("tr", {}, ...COLUMNS.map((column) => el("th", { scope: "col" }, column)));
    const caption = el("caption", {}, "Runs wait until a job of theirs is taken. Minutes are those of measurements that ended today, by UTC. Projects take turns, each with as many jobs as its weight.");
    const table = el("table", {}, caption, el("thead", {}, head), el("tbody", {}, ...projects.map(row)));
    return el("section", {}, el("h2", {}, "Use and quotas"), el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Use and quotas" }, table));
}

function row(project: ProjectUse): HTMLElement {
    return el(
        "tr",
        {},
        el("th", { scope: "row" }, project.project),
        el("td", {}, `${project.weight}`),
        amount(project.queuedRuns, String),
        amount(project.openRuns, String),
        amount(project.storedBytes, (value) => bytes(value) ?? ""),
        amount(project.deviceMinutes, String),
    );
}

function amount({ used, limit }: Amount, format: (value: number) => string): HTMLElement {
    return el("td", {}, format(used), limit === null ? null : el("small", {}, `of ${format(limit)}`));
}
