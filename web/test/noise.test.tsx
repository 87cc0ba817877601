import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Node, Series } from "../src/api/types";
import { BarDrawing } from "../src/draw/BarDrawing";
import { linearScale } from "../src/draw/scale";
import { distance, trackedName, writeIn } from "../src/history/metrics";
import { groups, nodesByFloor } from "../src/noise/ranked";

const series = (id: string, metric: Series["metric"], unit: string, deviation: number | null): Series => ({
    id, metric, unit, deviation, family: "digits", recipe: "int8", deviceClass: "x86-vnni", scenario: "single-stream", lessIsBetter: true, createdAt: "", measurements: 6, standing: "UNCHANGED",
    openChanges: 0, lastAt: null, lastMeasurementId: null, lastValue: null, lastLow: null, lastHigh: null, usualGapSeconds: null, missedBy: null, steadyValues: 6, smallestVisible: 0.02,
});
const node = (name: string, smallestDifference: number | null): Node => ({
    name, description: "", deviceClasses: [], fingerprint: "", profile: {}, labels: [], registeredAt: "", lastSeenAt: "", live: true,
    noiseFloor: { controls: 30, needed: 20, smallestDifference }, quarantine: null, clearance: null, drainedSince: null,
});

test("shares and times never share a scale, and what varies most comes first", () => {
    const all = groups([series("a", "LATENCY_RATIO", "ratio", 0.01), series("b", "FLIP_SHARE", "share", 0.5), series("c", "LATENCY_P50", "ms", 0.03), series("d", "SIZE_RATIO", "ratio", null)]);
    expect(all.map((group) => group.series.map(({ id }) => id))).toEqual([["c", "a"], ["b"]]);
    expect(groups([])).toEqual([]);
});

test("the node that sees least comes first, those of which nothing is known last", () => {
    expect(nodesByFloor([node("unknown", null), node("quiet", 0.01), node("busy", 0.04)]).map(({ name }) => name)).toEqual(["busy", "quiet", "unknown"]);
});

test("bars of a scale are as long as what they stand for", () => {
    const scale = linearScale([0, 0.04]);
    const width = (value: number): number => Number(/<rect[^>]* width="([\d.]+)"/.exec(renderToStaticMarkup(<BarDrawing value={value} scale={scale} label="" />))?.[1]);
    expect(width(0.04) / width(0.02)).toBeCloseTo(2, 3);
    expect(renderToStaticMarkup(<BarDrawing value={0.02} mark={null} scale={scale} label="" />)).not.toContain("limit");
    expect(renderToStaticMarkup(<BarDrawing value={0.02} mark={0.04} scale={scale} label="" />)).toContain("limit");
});

test("deviations of shares are points, all others relative", () => {
    expect(distance({ unit: "share" })(0.0031)).toBe("0.31 points");
    expect(distance({ unit: "ms" })(0.0123)).toBe("1.23 %");
});

test("a difference of accuracy is no loss and has its sign", () => {
    expect(trackedName("ACCURACY_DIFFERENCE")).not.toContain("loss");
    expect(writeIn({ unit: "share", metric: "ACCURACY_DIFFERENCE" })(-0.0031)).toBe("-0.31 points");
    expect(writeIn({ unit: "share", metric: "WORD_ERROR_DIFFERENCE" })(0.0031)).toBe("+0.31 points");
    expect(writeIn({ unit: "share", metric: "FLIP_SHARE" })(0.0031)).toBe("0.31 %");
});
