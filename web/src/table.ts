import type { Interval, Row, VerdictDocument } from "./api";
import { badge, el } from "./dom";

const UNKNOWN = "–";
const COLUMNS = ["Variant", "Device", "File size", "Top-1", "Loss, points", "Flips", "p50", "p99", "Ratio to FP32", "Peak memory", "Verdict", "Notes"];

/** The comparison of a run's variants: a row per variant and node. */
export function comparison(verdict: VerdictDocument): HTMLElement {
    const head = el("tr", {}, ...COLUMNS.map((column) => el("th", { scope: "col" }, column)));
    const caption = el("caption", {}, "Loss and ratio with their 95 % intervals; latency at batch 1. Each ratio is of runs in turn with an FP32 of its own; the baseline's row shows one of them.");
    const body = el("tbody", {}, ...verdict.variants.map(row));
    const table = el("table", {}, caption, el("thead", {}, head), body);
    return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Comparison of the variants" }, table);
}

function row(row: Row): HTMLElement {
    const { accuracy, latency } = row;
    return el(
        "tr",
        {},
        el("th", { scope: "row" }, row.precision.toUpperCase(), el("small", {}, row.recipe)),
        cell(row.device?.deviceClass, row.device?.node),
        cell(bytes(row.sizeBytes), row.sizeRatio === null ? null : percent(row.sizeRatio, 2)),
        cell(accuracy?.top1 == null ? null : percent(accuracy.top1, 2)),
        row.baseline ? cell(null) : interval(accuracy?.loss ?? null, (value) => fixed(100 * value, 2)),
        cell(row.baseline || !accuracy ? null : String(accuracy.flips), row.baseline || !accuracy ? null : `of ${accuracy.samples}`),
        cell(millis(latency?.p50Millis)),
        cell(millis(latency?.p99Millis)),
        row.baseline ? cell(null) : interval(latency?.ratio ?? null, (value) => fixed(value, 3)),
        cell(bytes(row.peakMemoryBytes)),
        el("td", { class: "text" }, badge(row.baseline ? "BASELINE" : row.verdict), row.gating || row.baseline ? null : el("small", {}, "does not decide")),
        notes(row),
    );
}

function notes(row: Row): HTMLElement {
    const sentences = [
        ...(row.failure ? [`${row.failure.code}: ${row.failure.message}`] : []),
        ...row.rules.filter((rule) => rule.verdict !== "PASS").map((rule) => rule.sentence),
        ...row.notes,
    ];
    const links = row.variantId
        ? [
              el("a", { href: `/v1/variants/${row.variantId}/content`, download: "" }, "ONNX file"),
              " · ",
              el("a", { href: `/v1/variants/${row.variantId}/report.html` }, "quality report"),
          ]
        : [];
    return el("td", { class: "notes" }, ...sentences.map((sentence) => el("div", {}, sentence)), el("small", {}, ...links));
}

function cell(text: string | null | undefined, more: string | null = null): HTMLElement {
    return el("td", {}, text ?? UNKNOWN, more === null ? null : el("small", {}, more));
}

function interval(value: Interval | null, format: (value: number) => string): HTMLElement {
    return value ? cell(format(value.estimate), `${format(value.low)} to ${format(value.high)}`) : cell(null);
}

/** Halves go away from zero by the digits that a number is written with, as on the command line; toFixed goes by its binary value. */
function fixed(value: number, digits: number): string {
    const written = String(Math.abs(value));
    const [whole = "", part = ""] = written.split(".");
    if (part.length <= digits || written.includes("e")) return value.toFixed(digits);
    const up = (part[digits] ?? "0") >= "5" ? 1n : 0n;
    const all = (BigInt(whole + part.slice(0, digits)) + up).toString().padStart(digits + 1, "0");
    const point = all.length - digits;
    return (value < 0 ? "-" : "") + all.slice(0, point) + (digits > 0 ? `.${all.slice(point)}` : "");
}

function percent(share: number, digits: number): string {
    return `${fixed(100 * share, digits)} %`;
}

function millis(value: number | null | undefined): string | null {
    if (value == null) return null;
    // Four digits, so that the ratio of two times can be read off them; as the command line rounds.
    const decimals = value > 0 ? 3 - Math.floor(Math.log10(value)) : 1;
    return `${fixed(value, Math.min(7, Math.max(1, decimals)))} ms`;
}

function bytes(value: number | null): string | null {
    if (value === null) return null;
    const power = Math.min(3, Math.floor(Math.log2(Math.max(1, value)) / 10));
    return `${fixed(value / 1024 ** power, [0, 1, 2, 2][power] ?? 2)} ${["bytes", "KiB", "MiB", "GiB"][power]}`;
}
