import type { Interval } from "../api/types";
import { bytes, fixed, millis, percent } from "./number";

/** How the values of a metric are written: as command line, sentences of decisions and gates write them. */
export interface Writing {
    plain(value: number): string;
    interval(value: Interval): string;
}

const shared = (plain: (value: number) => string): Writing => ({
    plain,
    interval: ({ estimate = NaN, low = NaN, high = NaN }) => `${plain(estimate)} [${plain(low)}, ${plain(high)}]`,
});

const signed = (share: number): string => {
    const written = fixed(100 * share, 2);
    return written.startsWith("-") ? written : `+${written}`;
};
const LOSS: Writing = {
    plain: (share) => `${signed(share)} points`,
    interval: ({ estimate = NaN, low = NaN, high = NaN }) => `${signed(estimate)} points [${signed(low)}, ${signed(high)}]`,
};
const RATIO = shared((value) => fixed(value, 3));
const SHARE = shared((share) => percent(share, 2));
const MILLIS = shared((value) => millis(value));
const BYTES = shared((value) => bytes(Math.round(value)));
const OTHER = shared((value) => value.toPrecision(4));

/** By the end of its label, so that a metric that only a newer service has is written, too. */
export function writing(metric: string): Writing {
    // In the unit of the measure that the rule names.
    if (metric === "accuracy.loss") return OTHER;
    switch (metric.slice(metric.lastIndexOf(".") + 1).toLowerCase()) {
        case "loss":
            return LOSS;
        case "ratio":
        case "agreement":
            return RATIO;
        case "flips":
        case "relativeloss":
        case "rate":
        case "share":
        case "coverage":
        case "time":
        case "determinism":
            return SHARE;
        case "millis":
        case "upper":
        case "coldstart":
        case "p50":
        case "p90":
        case "p99":
            return MILLIS;
        case "bytes":
        case "peak":
            return BYTES;
        default:
            return OTHER;
    }
}

/** What is known exactly has no bounds. */
export function written(metric: string, value: Interval): string {
    return value.confidence === 1 ? writing(metric).plain(value.estimate ?? NaN) : writing(metric).interval(value);
}

const NAMES: Record<string, string> = {
    "accuracy.top1.loss": "Top-1 loss",
    "latency.p50.ratio": "Latency, as a ratio to FP32",
    "size.ratio": "File size, as a ratio to FP32",
    "accuracy.agreement": "Error of the outputs, of what is allowed",
    "accuracy.top1.relativeLoss": "Top-1 loss, as a share of FP32's",
    "accuracy.flips": "Answers that changed",
    "accuracy.slice.loss": "Loss in the worst class or group",
    "accuracy.loss": "Loss by the rule's measure",
    "latency.p99.upper": "99th percentile of the latency, at most",
    "memory.peak": "Peak memory",
    "memory.peak.ratio": "Peak memory, as a ratio to FP32",
    coldStart: "Time to the first answer",
    coverage: "Multiplications and additions in integer kernels",
    "coverage.time": "Time in integer kernels",
    labelTruth: "Ways in which it is not of its precision",
    determinism: "Samples whose outputs do not repeat",
    runtimeRange: "Versions of ONNX Runtime without a measurement",
};

export const metricName = (metric: string): string => NAMES[metric] ?? metric;

/** What stays the same where nothing changed: 1 of a ratio to FP32, none of everything else. */
export function neutral(metric: string): number | null {
    if (metric.endsWith("ratio")) return 1;
    return metric.toLowerCase().endsWith("loss") ? 0 : null;
}
