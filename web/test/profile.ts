import type { SpeedInsight } from "../src/api/types";

/** As in docs/evidence/why.md, of a network small enough to be told whole. */
export const insight: SpeedInsight = {
    reasons: ["The variant's kernels take 68.0 µs, the baseline's 37.0 µs: a ratio of 1.838."],
    threads: 1,
    baseline: {
        runMicros: 40, kernelMicros: 37, integerKernels: 0, integerMicros: 0, conversions: 0, conversionMicros: 0, casts: 0, castMicros: 0, layoutMicros: 2,
        bound: { multiplyingMicros: 27, kernelMicros: 37, peakShare: 0.047, int8PeakRatio: 0.28, leastInt8Ratio: 0.01 },
        work: { multiplications: 1000, inIntegers: 0, uncounted: [] },
    },
    variant: {
        runMicros: 107.7, kernelMicros: 68, integerKernels: 3, integerMicros: 28, conversions: 2, conversionMicros: 8, casts: 0, castMicros: 0, layoutMicros: 0,
        bound: { multiplyingMicros: 34, kernelMicros: 68, peakShare: 0.0115, int8PeakRatio: null, leastInt8Ratio: null },
        work: { multiplications: 1000, inIntegers: 411.8, uncounted: [] },
    },
    parts: [
        { name: "Transpose", baseline: null, variant: { operator: "Transpose", elementType: "float", micros: 20, multiplications: null }, changeMicros: 20 },
        { name: "/c1/Conv", baseline: { operator: "Conv", elementType: "float", micros: 15, multiplications: 500 }, variant: { operator: "QLinearConv", elementType: "uint8", micros: 18, multiplications: 500 }, changeMicros: 3 },
        { name: "/c2/Conv", baseline: { operator: "Conv", elementType: "float", micros: 16, multiplications: 500 }, variant: { operator: "QLinearConv", elementType: "uint8", micros: 10, multiplications: 500 }, changeMicros: -6 },
        { name: "/Add", baseline: { operator: "Add", elementType: "float", micros: 4, multiplications: null }, variant: { operator: "QLinearAdd", elementType: "uint8", micros: 12, multiplications: null }, changeMicros: 8 },
    ],
    transitionChangeMicros: 6,
    roofline: { threads: 1, roofs: [{ numbers: "FP32", matrixRate: 51.24e9, convolutionRate: 40e9, bytesPerSecond: 9.95e9 }, { numbers: "BF16", matrixRate: null, convolutionRate: null, bytesPerSecond: null }] },
};
