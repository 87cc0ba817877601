import type { ProfiledSide, SpeedInsight } from "../../api/types";
import { counted } from "../../number/number";

/** Time of one run that is of one sort, in FP32 and in the variant; what stands between kernels is told apart from what computes. */
export interface Segment { name: string; kind: "operator" | "rest" | "between" | "outside"; baseline: number; variant: number }

export const SIDES = ["baseline", "variant"] as const;

export const total = (segments: Segment[], side: (typeof SIDES)[number]): number => segments.reduce((all, each) => all + each[side], 0);

/** As many parts as a measurement keeps; where there are fewer, none was left out. */
export const MOST_PARTS = 60;
const MOST_OPERATORS = 6;

export const hasEveryPart = ({ parts = [] }: SpeedInsight): boolean => parts.length < MOST_PARTS;

/** All of a run's time, of both sides: the operators that take most, what is between kernels, and what passes outside of all. */
export function stackOf(insight: SpeedInsight): Segment[] {
    const { baseline = {}, variant = {} } = insight;
    const operators = byOperator(insight);
    const [first, others] = [operators.slice(0, MOST_OPERATORS), operators.slice(MOST_OPERATORS)];
    const between = [
        segment("conversions between floats and integers", "between", baseline.conversionMicros, variant.conversionMicros),
        segment("casts between floats", "between", baseline.castMicros, variant.castMicros),
        segment("reorders", "between", baseline.layoutMicros, variant.layoutMicros),
    ];
    const known = sum([...operators, ...between]);
    return [
        ...first,
        ...(others.length === 0 ? [] : [{ ...sum(others), name: counted(others.length, "other operator"), kind: "rest" as const }]),
        // Nothing is left of a side whose parts are all told but what rounding leaves.
        ...(operators.length === 0 || !hasEveryPart(insight) ? [segment("parts that change less", "rest", left(baseline, known.baseline), left(variant, known.variant))] : []),
        ...between,
        segment("outside of kernels", "outside", outside(baseline), outside(variant)),
    ].filter((each) => each.baseline > 0 || each.variant > 0);
}

/** By what each part is in FP32 and becomes in the variant; those that take most, in either, first. */
function byOperator({ parts = [] }: SpeedInsight): Segment[] {
    const all = new Map<string, Segment>();
    for (const { baseline, variant } of parts) {
        const name = becomes(baseline?.operator, variant?.operator);
        const now = all.get(name) ?? { name, kind: "operator", baseline: 0, variant: 0 };
        all.set(name, { ...now, baseline: now.baseline + (baseline?.micros ?? 0), variant: now.variant + (variant?.micros ?? 0) });
    }
    const weight = (each: Segment): number => Math.max(each.baseline, each.variant);
    return [...all.values()].sort((one, other) => weight(other) - weight(one));
}

/** In the words of the sentences. */
export function becomes(before: string | undefined, after: string | undefined): string {
    return before === after && before !== undefined ? before : `${before ?? "nothing"} becomes ${after ?? "nothing"}`;
}

const segment = (name: string, kind: Segment["kind"], baseline = 0, variant = 0): Segment => ({ name, kind, baseline, variant });

const sum = (segments: Segment[]) => ({ baseline: total(segments, "baseline"), variant: total(segments, "variant") });

const left = ({ kernelMicros = 0 }: ProfiledSide, known: number): number => Math.max(0, kernelMicros - known);

const outside = ({ runMicros = 0, kernelMicros = 0 }: ProfiledSide): number => Math.max(0, runMicros - kernelMicros);
