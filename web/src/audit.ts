import { get, type Page } from "./api";
import { el } from "./dom";

interface Entry {
    sequence: number;
    at: string;
    operation: string;
    outcome: string;
    /** By what the caller says who it is, where nothing below does. */
    by: string;
    key: string | null;
    keyName: string | null;
    identity: string | null;
    address: string;
    target: string;
    leftOut: number;
}

const COLUMNS = ["Number", "At", "Outcome", "Operation", "By", "From", "What"];
const SHOWN = 50;

/** The newest entries of the audit log, and older ones at a click. */
export async function audit(guarded: (action: () => Promise<void>) => Promise<void>): Promise<HTMLElement> {
    const entries = el("tbody");
    const older = el("button", { type: "button" }, "Older entries");
    let cursor: string | null = null;
    const more = async (): Promise<void> => {
        const from: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
        const page: Page<Entry> = await get<Page<Entry>>(`/v1/audit?limit=${SHOWN}${from}`);
        entries.append(...page.items.map(row));
        cursor = page.nextCursor;
        older.hidden = cursor === null;
    };
    await more();
    older.addEventListener("click", () => void guarded(more));
    const head = el("tr", {}, ...COLUMNS.map((column) => el("th", { scope: "col" }, column)));
    const caption = el("caption", {}, "Of the whole service, newest first. narrowgauge audit verify finds out whether it was changed.");
    const table = el("table", { class: "texts" }, caption, el("thead", {}, head), entries);
    return el("section", {}, el("h2", {}, "Audit log"), el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Audit log" }, table), older);
}

function row(entry: Entry): HTMLElement {
    const outcome = entry.leftOut === 0 ? null : el("small", {}, `${entry.leftOut} refusals before it are left out`);
    return el(
        "tr",
        {},
        el("th", { scope: "row" }, `${entry.sequence}`),
        el("td", {}, new Date(entry.at).toLocaleString()),
        el("td", {}, entry.outcome, outcome),
        el("td", {}, entry.operation),
        el("td", {}, entry.identity ?? named(entry) ?? entry.by),
        el("td", {}, entry.address),
        el("td", {}, entry.target),
    );
}

/** By its name and its id, as keys of the same name are told apart. */
function named(entry: Entry): string | null {
    return entry.keyName === null ? entry.key : `${entry.keyName} (${entry.key})`;
}
