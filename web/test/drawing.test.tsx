import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { RuleOutcome } from "../src/api/types";
import { forests } from "../src/draw/forest";
import { IntervalDrawing } from "../src/draw/IntervalDrawing";
import { words } from "../src/draw/words";
import { accurate, failed, invalid, interval, passed, row, undecided } from "./documents";

/** The marks of a drawing by the names of their classes. */
function drawn(outcome: RuleOutcome): { markup: string; marks: string[] } {
    const [forest] = forests([row("int8", "x86-vnni", [outcome])]);
    const judged = forest?.judged[0];
    if (forest === undefined || judged === undefined) throw new Error("nothing to draw");
    const markup = renderToStaticMarkup(<IntervalDrawing {...judged} limit={forest.limit} scale={forest.scale} label="label" />);
    return { markup, marks: [...markup.matchAll(/class="([^"]*)"/g)].flatMap((found) => (found[1] ?? "").split(" ")).map((name) => /_?([a-z]+)/.exec(name)?.[1] ?? "") };
}

test("what has passed or failed has a solid bar and a filled dot", () => {
    for (const [outcome, tone] of [[passed, "pass"], [failed, "fail"]] as const) {
        const { marks } = drawn(outcome);
        expect(marks).toEqual(expect.arrayContaining([tone, "thick", "dot"]));
        expect(marks).not.toContain("hollow");
    }
});

test("what is not decided never looks like a pass", () => {
    const { marks } = drawn(undecided);
    expect(marks).toEqual(expect.arrayContaining(["unsure", "undecided", "hollow"]));
    for (const mark of ["pass", "thick", "dot"]) expect(marks).not.toContain(mark);
});

test("what is not valid has neither bar nor dot", () => {
    const { marks } = drawn(invalid);
    for (const mark of ["thick", "thin", "undecided", "dot", "hollow", "pass"]) expect(marks).not.toContain(mark);
});

test("what an older document does not judge is not valid", () => {
    const { verdict: _, ...silent } = passed;
    expect(drawn(silent).marks).not.toContain("pass");
});

test("what does not decide has less weight", () => {
    expect(drawn({ ...failed, effect: "OBSERVED" }).marks).toContain("quiet");
    expect(drawn(failed).marks).not.toContain("quiet");
});

test("what is known exactly has no bar", () => {
    const { marks } = drawn({ ...passed, metric: "size.ratio", observed: interval(0.26, 0.26, 0.26, 1) });
    expect(marks).toContain("dot");
    expect(marks).not.toContain("thick");
});

test("the forbidden side is where the limit says", () => {
    const rect = (outcome: RuleOutcome): number => Number(/<rect class="[^"]*forbidden[^"]*" x="([\d.]+)"/.exec(drawn(outcome).markup)?.[1]);
    expect(rect(passed)).toBeGreaterThan(0);
    expect(rect({ ...passed, metric: "coverage", min: 0.5, observed: interval(0.8, 0.8, 0.8, 1) })).toBe(0);
});

test("a rule whose limit is no number has none in its drawing", () => {
    const { max: _, ...open } = passed;
    const { markup, marks } = drawn({ ...open, metric: "runtimeRange", observed: interval(0, 0, 0, 1) });
    expect(marks).not.toContain("forbidden");
    expect(markup).not.toContain("NaN");
});

test("a bar that passes is wholly on the allowed side", () => {
    const { markup } = drawn(passed);
    const bar = /<rect class="[^"]*thick[^"]*" x="([\d.]+)" width="([\d.]+)"/.exec(markup);
    const limit = /<rect class="[^"]*forbidden[^"]*" x="([\d.]+)"/.exec(markup);
    expect(Number(bar?.[1]) + Number(bar?.[2])).toBeLessThan(Number(limit?.[1]));
});

test("what cannot be told is told in words, with what would decide", () => {
    expect(words(undecided)).toBe("cannot tell: 7 % faster to 17 % slower; about 9 more forks would decide");
    expect(words({ ...accurate, verdict: "INCONCLUSIVE", missing: { samples: 1, forks: null } })).toBe(
        "cannot tell: +0.02 points to +0.55 points; about 1 more sample would decide",
    );
    expect(words(invalid)).toBe(invalid.sentence);
    expect(words(passed)).toBeNull();
});

test("one rule has one scale for all variants and devices", () => {
    const all = forests([row("a", "x86", [passed, accurate]), row("b", "arm", [failed, { ...accurate, slice: "class 7" }])]);
    expect(all.map((forest) => forest.rule)).toEqual(["latency", "accuracy", "accuracy [class 7]"]);
    expect(all[0]?.judged.map((judged) => judged.row.recipe)).toEqual(["a", "b"]);
});
