import type { Interval, Row, RuleOutcome } from "../api/types";
import { neutral } from "../number/metric";
import { linearScale, logScale, type Scale } from "./scale";

/** One rule held against one variant on one device. */
export interface Judged {
    row: Row;
    outcome: RuleOutcome;
    /** Two-sided, at 95 %, as it stands in the figures; null where the rule is about something else. */
    shown: Interval | null;
}

/** One rule: all that it was held against, on one scale. */
export interface Forest { rule: string; metric: string; limit: Limit; scale: Scale; judged: Judged[] }

export interface Limit { value: number; side: "above" | "below" }

/** What a rule asks for may be no number. */
export const isKnown = ({ value }: Limit): boolean => Number.isFinite(value);

export function bound({ value, side }: Limit, write: (value: number) => string): string {
    return `${side === "above" ? "at most" : "at least"} ${write(value)}`;
}

export const limitOf = (outcome: RuleOutcome): Limit =>
    outcome.min != null ? { value: outcome.min, side: "below" } : { value: outcome.max ?? Number.NaN, side: "above" };

/** The rules of the rows in the order in which they stand there; one that is held against slices is one rule for each. */
export function forests(rows: Row[]): Forest[] {
    const all = new Map<string, Judged[]>();
    for (const row of rows) {
        for (const outcome of row.rules ?? []) {
            const rule = title(outcome);
            all.set(rule, [...(all.get(rule) ?? []), { row, outcome, shown: shownOf(row, outcome) }]);
        }
    }
    return [...all].flatMap(([rule, judged]) => {
        const first = judged[0]?.outcome;
        if (first === undefined) return [];
        const metric = first.metric ?? "";
        const limit = limitOf(first);
        return [{ rule, metric, limit, scale: scaleOf(metric, limit, judged), judged }];
    });
}

export const title = ({ rule, slice }: RuleOutcome): string => (slice ? `${rule} [${slice}]` : (rule ?? ""));

function shownOf({ accuracy, latency }: Row, { metric }: RuleOutcome): Interval | null {
    if (metric === "accuracy.top1.loss") return accuracy?.loss ?? null;
    return metric === "latency.p50.ratio" ? (latency?.ratio ?? null) : null;
}

function scaleOf(metric: string, limit: Limit, judged: Judged[]): Scale {
    const same = neutral(metric);
    const values = judged.flatMap(({ outcome, shown }) => [...ends(outcome.observed), ...ends(shown)]);
    const all = [...values, ...(isKnown(limit) ? [limit.value] : []), ...(same === null ? [] : [same])];
    return metric.endsWith("ratio") ? logScale(all) : linearScale(all);
}

const ends = (interval: Interval | null | undefined): number[] =>
    interval ? [interval.low, interval.estimate, interval.high].filter((value) => value !== undefined) : [];
