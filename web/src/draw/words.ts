import type { RuleOutcome } from "../api/types";
import { writing } from "../number/metric";
import { counted, short } from "../number/number";

/** What a reader needs beside the drawing: of what is not decided what it may be, of what is not valid the cause. */
export function words(outcome: RuleOutcome): string | null {
    if (outcome.verdict === "INVALID") return outcome.sentence ?? null;
    if (outcome.verdict !== "INCONCLUSIVE") return null;
    return [`cannot tell${between(outcome)}`, needed(outcome)].filter((part) => part !== "").join("; ");
}

function between({ metric, observed }: RuleOutcome): string {
    if (!observed || observed.low === undefined || observed.high === undefined) return "";
    if (metric === "latency.p50.ratio") return `: ${speeds(observed.low, observed.high)}`;
    const { plain } = writing(metric ?? "");
    return `: ${plain(observed.low)} to ${plain(observed.high)}`;
}

/** `7 % faster to 17 % slower`. */
function speeds(low: number, high: number): string {
    const share = (ratio: number): string => `${short(100 * Math.abs(1 - ratio))} % ${ratio < 1 ? "faster" : "slower"}`;
    return `${share(low)} to ${share(high)}`;
}

function needed({ missing }: RuleOutcome): string {
    if (missing?.forks != null) return `about ${counted(missing.forks, "more fork")} would decide`;
    if (missing?.samples != null) return `about ${counted(missing.samples, "more sample")} would decide`;
    return "";
}

/** For whoever does not see the drawing. */
export function told(outcome: RuleOutcome, value: string): string {
    return [outcome.verdict ?? "", value, words(outcome) ?? ""].filter((part) => part !== "").join(", ");
}

