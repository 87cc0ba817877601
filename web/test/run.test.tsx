import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Decisions } from "../src/run/Decisions";
import { Figures } from "../src/run/Figures";
import { Floors } from "../src/run/Floors";
import { Forests } from "../src/run/Forests";
import { Matrix } from "../src/run/Matrix";
import { variantsOf } from "../src/run/rows";
import { document, row } from "./documents";
import { rendered } from "./router";

const rows = variantsOf(document);

test("the decision of each device is a sentence of its own, with its reason", () => {
    const markup = renderToStaticMarkup(<Decisions document={document} />);
    expect(markup.match(/<article/g)).toHaveLength(3);
    expect(markup).toContain("It is 1.47 to 1.61 times as fast, and the top-1 loss of at most 0.55 points is within the limit of 1 point.");
    expect(markup).toContain("About 9 more forks would decide.");
});

test("what is not decided is never in the largest type", () => {
    const heads = [...renderToStaticMarkup(<Decisions document={document} />).matchAll(/<h2 class="_?(\w+?)(?:_|-|")[^>]*>(.*?)<\/h2>/g)].map((found) => [found[1], found[2]?.replace(/<[^>]*>/g, "")]);
    expect(heads.find(([, text]) => text?.startsWith("Ship INT8"))?.[0]).toBe("decided");
    expect(heads.find(([, text]) => text?.startsWith("Cannot tell"))?.[0]).toBe("undecided");
});

test("only what ships is offered for download", () => {
    expect(renderToStaticMarkup(<Decisions document={document} />).match(/>Download INT8</g)).toHaveLength(1);
});

test("a document that is older than decisions says so", () => {
    expect(renderToStaticMarkup(<Decisions document={{ ...document, decisions: [] }} />)).toContain("older than decisions");
});

test("the matrix has each variant on each device, and says where nothing was measured", () => {
    const markup = rendered(<Matrix run="r" rows={rows.filter((each) => !(each.recipe === "int8-dynamic" && each.device?.deviceClass === "arm-dotprod"))} marked={undefined} />);
    expect(markup).toContain("not measured");
    expect(markup.match(/data-state="INCONCLUSIVE"/g)).toHaveLength(1);
    expect(markup.match(/data-state="PASS"/g)).toHaveLength(1);
});

test("a row that an address speaks of is marked under every rule", () => {
    const marked = renderToStaticMarkup(<Forests rows={rows} marked="int8-static@x86-avx2" />).match(/<tr role="row" class="[^"]*marked/g);
    expect(marked).toHaveLength(2);
});

test("what is not known looks like no value", () => {
    const bare = row("int8", "x86", [], { accuracy: null, latency: null, peakMemoryBytes: null, sizeBytes: null, sizeRatio: null });
    const markup = rendered(<Figures document={{ variants: [bare] }} marked={undefined} />);
    expect(markup.match(/–/g)?.length).toBeGreaterThanOrEqual(8);
});

test("a verdict that only a newer service knows is shown as it is called, and as nothing good", () => {
    const odd = row("int8", "x86", [], { verdict: "POSTPONED" as "PASS" });
    const markup = rendered(<Matrix run="r" rows={[odd]} marked={undefined} />);
    expect(markup).toContain("POSTPONED");
    expect(markup).not.toMatch(/class="[^"]*pass/);
});

test("what a node can see is said once, however many variants it has measured", () => {
    const onOne = rows.filter((each) => each.device?.node === "x86-vnni-1");
    expect(onOne.length).toBeGreaterThan(1);
    const markup = renderToStaticMarkup(<Floors rows={onOne} />);
    expect(markup.match(/Smallest difference that node x86-vnni-1 can see: not known yet \(3 of 8 measurements\)\./g)).toHaveLength(1);
});

test("each variant on each device leads to what is behind it, and FP32 and what could not be made to nothing", () => {
    const [made, other] = rows;
    if (made === undefined || other === undefined) throw new Error("no rows");
    const markup = rendered(<Figures document={{ runId: "r", variants: [row("fp32", "x86-vnni", [], { baseline: true }), { ...other, variantId: null }, made] }} marked={undefined} />);
    expect([...markup.matchAll(/href="([^"]*)"/g)].map((found) => found[1])).toEqual([`/runs/r/variants/${made.variantId}?tab=accuracy&amp;class=x86-vnni&amp;node=x86-vnni-1`]);
    const cell = rendered(<Matrix run="r" rows={[made]} marked={undefined} />);
    for (const tab of ["accuracy", "speed", "evidence"]) expect(cell).toContain(`?tab=${tab}&amp;class=x86-vnni`);
    expect(cell).toContain('aria-label="Evidence of int8-static on x86-vnni"');
});
