import type { Interval, Latency, Row, VerdictDocument } from "../api/types";
import { bytes, counted, fixed, known, millis, percent, short, UNKNOWN } from "../number/number";
import { Badge } from "../ui/Badge";
import { Name } from "../ui/Name";
import { Line, Table } from "../ui/Table";
import { Details } from "../variant/Details";
import { anchorOf, keyOf } from "./rows";

const HEADS = ["Variant", "Device", "File size", "Top-1", "Loss, points", "p50, tails", "Speed", "Ratio to FP32", "Control", "Memory", "Verdict"];
const COLUMNS = HEADS.map((head, index) => ({ head, numeric: index > 1 && index < HEADS.length - 1 }));

/** Every figure of every variant, FP32 first. */
export function Figures({ document, marked }: { document: VerdictDocument; marked: string | undefined }) {
    const rows = document.variants ?? [];
    return (
        <Table label="All figures" columns={COLUMNS} caption={captionOf(rows.filter((row) => !row.baseline))}>
            {rows.map((row) => <Line key={anchorOf(row)} columns={COLUMNS} cells={cells(document.runId ?? "", row)} marked={!row.baseline && keyOf(row) === marked} />)}
        </Table>
    );
}

function captionOf(rows: Row[]): string {
    const intervals = [
        `loss${confidence(rows.map((row) => row.accuracy?.loss))}`,
        `ratio${confidence(rows.map((row) => row.latency?.ratio))}`,
        `control${confidence(rows.map((row) => row.latency?.control))}`,
    ];
    return `Intervals: ${intervals.join(", ")}. Latency at batch 1, its tails as upper estimates at 99 % confidence. Each ratio compares a variant with runs of FP32 that took turns with its own, in fresh processes; the row of FP32 shows those of the first variant, so the quotient of two p50 may be another. The control compares FP32 with itself, where 1 is right.`;
}

function confidence(intervals: (Interval | null | undefined)[]): string {
    const share = intervals.find((interval) => interval != null)?.confidence;
    return share === undefined ? " not known" : ` ${short(100 * share)} %`;
}

function cells(run: string, row: Row): React.ReactNode[] {
    const { accuracy, latency, baseline } = row;
    return [
        <span>{(row.precision ?? "").toUpperCase()}<small><Details run={run} row={row} tab="accuracy"><Name>{row.recipe ?? ""}</Name></Details></small></span>,
        <span>{row.device?.deviceClass ? <Name>{row.device.deviceClass}</Name> : UNKNOWN}{row.device?.node && <small><Name>{row.device.node}</Name></small>}</span>,
        <span>{known(row.sizeBytes, bytes)}{row.sizeRatio != null && <small>{percent(row.sizeRatio, 2)}</small>}</span>,
        <span>{known(accuracy?.top1, (share) => percent(share, 2))}{!baseline && accuracy && <small>{accuracy.flips} of {accuracy.samples} flip</small>}</span>,
        baseline ? UNKNOWN : <Ranged value={accuracy?.loss} format={(value) => fixed(100 * value, 2)} />,
        latency ? <Times latency={latency} /> : UNKNOWN,
        latency?.speed ? <Speed latency={latency} /> : UNKNOWN,
        baseline ? UNKNOWN : <Ranged value={latency?.ratio} format={(value) => fixed(value, 3)} />,
        <Ranged value={latency?.control} format={(value) => fixed(value, 3)} />,
        known(row.peakMemoryBytes, bytes),
        <span><Badge of={baseline ? "BASELINE" : (row.verdict ?? "INVALID")} />{!row.gating && !baseline && <small>does not decide</small>}</span>,
    ];
}

function Ranged({ value, format }: { value: Interval | null | undefined; format: (value: number) => string }) {
    if (value?.estimate === undefined || value.low === undefined || value.high === undefined) return <span>{UNKNOWN}</span>;
    return <span>{format(value.estimate)}<small>{format(value.low)} to {format(value.high)}</small></span>;
}

/** A measurement that is older than a tail may have runs enough for it and not tell it. */
const TAILS = [["p90", "p90Millis", 64], ["p99", "p99Millis", 662], ["p99.9", "p999Millis", 6636]] as const;

function Times({ latency }: { latency: Latency }) {
    return (
        <span>
            {known(latency.p50Millis, millis)}
            {TAILS.map(([name, key, least]) => <small key={name}>{name} {(latency.runs ?? 0) < least ? "not enough runs" : known(latency[key], millis)}</small>)}
        </span>
    );
}

/** The words of the command line. */
function Speed({ latency: { speed, forks, moreForks } }: { latency: Latency }) {
    return (
        <span>
            {speed === "INCONCLUSIVE" ? "CANNOT TELL" : speed}
            {forks != null && <small>{counted(forks, "fork")}</small>}
            {moreForks != null && <small>about {moreForks} more</small>}
        </span>
    );
}
