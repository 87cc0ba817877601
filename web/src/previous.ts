import type { Interval, OutcomeChange, OutcomeThen, PreviousVerdict } from "./api";
import { badge, el } from "./dom";

const COLUMNS = ["Rule", "Variant", "Device", "Before", "Value before", "Now", "Value now"];

/** What is otherwise than in the verdict before; nothing where there was none. */
export function since(previous: PreviousVerdict | null | undefined): HTMLElement[] {
    if (!previous) return [];
    const changed = previous.outcomes.filter(differs).length;
    const run = el("a", { href: `#run=${previous.runId}` }, "the run before");
    const head = el("tr", {}, ...COLUMNS.map((column) => el("th", { scope: "col" }, column)));
    const table = el("table", {}, el("thead", {}, head), el("tbody", {}, ...previous.outcomes.map(row)));
    return [
        el("h3", {}, "Since the verdict before"),
        el("p", {}, badge(previous.verdict), " was the verdict of ", run, ` on this model name, by the same policy; ${changed} of ${previous.outcomes.length} outcomes changed since.`),
        el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Outcomes before and now" }, table),
    ];
}

function differs({ before, after }: OutcomeChange): boolean {
    return before?.verdict !== after?.verdict || before?.effect !== after?.effect;
}

function row(change: OutcomeChange): HTMLElement {
    return el(
        "tr",
        {},
        el("th", { scope: "row" }, change.rule),
        el("td", { class: "text" }, change.recipe),
        el("td", { class: "text" }, change.deviceClass ?? "–"),
        verdict(change.before),
        value(change.before?.observed),
        verdict(change.after),
        value(change.after?.observed),
    );
}

const verdict = (then: OutcomeThen | null): HTMLElement => el("td", { class: "text" }, then ? badge(then.verdict) : "–");

/** In the unit of the rule's metric, as the document has it: four digits that count. */
const value = (observed: Interval | null | undefined): HTMLElement => el("td", {}, observed ? String(Number(observed.estimate.toPrecision(4))) : "–");
