import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Block, LatencyEvidence } from "../src/api/types";
import { chosenOf } from "../src/variant/rows";
import { placeOf } from "../src/variant/place";
import { ownLeaves } from "../src/variant/evidence/Digests";
import { facts } from "../src/variant/evidence/Environment";
import { Findings } from "../src/variant/evidence/Findings";
import { findingsOf } from "../src/variant/evidence/told";
import { commands } from "../src/variant/evidence/Reproduce";
import { Causes, summary } from "../src/variant/evidence/Rounds";
import { RoundTable } from "../src/variant/evidence/RoundTable";
import { roundsOf } from "../src/variant/evidence/blocks";
import { Slopes } from "../src/variant/evidence/Slopes";
import { document, passed, row } from "./documents";
import { linesOf, marksOf } from "./router";

const block = (role: Block["role"], medianMillis: number, voided: string[] = []): Block => ({ role, medianMillis, voided, beganMillis: 1500, histogram: null, turns: [{ medianMillis, runs: 9 }] });

const evidence: LatencyEvidence = {
    forks: [
        { startOrder: ["VARIANT", "BASELINE", "CONTROL"], paddingBytes: [1, 2, 3], rounds: [{ blocks: [block("BASELINE", 2), block("VARIANT", 1), block("CONTROL", 2)] }, { blocks: [block("BASELINE", 2), block("VARIANT", 1, ["the processor's clock changed"]), block("CONTROL", 2.1)] }] },
        { startOrder: ["BASELINE", "VARIANT"], paddingBytes: [1, 2], rounds: [{ blocks: [block("BASELINE", 4), block("VARIANT", 2)] }] },
    ],
};
const rounds = roundsOf(evidence);
const markup = renderToStaticMarkup(<Slopes rounds={rounds} />);

/** Pairs of points of a line of the drawing. */
const lines = (name: string): number[][] => [...(new RegExp(`class="[^"]*${name}[^"]*" d="([^"]*)"`).exec(markup)?.[1] ?? "").matchAll(/M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)/g)].map((found) => found.slice(1).map(Number));

test("rounds are slopes in the order in which they ran, faster going down", () => {
    const slopes = lines("slope_");
    expect(slopes).toHaveLength(2);
    const [[x1 = 0, y1 = 0, x2 = 0, y2 = 0] = [], [later = 0, high = 0] = []] = slopes;
    expect(x2).toBeGreaterThan(x1);
    expect(y2).toBeGreaterThan(y1);
    expect(later).toBeGreaterThan(x2);
    expect(high).toBeLessThan(y1);
});

test("ratios that are equal are equally steep", () => {
    const [[, a = 0, , b = 0] = [], [, c = 0, , d = 0] = []] = lines("slope_");
    expect(b - a).toBeGreaterThan(10);
    expect(b - a).toBeCloseTo(d - c, 0);
});

test("the control is level where it took FP32's time, and absent where there is none", () => {
    const control = [...(/<path class="[^"]*control[^s"]*" d="([^"]*)"/.exec(markup)?.[1] ?? "").matchAll(/M[\d.]+ ([\d.]+)L[\d.]+ ([\d.]+)/g)];
    expect(control).toHaveLength(1);
    expect(control[0]?.[1]).toBe(control[0]?.[2]);
});

test("a round with a void block is none of the slopes that count, and is marked with its cause", () => {
    expect(lines("voidLine")).toHaveLength(2);
    expect(markup.match(/data-void/g)).toHaveLength(1);
    expect(markup).toContain("variant: the processor&#x27;s clock changed");
    expect(markup).toContain("3 rounds of 2 forks in order, 1 of them void");
    expect(marksOf(markup).filter((mark) => mark === "cross")).toHaveLength(1);
    expect(summary(rounds)).toBe("3 rounds of 2 forks, 1 of them void.");
    expect(summary(rounds.slice(0, 1))).toBe("1 round of 1 fork, none of them void.");
    expect(renderToStaticMarkup(<Causes rounds={rounds} />)).toContain("variant: the processor&#x27;s clock changed (1 block)");
});

test("every round is in the table, with what is not known unknown", () => {
    const table = linesOf(renderToStaticMarkup(<RoundTable rounds={rounds} />), "tr");
    expect(table[1]).toBe("1, 1 started: variant, FP32, control after 1.5 s 1 turn 2.000 ms 2.000 ms 1.000 ms yes");
    expect(table[2]).toMatch(/void variant: the processor&#x27;s clock changed$/);
    expect(table[3]).toMatch(/1 turn – 4\.000 ms 2\.000 ms yes$/);
});

test("what is unknown of the environment is told as unknown, and what does not apply is not told", () => {
    const found = new Map(facts(row("int8", "x86-vnni", [passed]), document));
    expect(found.get("Device class")).toBe("x86-vnni");
    expect(found.get("Fingerprint of the environment")).toBe("–");
    expect(found.get("FP32 against itself, control")).toBe("1.002 (0.994 to 1.011)");
    expect(found.has("Accelerator")).toBe(false);
});

test("of the digests those of the row at that place are its own", () => {
    const leaves = ["/policy", "/variants/1", "/variants/1/device", "/variants/10", "/variants/10/device"].map((name) => ({ name, sha256: "ab" }));
    expect(ownLeaves({ root: "x", leaves }, 1).map(({ name }) => name)).toEqual(["/variants/1", "/variants/1/device"]);
    expect(ownLeaves(null, 1)).toEqual([]);
});

const signed = { state: "SIGNED", keyId: "k", document: "{}" } as const;
const digests = { root: "r", leaves: [{ name: "/a", sha256: "b" }] };

test("only what was found out looks good", () => {
    const tones = (...proof: Parameters<typeof findingsOf>): string[] => findingsOf(...proof).map(({ state, word }) => `${state} ${word}`);
    expect(tones({ signature: signed, statement: { state: "SAME", run: "1", root: "r" }, changed: [] }, { digests })).toEqual(["pass SIGNED", "pass THIS DOCUMENT", "pass UNCHANGED"]);
    expect(tones({ signature: { state: "CHANGED", keyId: "k" }, statement: null, changed: ["/a was changed."] }, { digests })).toEqual(["fail DIFFERENT", "fail DIFFERENT"]);
    expect(tones({ signature: { state: "OTHER_KEY", keyId: "k", named: [] }, statement: null, changed: [] }, {})).toEqual(["unsure CANNOT TELL", "unsure CANNOT TELL"]);
    expect(tones({ signature: { state: "CANNOT_TELL", why: "WebCrypto of this browser has no Ed25519." }, statement: null, changed: [] }, { digests })[0]).toBe("unsure CANNOT TELL");
    expect(tones({ signature: signed, statement: { state: "OTHER", run: "2", root: "q" }, changed: [] }, { digests })[1]).toBe("fail DIFFERENT");
    expect(tones({ signature: signed, statement: { state: "NO_VERDICT" }, changed: [] }, { digests })[1]).toBe("fail DIFFERENT");
});

test("a finding has a word and a shape, not only a colour", () => {
    const shown = renderToStaticMarkup(<Findings findings={findingsOf({ signature: { state: "CHANGED", keyId: "k" }, statement: null, changed: ["/a was changed."] }, { digests })} />);
    expect(shown).toContain("DIFFERENT");
    expect(shown).toContain("<li>/a was changed.</li>");
    expect(marksOf(shown)).not.toContain("pass");
});

test("the commands are those of the documentation, for this run and service", () => {
    expect(commands("RUN", "https://ng.example").split("\n")).toEqual([
        'curl -H "Authorization: Bearer $NARROWGAUGE_API_KEY" -o VERDICT.json https://ng.example/v1/runs/RUN/verdict',
        'curl -H "Authorization: Bearer $NARROWGAUGE_API_KEY" -o ENVELOPE.json https://ng.example/v1/runs/RUN/attestation',
        "curl -o KEY.pem https://ng.example/v1/signing-key",
        "narrowgauge verify VERDICT.json --attestation ENVELOPE.json --public-key KEY.pem",
    ]);
});

test("the address says which part of the page and which device; what is none is the first", () => {
    expect(placeOf({ tab: "speed", class: "x86", nodes: "all", other: 1 })).toEqual({ tab: "speed", class: "x86", nodes: "all" });
    expect(placeOf({ tab: "nonsense" })).toEqual({ tab: "accuracy" });
    const rows = [row("a", "x86", []), row("a", "arm", [])];
    expect(chosenOf(rows, {})).toBe(rows[0]);
    expect(chosenOf(rows, { class: "arm" })).toBe(rows[1]);
    expect(chosenOf(rows, { class: "arm", node: "arm-1" })).toBe(rows[1]);
    expect(chosenOf(rows, { class: "nvidia" })).toBeUndefined();
});
