import { expect, test } from "vitest";
import { today } from "../src/app/address";
import { filterOf } from "../src/runs/filter";
import { markdown } from "../src/run/markdown";
import { keyOf, sameBytes, variantsOf } from "../src/run/rows";
import { visible } from "../src/ui/visible";
import { document, row } from "./documents";

test("what is invisible or turns the reading around is spelled out", () => {
    expect(visible("a\u202Etxt.exe")).toBe("aU+202Etxt.exe");
    expect(visible("zero\u200Bwidth\u0000")).toBe("zeroU+200BwidthU+0000");
    expect(visible("two\nlines, résumé, 模型, 🙂")).toBe("two lines, résumé, 模型, 🙂");
});

test("addresses that were handed out lead to the run and to the row that they speak of", () => {
    expect(today("#run=018f4a40")).toBe("#/runs/018f4a40");
    expect(today("#run=018f&row=int8%40x86-vnni")).toBe("#/runs/018f?row=int8%40x86-vnni");
    expect(today("#audit")).toBe("#/audit");
    expect(today("#/runs/018f")).toBeNull();
    expect(today("")).toBeNull();
});

test("a row is named by its recipe and its device class", () => {
    expect(variantsOf(document).map(keyOf)).toContain("int8-static@x86-avx2");
});

test("a filter takes from the address what it knows", () => {
    expect(filterOf({ text: 7, verdict: "PASS", state: "ODD", other: "x" })).toEqual({ text: "7", verdict: "PASS" });
});

test("names stay texts in Markdown", () => {
    const text = markdown({ ...document, runName: "[x](javascript:1) <b>|" }, "https://gate.example/#/runs/7");
    expect(text).toContain("## \\[x\\]\\(javascript:1\\) \\<b\\>\\|: FAIL");
    expect(text).toContain("**SHIP on x86\\-vnni** (int8\\-static): It is 1.47 to 1.61 times as fast");
    expect(text).toContain("INCONCLUSIVE: cannot tell: 7 % faster to 17 % slower");
    expect(text).toContain("(<https://gate.example/#/runs/7>)");
});

test("what was measured by another run is found by its bytes", () => {
    const taken = row("int8", "x86-vnni", [], { sha256: "a", variantId: "here" });
    expect(sameBytes(taken, [{ id: "there", sha256: "a" }, { id: "other", sha256: "b" }])).toEqual(["there"]);
});
