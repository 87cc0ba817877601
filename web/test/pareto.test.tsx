import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { ParetoRow } from "../src/api/types";
import { ParetoDrawing } from "../src/pareto/ParetoDrawing";
import { plot } from "../src/pareto/points";

const row = (recipe: string, state: ParetoRow["state"], latency: number | null, loss: number | null, size: number | null = 0.3): ParetoRow => ({
    recipe, state, latency, loss, size, at: "2026-11-27T03:12:00Z", measurementId: recipe, lossOf: "ACCURACY_DIFFERENCE",
});

const rows = [row("int8-static", "BEST", 0.6, 0.003), row("int8-dynamic", "DOMINATED", 0.9, 0.004), row("old", "NOT_COMPARABLE", 0.2, 0), row("new", "INCOMPLETE", null, 0.001)];

const drawn = (by: "latency" | "size") => renderToStaticMarkup(<ParetoDrawing rows={rows} by={by} loss="Top-1 loss, points" />);

test("what was not held against the others is not drawn beside them", () => {
    for (const by of ["latency", "size"] as const) {
        expect(plot(rows, by, 600, 300).points.map((point) => point.row.recipe).sort()).toEqual(["int8-dynamic", "int8-static"]);
        expect(drawn(by)).not.toMatch(/>(old|new)</);
    }
});

test("what another beats never looks like what none does", () => {
    const marks = [...drawn("latency").matchAll(/<g class="([^"]*)" data-state="(\w+)"/g)].map(([, look, state]) => [state, look]);
    const best = marks.find(([state]) => state === "BEST")?.[1];
    const dominated = marks.find(([state]) => state === "DOMINATED")?.[1];
    expect(best).toContain("best");
    expect(dominated).toContain("dominated");
    expect(dominated).not.toContain("best");
});

test("less time is left of FP32, more loss above it", () => {
    const { points, baseline } = plot(rows, "latency", 600, 300);
    for (const point of points) {
        expect(point.x).toBeLessThan(baseline.x);
        expect(point.y).toBeLessThan(baseline.y);
    }
    const [better, worse] = ["int8-static", "int8-dynamic"].map((recipe) => points.find((point) => point.row.recipe === recipe));
    expect(better?.x).toBeLessThan(worse?.x ?? 0);
    expect(better?.y).toBeGreaterThan(worse?.y ?? 0);
});

test("names of recipes that are near each other do not lie on each other", () => {
    const many = Array.from({ length: 6 }, (_, index) => row(`r${index}`, "BEST", 0.6 + index / 1000, 0.003));
    const labels = plot(many, "latency", 600, 300).points.map((point) => point.label).sort((one, other) => one - other);
    labels.slice(1).forEach((label, index) => expect(label - (labels[index] ?? 0)).toBeGreaterThanOrEqual(15));
});

test("a loss of FP32 that is the only one has a drawing without gaps", () => {
    expect(renderToStaticMarkup(<ParetoDrawing rows={[row("same", "DOMINATED", 1, 0)]} by="latency" loss="l" />)).not.toMatch(/NaN|Infinity/);
});

test("a hostile name is a text in it", () => {
    expect(renderToStaticMarkup(<ParetoDrawing rows={[row("<b>\u202Ex", "BEST", 0.5, 0)]} by="latency" loss="l" />)).toContain("&lt;b&gt;U+202Ex");
});
