import type { Interval, MetricResult } from "../../api/types";
import { written } from "../../number/metric";
import { fixed, percent, short } from "../../number/number";

/** Measures whose values are shares of 1, as the command line writes them; all others are plain numbers. */
const SHARES = new Set([
    "top1", "top5", "recall", "f1.macro", "f1.micro", "f1.weighted", "tokenAccuracy", "characterErrorRate", "wordErrorRate", "recallAt1", "recallAt5", "recallAt10",
    "map", "map50", "map75", "mapSmall", "mapMedium", "mapLarge", "averageRecall1", "averageRecall10", "averageRecall100",
    "averageRecallSmall", "averageRecallMedium", "averageRecallLarge", "agreement",
]);

export const isShare = ({ metric }: MetricResult): boolean => SHARES.has(metric ?? "");

export function valueOf(result: MetricResult, value: number | null | undefined): string {
    if (value == null) return "not defined";
    return isShare(result) ? percent(value, 2) : fixed(value, 4);
}

export function lossOf(result: MetricResult, loss: Interval): string {
    if (isShare(result)) return written("accuracy.top1.loss", loss);
    const [estimate = NaN, low = NaN, high = NaN] = [loss.estimate, loss.low, loss.high];
    return `${fixed(estimate, 4)} [${fixed(low, 4)}, ${fixed(high, 4)}]`;
}

export const sure = ({ confidence }: Interval): string => (confidence === undefined ? "" : `${short(100 * confidence)} % interval`);
