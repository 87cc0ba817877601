import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Control, Node } from "../src/api/types";
import { ControlsDrawing } from "../src/nodes/ControlsDrawing";
import { offered } from "../src/nodes/rights";
import { Standing, standing } from "../src/nodes/Standing";
import type { Entered } from "../src/session/session";

const as = (...scopes: string[]): Entered => ({ session: { key: "me", identity: null, scopes, expiresAt: null }, projects: [] });
const well: Node = {
    name: "lab-1", description: "", deviceClasses: ["x86-vnni"], fingerprint: "", profile: {}, labels: [], registeredAt: "2026-11-27T03:12:00Z", lastSeenAt: "2026-11-27T03:12:00Z", live: true,
    noiseFloor: { controls: 3, needed: 20, smallestDifference: null }, quarantine: null, clearance: null, drainedSince: null,
};
const quarantine = { since: "2026-11-27T03:12:00Z", reason: "4 of its last 20 controls exclude 1 <b>.", recheckAsked: false };

test("who may neither approve nor administer is offered nothing", () => {
    for (const node of [well, { ...well, quarantine }, { ...well, live: false }, { ...well, drainedSince: "2026-11-27T03:12:00Z" }]) expect(offered(node, as("read", "submit"))).toEqual([]);
});

test("approvers end quarantines, admins drain, resume and forget", () => {
    expect(offered(well, as("approve"))).toEqual([]);
    expect(offered({ ...well, quarantine }, as("approve"))).toEqual(["recheck", "clear"]);
    expect(offered({ ...well, quarantine: { ...quarantine, recheckAsked: true } }, as("approve"))).toEqual(["clear"]);
    expect(offered(well, as("admin"))).toEqual(["drain"]);
    expect(offered({ ...well, drainedSince: "2026-11-27T03:12:00Z" }, as("admin"))).toEqual(["resume"]);
});

test("what lives or is in quarantine is not forgotten", () => {
    expect(offered({ ...well, live: false }, as("admin"))).toContain("forget");
    expect(offered({ ...well, live: false, quarantine }, as("admin"))).not.toContain("forget");
});

test("a quarantine comes before all else, with its reason as a text", () => {
    const node = { ...well, live: false, drainedSince: "2026-11-27T03:12:00Z", quarantine };
    expect(standing(node)).toBe("In quarantine");
    expect(renderToStaticMarkup(<Standing node={node} />)).toContain("4 of its last 20 controls exclude 1 &lt;b&gt;.");
    expect(standing({ ...well, live: false })).toMatch(/^Gone, last seen/);
});

const control = (ratio: number, alarm: boolean): Control => ({ at: "2026-11-27T03:12:00Z", ratio, low: ratio * 0.99, high: ratio * 1.01, confidence: 0.99, alarm });

test("a control that alarms has a shape of its own, and the newest is the last", () => {
    const markup = renderToStaticMarkup(<ControlsDrawing controls={[control(1.2, true), control(1, false), control(0.999, false)]} />);
    const marks = [...markup.matchAll(/<g class="[^"]*" data-alarm="(\w+)"><line x1="([\d.]+)"[^>]*><\/line><(\w+)/g)].map(([, alarm, x, shape]) => [alarm, shape, Number(x)] as const);
    expect(marks.map(([alarm, shape]) => [alarm, shape])).toEqual([["false", "circle"], ["false", "circle"], ["true", "path"]]);
    expect(marks[2]?.[2]).toBeGreaterThan(marks[0]?.[2] ?? Infinity);
    expect(markup).toContain("3 controls, 1 of them with an interval that excludes 1");
});
