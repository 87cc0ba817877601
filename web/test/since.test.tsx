import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { OutcomeChange, PreviousVerdict } from "../src/api/types";
import { markdown } from "../src/run/markdown";
import { cellsOf, differs, sentence } from "../src/run/since";
import { Since } from "../src/run/Since";
import { document, interval } from "./documents";

const observed = interval(0.651, 0.623, 0.68);
const latency: OutcomeChange = {
    recipe: "int8-static",
    deviceClass: "x86-vnni",
    rule: "latency",
    metric: "latency.p50.ratio",
    before: { verdict: "PASS", effect: "DECIDES", observed },
    after: { verdict: "FAIL", effect: "DECIDES", observed: interval(1.31, 1.24, 1.38) },
};
const same: OutcomeChange = { ...latency, rule: "size", metric: "size.ratio", before: { verdict: "PASS", observed: interval(0.26, 0.26, 0.26, 1) }, after: { verdict: "PASS", effect: "DECIDES", observed: interval(0.27, 0.27, 0.27, 1) } };
const gone: OutcomeChange = { ...latency, rule: "measured", metric: "", deviceClass: null, before: null, after: { verdict: "INVALID", effect: "OBSERVED", observed: null } };
const previous: PreviousVerdict = { runId: "018f4a40", decidedAt: "2026-11-27T03:12:00Z", verdict: "PASS", outcomes: [latency, same, gone] };

test("what changed is said as in the summary of a pipeline", () => {
    expect(sentence(previous, (instant) => instant).join("018f4a40")).toBe(
        "The verdict before on this model name, by the same policy, was PASS (run 018f4a40, 2026-11-27T03:12:00Z); 2 of 3 outcomes changed since.",
    );
    expect(cellsOf(latency)).toEqual(["latency", "int8-static", "x86-vnni", "PASS", "0.651 [0.623, 0.680]", "FAIL", "1.310 [1.240, 1.380]"]);
    expect(cellsOf(same).slice(4)).toEqual(["0.260", "PASS", "0.270"]);
    expect(cellsOf(gone)).toEqual(["measured", "int8-static", "–", "–", "–", "INVALID (reported)", "–"]);
});

test("another value under the same verdict is no change, another effect is", () => {
    expect(differs(same)).toBe(false);
    expect(differs({ ...same, after: { verdict: "PASS", effect: "WAIVED", observed } })).toBe(true);
    expect(differs(gone)).toBe(true);
});

test("what did not change is folded, and a verdict without one before has no such part", () => {
    const markup = renderToStaticMarkup(<Since previous={previous} />);
    const open = markup.slice(0, markup.indexOf("<details"));
    expect(open.match(/<tr role="row"><th scope="row"/g)).toHaveLength(2);
    expect(markup.slice(open.length).match(/<tr role="row"><th scope="row"/g)).toHaveLength(3);
    expect(markup).toContain('href="#/runs/018f4a40"');
    expect(renderToStaticMarkup(<Since previous={null} />)).toBe("");
});

test("it goes along as Markdown", () => {
    const text = markdown({ ...document, previous }, "https://gate.example/");
    expect(text).toContain("2 of 3 outcomes changed since.");
    expect(text).toContain("| latency | int8\\-static | x86\\-vnni | PASS | 0.651 \\[0.623, 0.680\\] | FAIL |");
    expect(text).not.toContain("| size |");
    expect(markdown(document, "https://gate.example/")).not.toContain("changed since");
});
