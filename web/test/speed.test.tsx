import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { SpeedInsight } from "../src/api/types";
import { micros } from "../src/number/number";
import { Ratios } from "../src/variant/speed/Bound";
import { Conversions } from "../src/variant/speed/Conversions";
import { invalid } from "../src/variant/speed/invalid";
import { PartBars } from "../src/variant/speed/Parts";
import { PartTable } from "../src/variant/speed/PartTable";
import { Roofs } from "../src/variant/speed/Roofs";
import { Stack, StackTable } from "../src/variant/speed/Stack";
import { stackOf } from "../src/variant/speed/segments";
import { TransitionTable } from "../src/variant/speed/Transitions";
import { invalid as invalidRule, passed, row } from "./documents";
import { insight } from "./profile";
import { linesOf, marksOf } from "./router";

test("times of kernels are written as the command line writes them", () => {
    expect([0, 7, 68.04, 99.94, 99.96, 100, 2590.4, 15668, 1_234_567.5].map(micros)).toEqual(["0.0 µs", "7.0 µs", "68.0 µs", "99.9 µs", "100.0 µs", "100 µs", "2,590 µs", "15,668 µs", "1,234,568 µs"]);
});

test("the stacks add up to the runs, with what is between and outside of kernels apart", () => {
    const segments = stackOf(insight);
    expect(segments.map(({ name, kind, baseline, variant }) => [name, kind, baseline, Number(variant.toFixed(3))])).toEqual([
        ["Conv becomes QLinearConv", "operator", 31, 28],
        ["nothing becomes Transpose", "operator", 0, 20],
        ["Add becomes QLinearAdd", "operator", 4, 12],
        ["conversions between floats and integers", "between", 0, 8],
        ["reorders", "between", 2, 0],
        ["outside of kernels", "outside", 3, 39.7],
    ]);
    const total = (side: "baseline" | "variant"): number => segments.reduce((all, each) => all + each[side], 0);
    expect(total("baseline")).toBeCloseTo(insight.baseline?.runMicros ?? 0, 6);
    expect(total("variant")).toBeCloseTo(insight.variant?.runMicros ?? 0, 6);
});

test("where parts were left out their time is still there, and said to be that", () => {
    const parts = Array.from({ length: 60 }, (_, index) => ({ name: `n${index}`, baseline: { operator: `Op${index}`, elementType: "float", micros: 0.5 }, variant: null, changeMicros: -0.5 }));
    const segments = stackOf({ ...insight, parts });
    expect(segments.find(({ name }) => name === "parts that change less")).toMatchObject({ kind: "rest", baseline: 5, variant: 60 });
    expect(segments.find(({ name }) => name === "54 other operators")).toMatchObject({ baseline: 27, variant: 0 });
});

test("both bars have one scale, and the same part the same number", () => {
    const markup = renderToStaticMarkup(<Stack segments={stackOf(insight)} precision="INT8" />);
    const ends = (side: string): number[] => {
        const drawn = new RegExp(`data-side="${side}">(.*?)data-side|data-side="${side}">(.*?)</svg>`).exec(markup);
        return [...(drawn?.[1] ?? drawn?.[2] ?? "").matchAll(/segment[^"]*" x="([\d.]+)" y="[^"]*" width="([\d.]+)"/g)].map(([, x, width]) => Number(x) + Number(width) - 46);
    };
    expect(ends("baseline")).toHaveLength(4);
    expect(ends("variant").at(-1)).toBeCloseTo(596, 0);
    expect(ends("baseline").at(-1)).toBeCloseTo((596 * 40) / 107.7, 0);
    expect([...markup.matchAll(/data-part="Conv becomes QLinearConv">.*?<text[^>]*>(\d)</g)].map((found) => found[1])).toEqual(["1", "1", "1"]);
    expect(linesOf(renderToStaticMarkup(<StackTable segments={stackOf(insight)} />), "tr")[1]).toBe("1. Conv becomes QLinearConv 31.0 µs 28.0 µs");
});

test("what stands between kernels never looks like what computes", () => {
    const markup = renderToStaticMarkup(<Stack segments={stackOf(insight).filter(({ kind }) => kind === "between")} precision="INT8" />);
    expect(marksOf(markup)).toEqual(expect.arrayContaining(["between", "hatch"]));
    expect(marksOf(markup)).not.toContain("first");
});

test("a part that takes more is right of the line, and one that takes less left of it", () => {
    const markup = renderToStaticMarkup(<PartBars parts={insight.parts ?? []} />);
    const bars = [...markup.matchAll(/<rect class="([^"]*)" x="([\d.]+)" width="([\d.]+)"/g)].map(([, , x, width]) => [Number(x), Number(width)]);
    expect(bars[0]).toEqual([200, 200]);
    expect(bars[2]).toEqual([140, 60]);
    expect(linesOf(markup, "tr")[3]).toBe("/c2/Conv Conv becomes QLinearConv -6.0 µs");
});

test("the table of kernels ends with what is between them", () => {
    const lines = linesOf(renderToStaticMarkup(<PartTable parts={insight.parts ?? []} between={insight.transitionChangeMicros} />), "tr");
    expect(lines[1]).toBe("Transpose – – Transpose float 20.0 µs +20.0 µs");
    expect(lines.at(-1)).toBe("between kernels – – – – +6.0 µs");
});

test("conversions say how many they are and what share they take", () => {
    const lines = linesOf(renderToStaticMarkup(<Conversions insight={insight} />), "tr");
    expect(lines).toContain("Conversions between floats and integers (Q/DQ) 0.0 µs 0 kernels, 0 % 8.0 µs 2 kernels, 11.76 %");
    expect(lines).toContain("Multiplications and additions in integers 0 % 41.18 %");
});

test("where not every kernel could be counted no share in integers is told", () => {
    const variant = { ...insight.variant, work: { multiplications: 10, inIntegers: 10, uncounted: ["Attention"] } };
    expect(linesOf(renderToStaticMarkup(<Conversions insight={{ ...insight, variant }} />), "tr").at(-1)).toBe("Multiplications and additions in integers 0 % – not counted: Attention");
});

test("parts are counted by the numbers that they compute in", () => {
    expect(linesOf(renderToStaticMarkup(<TransitionTable parts={insight.parts ?? []} />), "tr").slice(1)).toEqual(["float uint8 3 35.0 µs 40.0 µs", "nothing float 1 0.0 µs 20.0 µs"]);
});

test("what INT8 could bring is no measurement and looks like none", () => {
    const markup = renderToStaticMarkup(<Ratios insight={insight} />);
    expect(marksOf(markup).filter((mark) => mark === "bar" || mark === "hollow")).toEqual(["bar", "hollow", "hollow"]);
    expect([...markup.matchAll(/>(\d\.\d{3})</g)].map((found) => found[1])).toEqual(["1.838", "0.280", "0.010"]);
    const unknown: SpeedInsight = { ...insight, baseline: { ...insight.baseline, bound: { multiplyingMicros: 0, kernelMicros: 37, peakShare: null, int8PeakRatio: null, leastInt8Ratio: null } } };
    expect(renderToStaticMarkup(<Ratios insight={unknown} />)).toContain("is not known");
});

test("the machine's peaks are written as the command line writes them", () => {
    expect(linesOf(renderToStaticMarkup(<Roofs roofline={insight.roofline ?? {}} />), "tr").slice(1)).toEqual(["FP32 51.2 GMAC/s 40.0 GMAC/s 10.0 GB/s", "BF16 no kernel no kernel no kernel"]);
});

test("times that are INVALID explain nothing, and it is said why", () => {
    expect(invalid(row("a", "x86", [passed]))).toEqual([]);
    expect(invalid(row("a", "x86", [invalidRule]))).toEqual([invalidRule.sentence]);
    const vain = row("a", "x86", [{ ...invalidRule, effect: "OBSERVED" }]);
    expect(invalid({ ...vain, latency: { ...vain.latency, speed: "INVALID", reason: "It had not settled." } })).toEqual(["It had not settled."]);
});
