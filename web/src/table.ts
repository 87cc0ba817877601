import type { Interval, Latency, NoiseFloor, Row, RuleOutcome, VerdictDocument } from "./api";
import { badge, el } from "./dom";
import { bytes, fixed, millis, percent } from "./number";

const UNKNOWN = "–";
const EFFECTS = { WARNS: "Warning", OBSERVED: "Observed, not yet enforced", WAIVED: "Waived" };
const COLUMNS = ["Variant", "Device", "File size", "Top-1", "Loss, points", "p50, tails", "Speed", "Ratio to FP32", "Control", "Memory", "Verdict"];

/** The comparison of a run's variants: a row of figures per variant and node, and a row of what is to be said about them. */
export function comparison(verdict: VerdictDocument): HTMLElement {
    const head = el("tr", {}, ...COLUMNS.map((column) => el("th", { scope: "col" }, column)));
    const caption = el("caption", {}, captionOf(verdict.variants.filter((row) => !row.baseline)));
    const body = el("tbody", {}, ...verdict.variants.flatMap((row) => [figures(row), notes(row)]));
    const table = el("table", {}, caption, el("thead", {}, head), body);
    return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Comparison of the variants" }, table);
}

function captionOf(rows: Row[]): string {
    const intervals = [
        `loss${confidence(rows.map((row) => row.accuracy?.loss))}`,
        `ratio${confidence(rows.map((row) => row.latency?.ratio))}`,
        `control${confidence(rows.map((row) => row.latency?.control))}`,
    ];
    return `Intervals: ${intervals.join(", ")}. Latency at batch 1, its tails as upper estimates at 99 % confidence. Each ratio compares a variant with runs of FP32 that took turns with its own, in fresh processes; the row of FP32 shows those of the first variant. The control compares FP32 with itself, where 1 is right.`;
}

function confidence(intervals: (Interval | null | undefined)[]): string {
    const known = intervals.find((interval) => interval != null);
    return known ? ` ${short(100 * known.confidence)} %` : " not known";
}

/** As the command line: two digits, without zeros at the end. */
function short(value: number): string {
    return fixed(value, 2).replace(/\.?0+$/, "");
}

function figures(row: Row): HTMLElement {
    const { accuracy, latency } = row;
    return el(
        "tr",
        { class: "figures" },
        el("th", { scope: "row" }, row.precision.toUpperCase(), el("small", {}, row.recipe)),
        cell(row.device?.deviceClass, row.device?.node),
        cell(bytes(row.sizeBytes), row.sizeRatio === null ? null : percent(row.sizeRatio, 2)),
        cell(accuracy?.top1 == null ? null : percent(accuracy.top1, 2), row.baseline || !accuracy ? null : `${accuracy.flips} of ${accuracy.samples} flip`),
        row.baseline ? cell(null) : interval(accuracy?.loss ?? null, (value) => fixed(100 * value, 2)),
        times(latency),
        speed(latency),
        row.baseline ? cell(null) : interval(latency?.ratio ?? null, (value) => fixed(value, 3)),
        interval(latency?.control ?? null, (value) => fixed(value, 3)),
        cell(bytes(row.peakMemoryBytes)),
        el("td", { class: "text" }, badge(row.baseline ? "BASELINE" : row.verdict), row.gating || row.baseline ? null : el("small", {}, "does not decide")),
    );
}

function times(latency: Latency | null): HTMLElement {
    if (!latency) return cell(null);
    return el(
        "td",
        {},
        millis(latency.p50Millis),
        tail("p90", latency.p90Millis, latency.runs < 64),
        tail("p99", latency.p99Millis, latency.runs < 662),
        tail("p99.9", latency.p999Millis, latency.runs < 6636),
    );
}

/** A measurement that is older than a tail may have runs enough for it and not tell it. */
function tail(name: string, value: number | null, tooFew: boolean): HTMLElement {
    return el("small", {}, `${name} ${tooFew ? "not enough runs" : (millis(value) ?? UNKNOWN)}`);
}

/** The words of the command line. */
function speed(latency: Latency | null): HTMLElement {
    if (!latency?.speed) return cell(null);
    const forks = latency.forks === 1 ? "1 fork" : `${latency.forks} forks`;
    const more = latency.moreForks == null ? null : el("small", {}, `about ${latency.moreForks} more`);
    return el("td", {}, badge(latency.speed, latency.speed === "INCONCLUSIVE" ? "CANNOT TELL" : latency.speed), el("small", {}, forks), more);
}

function notes(row: Row): HTMLElement {
    const sentences = [
        ...(row.failure ? [`${row.failure.code}: ${row.failure.message}`] : []),
        ...row.rules.filter((rule) => rule.verdict !== "PASS").map(told),
        ...row.notes,
    ];
    // A rule on latency says it, too.
    const reason = row.latency?.reason;
    if (reason && !sentences.includes(reason)) sentences.push(reason);
    const links = row.variantId
        ? [
              el("a", { href: `/v1/variants/${row.variantId}/content`, download: "" }, "ONNX file"),
              " · ",
              el("a", { href: `/v1/variants/${row.variantId}/report.html` }, "quality report"),
          ]
        : [];
    const floor = row.latency?.noiseFloor;
    const said = sentences.map((sentence) => el("div", {}, sentence));
    if (floor) said.push(el("div", {}, el("small", {}, `Smallest difference this node can see: ${difference(floor)}`)));
    return el("tr", { class: "notes" }, el("td", { colspan: `${COLUMNS.length}` }, ...said, el("small", {}, ...links)));
}

/** With what the rule does where it does not decide, what lost the accuracy, and who answers for it. */
function told({ effect, sentence, cause, waiver }: RuleOutcome): string {
    const head = effect && effect !== "DECIDES" ? `${EFFECTS[effect]}: ` : "";
    return [`${head}${sentence}`, cause, waiver].filter(Boolean).join(" ");
}

function difference({ controls, needed, smallestDifference }: NoiseFloor): string {
    return smallestDifference === null ? `not known yet (${controls} of ${needed} measurements)` : `${short(100 * smallestDifference)} %`;
}

function cell(text: string | null | undefined, more: string | null = null): HTMLElement {
    return el("td", {}, text ?? UNKNOWN, more === null ? null : el("small", {}, more));
}

function interval(value: Interval | null, format: (value: number) => string): HTMLElement {
    return value ? cell(format(value.estimate), `${format(value.low)} to ${format(value.high)}`) : cell(null);
}
