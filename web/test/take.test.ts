import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fileName } from "../src/take/save";
import { type Part, sheetOf } from "../src/take/sheet";
import { known, LOOK } from "../src/take/standalone";

const paper = { ink: "rgb(24, 32, 43)", ground: "rgb(255, 255, 255)" };
const part = (more: Partial<Part>): Part => ({ head: [], markup: '<circle r="5"/>', width: 320, height: 34, value: [], ...more });

/** What the style sheets of drawings say of marks, and not of where drawings and legends stand. */
function looks(file: string): string[] {
    const sheet = readFileSync(new URL(`../src/${file}`, import.meta.url), "utf8");
    const rules = [...sheet.matchAll(/^\.([\w ]+) \{ (.*) \}$/gm)].filter(([, name]) => !/^(drawing|bar|stack|slopes|all|legend|hatch|scroll|chart|plot|chosen|changes|decide|openKey|brokenKey)/.test(name ?? ""));
    return rules.flatMap(([, , body]) => [...(body ?? "").matchAll(/([\w-]+):/g)].map(([, property]) => property ?? ""));
}

test("every look that style sheets give to marks is taken along", () => {
    // Of the first the other marks have their colour; the last is no look of its own that SVG knows.
    const free = new Set(["color", "font-variant-numeric"]);
    for (const file of ["draw/drawing.module.css", "history/history.module.css", "pareto/pareto.module.css", "nodes/controls.module.css", "variant/speed/stack.module.css", "variant/evidence/slopes.module.css"]) {
        const all = looks(file);
        expect(all.length).toBeGreaterThan(10);
        for (const look of all) if (!free.has(look)) expect(LOOK, `${look} of ${file}`).toContain(look);
    }
});

test("a sheet needs nothing of a page", () => {
    const { markup } = sheetOf("Latency", [part({})], ['<pattern id="hatch"/>'], paper);
    expect(markup).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+" viewBox="0 0 \d+ \d+"/);
    expect(markup).toContain('<defs><pattern id="hatch"/></defs>');
    expect(markup).toContain('fill="rgb(255, 255, 255)"');
    expect(markup).not.toMatch(/var\(|class=|style=/);
});

test("a name that somebody chose is a text in it", () => {
    const { markup } = sheetOf('<script>"&"</script>', [part({ head: ["<img src=x>\u0000"] })], [], paper);
    expect(markup).toContain("<title>&lt;script&gt;&quot;&amp;&quot;&lt;/script&gt;</title>");
    expect(markup).toContain("&lt;img src=x&gt;<");
    expect(markup).not.toMatch(/<(script|img)/);
});

test("what stands beside a drawing stands beside it in the file, and everything has room", () => {
    const { markup, width, height } = sheetOf("t", [part({ head: ["int8", "on x86"], value: ["0.651"] }), part({ head: ["a name of some length"], value: ["1.310", "FAIL"] })], [], paper);
    const drawn = [...markup.matchAll(/<svg x="([\d.]+)" y="([\d.]+)" width="320"/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
    const texts = [...markup.matchAll(/<text x="([\d.]+)"[^>]*>([^<]*)</g)].map(([, x, text]) => [text, Number(x)] as const);
    expect(drawn).toHaveLength(2);
    expect(drawn[1]?.[1]).toBeGreaterThanOrEqual((drawn[0]?.[1] ?? 0) + 34);
    expect(texts.find(([text]) => text === "int8")?.[1]).toBeLessThan(drawn[0]?.[0] ?? 0);
    expect(texts.find(([text]) => text === "FAIL")?.[1]).toBeGreaterThan((drawn[0]?.[0] ?? 0) + 320);
    expect(width).toBeGreaterThan((texts.find(([text]) => text === "FAIL")?.[1] ?? 0) + 20);
    expect(height).toBeGreaterThan((drawn[1]?.[1] ?? 0) + 34);
});

test("a name of 300 letters makes no drawing of thousands of pixels", () => {
    const { markup, width } = sheetOf("t", [part({ head: ["x".repeat(300)] })], [], paper);
    expect(width).toBeLessThan(1000);
    expect(markup).toContain("x…<");
});

test("a file is called like its drawing, on every system", () => {
    expect(fileName("Latency, as a ratio to FP32: a/b \\ <c>")).toBe("latency-as-a-ratio-to-fp32-a-b-c");
    expect(fileName("../..")).toBe("drawing");
});

test("a mixed colour is written as every program reads it", () => {
    expect(known("color(srgb 0.1 0.5 1)")).toBe("rgb(26, 128, 255)");
    expect(known("color(srgb 0 1 0.2 / 0.5)")).toBe("rgba(0, 255, 51, 0.5)");
    for (const value of ["rgb(26, 86, 180)", "none", "4px, 3px"]) expect(known(value)).toBe(value);
});
