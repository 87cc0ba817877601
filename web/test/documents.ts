import type { Interval, Row, RuleOutcome, VerdictDocument } from "../src/api/types";

export const interval = (estimate: number, low: number, high: number, confidence = 0.95): Interval => ({ estimate, low, high, confidence });

export const passed: RuleOutcome = {
    rule: "latency",
    metric: "latency.p50.ratio",
    max: 1,
    observed: interval(0.651, 0.623, 0.68),
    verdict: "PASS",
    sentence: "Latency ratio 0.651, 95 % interval 0.623 to 0.680; it keeps the limit of 1.000.",
    effect: "DECIDES",
};

export const undecided: RuleOutcome = {
    ...passed,
    observed: interval(1.04, 0.93, 1.17),
    verdict: "INCONCLUSIVE",
    sentence: "Latency ratio 1.040, 95 % interval 0.930 to 1.170; it does not show whether the limit of 1.000 is kept.",
    missing: { forks: 9, samples: null },
};

export const failed: RuleOutcome = {
    ...passed,
    observed: interval(1.31, 1.24, 1.38),
    verdict: "FAIL",
    sentence: "Latency ratio 1.310, 95 % interval 1.240 to 1.380; it breaks the limit of 1.000.",
};

export const invalid: RuleOutcome = {
    ...passed,
    observed: interval(0.9, 0.7, 1.2),
    verdict: "INVALID",
    sentence: "FP32 in another process was not as fast as itself: the machine was busy.",
};

export const accurate: RuleOutcome = {
    rule: "accuracy",
    metric: "accuracy.top1.loss",
    max: 0.01,
    observed: interval(0.0031, 0.0002, 0.0055, 0.9),
    verdict: "PASS",
    sentence: "Top-1 loss +0.31 points, 90 % interval +0.02 to +0.55 points; it keeps the limit of +1.00 points.",
    effect: "DECIDES",
};

export const lossy: RuleOutcome = {
    ...accurate,
    observed: interval(0.024, 0.017, 0.031, 0.9),
    verdict: "FAIL",
    sentence: "Top-1 loss +2.40 points, 90 % interval +1.70 to +3.10 points; it breaks the limit of +1.00 points.",
};

export function row(recipe: string, device: string, rules: RuleOutcome[], more: Partial<Row> = {}): Row {
    const latency = rules.find((rule) => rule.metric === "latency.p50.ratio");
    const accuracy = rules.find((rule) => rule.metric === "accuracy.top1.loss");
    return {
        variantId: `00000000-0000-4000-8000-0000000${recipe.length}${device.length}`,
        recipe,
        precision: "int8",
        baseline: false,
        sizeBytes: 1_403_221,
        sizeRatio: 0.2611,
        device: { deviceClass: device, node: `${device}-1`, description: "Xeon 8488C, 2 cores", fingerprint: null, software: {} },
        accuracy: { top1: 0.9713, loss: accuracy?.observed ?? null, flips: 12, flipRate: 0.012, samples: 1000, outputSqnrDb: 31.2, evidence: null },
        latency: {
            p50Millis: 0.8123, p90Millis: 0.91, p99Millis: null, p999Millis: null, runs: 640, ratio: latency?.observed ?? null,
            control: interval(1.002, 0.994, 1.011), speed: "FASTER", forks: 8, moreForks: null, reason: "", noiseFloor: { controls: 3, needed: 8, smallestDifference: null }, evidence: null,
        },
        peakMemoryBytes: 72_351_744,
        verdict: (["FAIL", "INVALID", "INCONCLUSIVE"] as const).find((verdict) => rules.some((rule) => rule.verdict === verdict && rule.effect === "DECIDES")) ?? "PASS",
        gating: true,
        rules,
        notes: [],
        failure: null,
        decision: null,
        further: null,
        sha256: null,
        ...more,
    };
}

export const document: VerdictDocument = {
    schemaVersion: 1,
    runId: "018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55",
    runName: "digits <b>nightly</b>",
    decidedAt: "2026-11-27T03:12:00Z",
    verdict: "FAIL",
    decisions: [
        { deviceClass: "x86-vnni", node: "x86-vnni-1", recipe: "int8-static", decision: { outcome: "SHIP", subject: "INT8", reason: "It is 1.47 to 1.61 times as fast, and the top-1 loss of at most 0.55 points is within the limit of 1 point.", missing: [], findings: [{ measure: "latency", output: "", observed: 0.651, interval: null, limit: 1, state: "KEPT", sentence: "Latency ratio 0.651, limit 1.000" }] } },
        { deviceClass: "x86-avx2", node: "x86-avx2-1", recipe: "int8-static", decision: { outcome: "CANNOT_TELL", subject: "INT8", reason: "The measurements do not show whether it is faster.", missing: ["About 9 more forks would decide."], findings: [] } },
        { deviceClass: "arm-dotprod", node: "arm-dotprod-1", recipe: "int8-dynamic", decision: { outcome: "SHIP_FP32", subject: "INT8", reason: "It is 1.24 to 1.38 times as slow as FP32.", missing: [], findings: [] } },
    ],
    variants: [
        row("fp32", "x86-vnni", [], { baseline: true, precision: "fp32", sizeRatio: null, variantId: null }),
        row("int8-static", "x86-vnni", [passed, accurate]),
        row("int8-static", "x86-avx2", [undecided, accurate]),
        row("int8-static", "arm-dotprod", [invalid, accurate]),
        row("int8-dynamic", "x86-vnni", [failed, lossy], { notes: ["Of 61 operators 18 stay in FP32, as ONNX Runtime has no integer kernel for them on this processor."] }),
        row("int8-dynamic", "x86-avx2", [failed, { ...accurate, effect: "OBSERVED" }]),
        row("int8-dynamic", "arm-dotprod", [failed, lossy]),
    ],
};
