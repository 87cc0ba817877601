import type { ParetoRow } from "../api/types";
import { linearScale, logScale, type Scale } from "../draw/scale";

/** By what recipes are drawn beside their loss. */
export type By = "latency" | "size";

export interface Point { row: ParetoRow; x: number; y: number; label: number }

export interface Plot { points: Point[]; x: Scale; y: Scale; baseline: { x: number; y: number } }

const LABEL_HEIGHT = 15;
const NEAR = 150;

/** Where FP32 is, whatever it is drawn by. */
const BASELINE = { by: 1, loss: 0 };

/** Only what was held against each other shares a drawing: the rest has other conditions, or lacks a value. */
export const isDrawn = ({ state }: ParetoRow): boolean => state === "BEST" || state === "DOMINATED";

/** @param width and height of the drawing */
export function plot(rows: ParetoRow[], by: By, width: number, height: number): Plot {
    const drawn = rows.filter(isDrawn).flatMap((row) => (row[by] === null || row.loss === null ? [] : [{ row, by: row[by], loss: row.loss }]));
    const x = logScale([BASELINE.by, ...drawn.map((each) => each.by)]);
    const y = linearScale([BASELINE.loss, ...drawn.map((each) => each.loss)]);
    const at = (value: number): number => x.at(value) * width;
    const up = (loss: number): number => (1 - y.at(loss)) * height;
    const points = drawn.map(({ row, by: value, loss }) => ({ row, x: at(value), y: up(loss), label: up(loss) }));
    const baseline = { x: at(BASELINE.by), y: up(BASELINE.loss) };
    return { points: apart(points, baseline, height / 2), x, y, baseline };
}

/** Where the name of FP32 stands. */
export const ABOVE = 9;

/** Names of points that are near each other stand below each other, and towards the middle of the drawing. */
function apart(points: Point[], baseline: { x: number; y: number }, middle: number): Point[] {
    const placed: { x: number; label: number }[] = [{ x: baseline.x, label: baseline.y - ABOVE }];
    return [...points]
        .sort((one, other) => Math.abs(one.y - middle) < Math.abs(other.y - middle) ? 1 : -1)
        .map((point) => {
            let label = point.y;
            const near = placed.filter((other) => Math.abs(other.x - point.x) < NEAR);
            while (near.some((other) => Math.abs(other.label - label) < LABEL_HEIGHT)) label += point.y > middle ? -1 : 1;
            placed.push({ x: point.x, label });
            return { ...point, label };
        });
}
