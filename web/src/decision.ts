import type { Decision, DeviceDecision } from "./api";
import { badge, el } from "./dom";

/** What to ship on each device, with the reason; the numbers in it were rounded where it was decided. */
export function decisions(made: DeviceDecision[]): HTMLElement {
    return el("div", { class: "decisions" }, ...made.map((each) => decision(each, made.length > 1)));
}

function decision({ deviceClass, recipe, decision }: DeviceDecision, named: boolean): HTMLElement {
    const place = named && deviceClass !== null ? ` on ${deviceClass}` : "";
    return el(
        "div",
        {},
        el("h3", {}, badge(decision.outcome, headline(decision)), place, " ", el("small", {}, recipe)),
        el("p", {}, decision.reason),
        ...decision.missing.filter((sentence) => sentence !== decision.reason).map((sentence) => el("p", {}, sentence)),
        el("details", {}, el("summary", {}, "What was compared with which limit"), findings(decision)),
    );
}

function findings(decision: Decision): HTMLElement {
    return el("ul", {}, ...decision.findings.map((finding) => el("li", {}, badge(finding.state), " ", finding.sentence)));
}

function headline({ outcome, subject }: Decision): string {
    return outcome === "SHIP" ? `SHIP ${subject}` : outcome.replace("_", " ");
}
