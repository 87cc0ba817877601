import type { Series } from "../api/types";
import { writing } from "../number/metric";
import { short } from "../number/number";

const NAMES: Partial<Record<Series["metric"], string>> = {
    LATENCY_RATIO: "Latency, as a ratio to FP32",
    ACCURACY_DIFFERENCE: "Top-1, less that of FP32",
    FLIP_SHARE: "Answers that changed",
    SIZE_RATIO: "File size, as a ratio to FP32",
    MEMORY_RATIO: "Peak memory, as a ratio to FP32",
    LATENCY_P50: "p50 of the latency",
    LATENCY_P99: "p99 of the latency, at most",
    BASELINE_P50: "p50 of FP32's latency",
    THROUGHPUT_RATIO: "Throughput, as a ratio to FP32",
    ENERGY_RATIO: "Energy, as a ratio to FP32",
    COLD_START_RATIO: "Time to the first answer, as a ratio to FP32",
};

/** One that has no name here is called as the service calls it. */
export const trackedName = (metric: Series["metric"]): string =>
    NAMES[metric] ?? metric.toLowerCase().replaceAll("_", " ").replace(/^./, (first) => first.toUpperCase());

/** How values of a series are written, by its unit; those that may be below nothing with their sign. */
export function writeIn({ unit, metric }: Pick<Series, "unit" | "metric">): (value: number) => string {
    if (unit === "ratio") return writing("ratio").plain;
    if (unit === "ms") return writing("millis").plain;
    return writing(metric.endsWith("_DIFFERENCE") ? "loss" : "share").plain;
}

/** How far values of a series are from each other: of ratios and times relative, of shares in points. */
export const distance = ({ unit }: Pick<Series, "unit">): ((value: number) => string) => (value) => `${short(100 * value)} ${unit === "share" ? "points" : "%"}`;
