import { expect, test } from "vitest";
import type { Run } from "../src/api/types";
import { extended, forksThatDecide, repeated, tried } from "../src/run/again";
import { document, passed, row, undecided } from "./documents";

const run: Run = {
    id: "00000000-0000-4000-8000-000000000001",
    name: "nightly",
    modelId: "a".repeat(64),
    calibrationDatasetId: "b".repeat(64),
    evaluationDatasetId: "c".repeat(64),
    recipes: [{}, { precision: "fp16" }],
    deviceClasses: ["x86-vnni"],
    policy: { rules: [{ id: "latency", metric: "latency.p50.ratio", max: 1 }, { metric: "size.ratio", max: 0.5 }] },
    tags: ["main"],
    commit: null,
    state: "DONE",
    verdict: "INCONCLUSIVE",
    createdAt: "2026-01-01T00:00:00Z",
    endedAt: "2026-01-01T00:10:00Z",
    detectableLoss: null,
};

const of = (forks: number) => ({ ...document, variants: [row("int8", "x86-vnni", [undecided], { latency: { forks } })] });

test("what is repeated is the same, measured anew", () => {
    expect(repeated(run)).toEqual({
        name: "nightly",
        modelId: run.modelId,
        calibrationDatasetId: run.calibrationDatasetId,
        evaluationDatasetId: run.evaluationDatasetId,
        deviceClasses: ["x86-vnni"],
        tags: ["main"],
        recipes: run.recipes,
        policy: run.policy,
        fresh: true,
    });
    expect(repeated({ ...run, commit: "1234567" })).toHaveProperty("commit", "1234567");
});

test("an offered recipe is tried alone, by the same policy", () => {
    const submission = tried(run, { mode: "dynamic" });
    expect(submission.recipes).toEqual([{ mode: "dynamic" }]);
    expect(submission.policy).toEqual(run.policy);
});

test("more forks are measured where forks decide, and what was measured counts", () => {
    // 6 and half as many more as the 9 that are missing.
    expect(forksThatDecide(of(6))).toBe(20);
    expect(forksThatDecide(of(995))).toBe(1000);
    expect(forksThatDecide({ ...document, variants: [row("int8", "x86-vnni", [passed])] })).toBeNull();

    // A verdict by a percentile has used up its error: it is not made again with a few forks more.
    const percentile = { ...undecided, rule: "p99", metric: "latency.p99.upper" };
    expect(forksThatDecide({ ...document, variants: [row("int8", "x86-vnni", [percentile])] })).toBeNull();

    const { policy } = extended(run, of(6), 20);
    expect(policy?.extend).toEqual({ forks: 20 });
    expect(policy?.reuse).toBe("7d");
    expect(policy?.rules).toEqual([{ id: "latency", metric: "latency.p50.ratio", max: 1, onInconclusive: "extend" }, { metric: "size.ratio", max: 0.5 }]);
    expect(extended({ ...run, policy: { ...run.policy, reuse: "1h" } }, of(6), 20).policy?.reuse).toBe("1h");
});
