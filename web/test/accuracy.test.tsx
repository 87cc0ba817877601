import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { MetricResult, SensitivityReport, TensorReport } from "../src/api/types";
import { readAnswers } from "../src/variant/accuracy/answers";
import { byNoise, codeRange } from "../src/variant/accuracy/codes";
import { changedOf, flipsOf } from "../src/variant/accuracy/changes";
import { FlipBars } from "../src/variant/accuracy/FlipBars";
import { FlipTable } from "../src/variant/accuracy/FlipTable";
import { Histogram } from "../src/variant/accuracy/Histogram";
import { MeasureTable } from "../src/variant/accuracy/Measures";
import { NoiseBars, NoiseTable } from "../src/variant/accuracy/NoiseBars";
import { Outputs } from "../src/variant/accuracy/Outputs";
import { Coverage } from "../src/variant/accuracy/Ranking";
import { SliceForest } from "../src/variant/accuracy/SliceForest";
import { TensorTable } from "../src/variant/accuracy/TensorTable";
import { interval } from "./documents";
import { linesOf, marksOf } from "./router";

const ranked: SensitivityReport[] = [
    { node: "/c1/Conv", opType: "Conv", sqnrDb: 5.547485949765788, noiseShare: 0.8623701812524768, measured: true },
    { node: "/fc1/Gemm", opType: "Gemm", sqnrDb: 14.394292309564419, noiseShare: 0.1124638884566762, measured: false },
    { node: "/<b>c2</b>", opType: "Conv", noiseShare: 0, measured: true, sqnrDb: null as unknown as number },
];

test("bars of nodes are as long as their shares of the noise, and what is estimated is hollow and says so", () => {
    const markup = renderToStaticMarkup(<NoiseBars ranked={ranked} />);
    const widths = [...markup.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map((found) => Number(found[1]));
    expect(widths).toEqual([400, 52.2, 1.2]);
    expect(marksOf(markup).filter((mark) => mark === "bar" || mark === "hollow")).toEqual(["bar", "hollow", "bar"]);
    const [, ...lines] = linesOf(markup, "tr");
    expect(lines[0]).toBe("/c1/Conv Conv 86.24 % 5.5 dB");
    expect(lines[1]).toBe("/fc1/Gemm Gemm 11.25 % 14.4 dB, estimated");
    expect(markup).toContain("&lt;b&gt;c2&lt;/b&gt;");
});

test("a node that adds no noise is exact, and one of which nothing is known is unknown", () => {
    const lines = linesOf(renderToStaticMarkup(<NoiseTable ranked={[...ranked, { node: "x" }]} />), "tr");
    expect(lines[3]).toMatch(/0\.00 % exact measured$/);
    expect(lines[4]).toMatch(/– – –$/);
});

test("how many nodes were tried is told before which", () => {
    expect(renderToStaticMarkup(<Coverage ranking={{ ranked: 112, quantized: 334, sentence: "Ranked 112 of 334 quantized nodes." }} />)).toContain("<strong>112 of 334 quantized nodes tried</strong>");
});

const slice = (name: string, low: number, estimate: number, high: number): MetricResult => ({ metric: "recall", slice: name, baseline: 1, variant: 1 - estimate, loss: interval(estimate, low, high, 0.995), samples: 80, clusters: 80, differing: 6, note: "" });

test("a class whose loss may be chance never looks like one that lost", () => {
    const marks = (result: MetricResult): string[] => marksOf(renderToStaticMarkup(<SliceForest worst={[result]} />));
    expect(marks(slice("class 1", 0.194, 0.317, 0.472))).toEqual(expect.arrayContaining(["worse", "solid", "dot"]));
    const open = marks(slice("class 2", -0.021, 0.075, 0.2));
    expect(open).toEqual(expect.arrayContaining(["unsure", "dashed", "hollow"]));
    for (const mark of ["worse", "solid", "dot"]) expect(open).not.toContain(mark);
});

test("all classes are on one scale that has no loss in it", () => {
    const markup = renderToStaticMarkup(<SliceForest worst={[slice("class 1", 0.2, 0.3, 0.4), slice("class 2", 0.02, 0.075, 0.2)]} />);
    expect(new Set([...markup.matchAll(/<line [^>]*x1="([^"]*)"/g)].map((found) => found[1])).size).toBe(1);
    expect(markup).toContain("+30.00 points [+20.00, +40.00]");
});

test("measures are written as the command line writes them", () => {
    const rmse: MetricResult = { metric: "rmse", baseline: 0.51239, variant: 0.6, loss: interval(0.08761, 0.05, 0.1), clusters: 9, differing: 3 };
    const lines = linesOf(renderToStaticMarkup(<MeasureTable label="x" results={[slice("class 1", 0.194, 0.317, 0.472), rmse, { metric: "top5" }]} />), "tr");
    expect(lines[1]).toBe("recall class 1 100.00 % 68.30 % +31.70 points [+19.40, +47.20] 99.5 % interval 6 of 80");
    expect(lines[2]).toBe("rmse 0.5124 0.6000 0.0876 [0.0500, 0.1000] 95 % interval 3 of 9");
    expect(lines[3]).toBe("top5 – not defined – – of –");
});

const tensor: TensorReport = { name: "x", kind: "activation", type: "uint8", minimum: -4, maximum: 4, scales: [0.01], zeroPoint: 100, sqnrDb: 12, histogram: { low: -4, high: 4, counts: [1, 10, 1000, 10] } };

test("the range that was chosen is shaded, and what is outside of it is marked", () => {
    expect(codeRange(tensor)).toEqual([-1, 1.55]);
    const markup = renderToStaticMarkup(<Histogram tensor={tensor} />);
    expect(marksOf(markup)).toEqual(["histogram", "range", "inside", "outside", "zero"]);
    expect(markup).toContain("Values from -4 to 4, counts on a logarithmic scale; those from -1 to 1.55 have codes");
    expect(/class="[^"]*outside[^"]*" d="([^"]*)"/.exec(markup)?.[1]?.match(/M/g)).toHaveLength(2);
});

test("scales of channels have no one range, and what calibration did not see has no histogram", () => {
    expect(codeRange({ ...tensor, scales: [0.1, 0.2] })).toBeNull();
    expect(codeRange({ ...tensor, type: "float16" })).toBeNull();
    const lines = linesOf(renderToStaticMarkup(<TensorTable tensors={[{ name: "w", kind: "weight", type: "int8", scales: [0.5, 0.25], zeroPoint: 0 }]} />), "tr");
    expect(lines[1]).toBe("w weight, int8 – – 0.25 to 0.5 2 channels, zero is 0 – –");
});

test("tensors of which nothing is known come last", () => {
    expect(byNoise([{ name: "unknown" }, { name: "good", sqnrDb: 40 }, { name: "bad", sqnrDb: 3 }]).map((each) => each.name)).toEqual(["bad", "good", "unknown"]);
});

// Written by AnswerArchive, with other kinds of answers around the classes.
const ARCHIVE = "eJxj5GFgAkEWBuaUxEoG1rzM9IwSHgYGJiYWFi5WJh77BgYGBwYgBhIOIPYCID7AwEC6BAsPGxgADQdayAClgICZh4mFjYOLB0LdYGFk4mFjOs7It0CeAcjgANNghUCuAJfQAnkmqJsZGNhz8o/Mzywp5mECA6A4E1CcTEdjwwBmiCYA";
const DETECTIONS = "eJxjZGBgYGFiYWFgYmHjEGCAAocFEGx/AEiD+CD6AVCl4wkGBicNIAOongwtpKhnYGDOTSxgERFhYeBgsW+AqEJlgDAA5NoZTQ==";
const SEVERAL = "eJxjZGBgYGJk4WBiYeMAEQwMHExcbBwMAAOrAFs=";

test("flipped samples are those of the archive, what was lost first", async () => {
    const answers = await readAnswers(ARCHIVE);
    expect(answers.groupNames).toEqual(["day", "night"]);
    expect(answers.agreements[0]).toEqual({ output: "loğits", answers: [1, 1, 1, 1, 1, 1], changed: [0, 1, 1, 1, 0, 1] });
    const flips = flipsOf(answers);
    expect(flips.map(({ sample, label, baseline, variant }) => [sample, label, baseline, variant])).toEqual([[1, 1, 1, 8], [3, 7, 7, 9], [5, 0, 0, 1], [2, null, 4, 5]]);
    expect(linesOf(renderToStaticMarkup(<FlipTable flips={flips} />), "tr").slice(1)).toEqual([
        "1 group night 1 1 8 only FP32 is right",
        "3 group night 7 7 9 only FP32 is right",
        "5 group night 0 0 1 only FP32 is right",
        "2 group day – 4 5 nobody says what is right",
    ]);
});

test("where nobody says what is right, samples with changed answers are told", async () => {
    const answers = await readAnswers(DETECTIONS);
    expect(flipsOf(answers)).toEqual([]);
    expect(changedOf(answers)).toEqual([{ output: "map", sample: 1, changed: 4, answers: 10 }]);
});

test("of several answers of a sample it is said which, and what only the variant gets right is no loss", async () => {
    const flips = flipsOf(await readAnswers(SEVERAL));
    expect(flips.map(({ sample, place, outcome }) => [sample, place, outcome])).toEqual([[0, 1, "only FP32 is right"], [1, 1, "only the variant is right"]]);
});

test("answers that are damaged are none", async () => {
    await expect(readAnswers(ARCHIVE.slice(0, 40))).rejects.toThrow();
    await expect(readAnswers(btoa("nonsense"))).rejects.toThrow();
});

test("changed answers are shares of all that changed", () => {
    const lines = linesOf(renderToStaticMarkup(<FlipBars evidence={{ flips: 49, onlyBaselineCorrect: 43, onlyVariantCorrect: 3 }} />), "tr");
    expect(lines.slice(1)).toEqual(["Only FP32 is right 43", "Only the variant is right 3", "Neither, or nobody says what is right 3"]);
});

test("an output without a finite number is not one with much noise", () => {
    const of = (sqnrDb: number | null): string => linesOf(renderToStaticMarkup(<Outputs outputs={[{ output: "y", kind: "VALUES", sqnrDb: sqnrDb as number, changedAnswers: 0 }]} />), "tr")[1] ?? "";
    expect(of(-300)).toContain("no finite number");
    expect(of(null)).toContain("no noise, or not measured");
    expect(of(4.62)).toContain("4.6 dB");
});
