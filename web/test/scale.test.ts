import { expect, test } from "vitest";
import { linearScale, logScale } from "../src/draw/scale";

test("twice and half are equally far from the same", () => {
    const scale = logScale([0.5, 1, 2]);
    expect(scale.at(2) - scale.at(1)).toBeCloseTo(scale.at(1) - scale.at(0.5), 12);
});

test("values beyond the ends stay at them", () => {
    expect(linearScale([0, 1]).at(7)).toBe(1);
    expect(logScale([0.5, 2]).at(0)).toBe(0);
});

test("ticks are few, round and inside", () => {
    for (const [low, high] of [[0.2, 9], [0.62, 1.4], [0.98, 1.03], [0.001, 400]] as const) {
        const { ticks, at } = logScale([low, high]);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(ticks.every((tick) => at(tick) > 0 && at(tick) < 1)).toBe(true);
    }
    expect(linearScale([0, 0.01]).ticks).toEqual([0, 0.005, 0.01]);
});

test("a scale of nothing is one", () => {
    expect(linearScale([]).at(0)).toBe(0.5);
    expect(logScale([]).ticks.length).toBeGreaterThan(0);
});
