import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Release, ReleaseState, VerdictDocument } from "../src/api/types";
import { isOwn, offered, promotable } from "../src/releases/rights";
import { Steps } from "../src/releases/Steps";
import type { Entered } from "../src/session/session";
import { failed, passed, row } from "./documents";

const as = (key: string | null, ...scopes: string[]): Entered => ({ session: { key, identity: null, scopes, expiresAt: null }, projects: [] });
const release = (state: ReleaseState): Release => ({ id: "r", modelName: "digits", number: 3, state, steps: [{ state: "PROPOSED", at: "2026-11-27T03:12:00Z", by: "ci", reason: "Faster." }] });

const approver = as("lead", "read", "submit", "approve");

test("only who may approve is offered to decide on releases", () => {
    for (const state of ["PROPOSED", "ACTIVE", "REPLACED"] as const) {
        expect(offered(release(state), as("dev", "read", "submit"), true)).toEqual([]);
        expect(offered(release(state), as("reader", "read"), true)).toEqual([]);
    }
    expect(offered(release("PROPOSED"), approver, false)).toEqual(["approve", "withdraw"]);
    expect(offered(release("REPLACED"), approver, true)).toEqual(["withdraw"]);
});

test("what is over is over", () => {
    for (const state of ["ROLLED_BACK", "WITHDRAWN"] as const) expect(offered(release(state), approver, true)).toEqual([]);
});

test("nobody is offered to approve what they have proposed, but who administers the service", () => {
    expect(offered(release("PROPOSED"), as("ci", "submit", "approve"), false)).toEqual(["withdraw"]);
    expect(isOwn(release("PROPOSED"), as("ci", "submit", "approve"))).toBe(true);
    expect(offered(release("PROPOSED"), as("ci", "admin"), false)).toEqual(["approve", "withdraw"]);
    const person = { ...approver, session: { ...approver.session, key: null, identity: { provider: "lab", subject: "7", name: "ci" } } };
    expect(offered(release("PROPOSED"), person, false)).toEqual(["withdraw"]);
});

test("where the service asks nobody for a key, nobody is told apart", () => {
    const nameless: Release = { ...release("PROPOSED"), steps: [{ state: "PROPOSED", at: "2026-11-27T03:12:00Z", by: null, reason: "Faster." }] };
    expect(offered(nameless, as(null, "submit", "approve"), false)).toEqual(["approve", "withdraw"]);
});

test("a roll-back is offered where there is something to return to", () => {
    expect(offered(release("ACTIVE"), approver, true)).toEqual(["rollback"]);
    expect(offered(release("ACTIVE"), approver, false)).toEqual([]);
});

const good = row("int8", "x86-vnni", [passed]);
const elsewhere = row("int8", "x86-avx2", [failed]);
const judged = (variants: VerdictDocument["variants"], places: number[]): VerdictDocument => ({ variants: variants ?? [], files: [{ variantId: good.variantId ?? "", sha256: "a", rows: places }] });

test("only what decided the run and passed wherever it was measured can be promoted", () => {
    expect(promotable(judged([good], [0]), good)).toBe(true);
    expect(promotable(judged([good, elsewhere], [0, 1]), good)).toBe(false);
    expect(promotable(judged([{ ...good, gating: false }], [0]), good)).toBe(false);
    expect(promotable({ variants: [good], files: [] }, good)).toBe(false);
    expect(promotable({ variants: [good] }, good)).toBe(false);
});

test("of the same bytes under another recipe the verdict counts, too", () => {
    const twin = { ...elsewhere, variantId: "twin" };
    const document: VerdictDocument = { variants: [good, twin], files: [{ variantId: good.variantId ?? "", sha256: "a", rows: [0] }, { variantId: "twin", sha256: "a", rows: [1] }] };
    expect(promotable(document, good)).toBe(false);
});

test("who said what stands beside a release as a text", () => {
    const markup = renderToStaticMarkup(<Steps steps={[{ state: "ROLLED_BACK", at: "2026-11-27T03:12:00Z", by: "<b>\u202Ex", reason: "Slow <i>" }]} />);
    expect(markup).toContain("ROLLED BACK");
    expect(markup).toContain("&lt;b&gt;U+202Ex");
    expect(markup).toContain("Slow &lt;i&gt;");
    expect(markup).not.toMatch(/class="[^"]*pass/);
});
