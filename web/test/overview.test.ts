import { expect, test } from "vitest";
import type { MatrixRow, MatrixValue } from "../src/api/types";
import { classesOf, families, shown } from "../src/overview/cells";

const value = (metric: MatrixValue["metric"]): MatrixValue => ({ metric, seriesId: metric, value: 0.5, low: null, high: null, conditions: 1, standing: "UNCHANGED" });
const row = (family: string, recipe: string, deviceClass: string, values: MatrixValue[] = []): MatrixRow => ({ family, recipe, deviceClass, scenario: "single-stream", at: "2026-11-27T03:12:00Z", measurementId: recipe, standing: "UNCHANGED", values });

test("each model has its recipes under each device class", () => {
    const rows = [row("digits", "a", "x86"), row("digits", "b", "x86"), row("digits", "a", "arm"), row("speech", "a", "x86")];
    expect(classesOf(rows)).toEqual(["arm", "x86"]);
    expect(families(rows).map(({ family, byClass }) => [family, byClass.get("x86")?.length, byClass.get("arm")?.length])).toEqual([["digits", 2, 1], ["speech", 1, undefined]]);
});

test("answers that changed stand for accuracy only where there are no labels", () => {
    const metrics = (...values: MatrixValue["metric"][]) => shown(row("d", "a", "x86", values.map(value))).map(({ metric }) => metric);
    expect(metrics("FLIP_SHARE", "SIZE_RATIO", "ACCURACY_DIFFERENCE", "LATENCY_RATIO")).toEqual(["LATENCY_RATIO", "ACCURACY_DIFFERENCE", "SIZE_RATIO"]);
    expect(metrics("FLIP_SHARE", "SIZE_RATIO")).toEqual(["FLIP_SHARE", "SIZE_RATIO"]);
});
