import { useId } from "react";
import type { ParetoRow } from "../api/types";
import { short } from "../number/number";
import { visible } from "../ui/visible";
import { ABOVE, type By, plot, type Point } from "./points";
import styles from "./pareto.module.css";

const WIDTH = 720;
const HEIGHT = 400;
const LEFT = 64;
const BOTTOM = 46;
const TOP = 14;
const RIGHT = 40;
const SIZE = 5;
const MOST_LETTERS = 26;

export const AXES: Record<By, string> = { latency: "Latency, as a ratio to FP32 (log)", size: "File size, as a ratio to FP32 (log)" };

/** Recipes by their cost and what they lose: what no other beats is filled, what another beats is hollow, FP32 is a square. */
export function ParetoDrawing({ rows, by, loss }: { rows: ParetoRow[]; by: By; loss: string }) {
    const title = useId();
    const width = WIDTH - LEFT - RIGHT;
    const height = HEIGHT - TOP - BOTTOM;
    const { points, x, y, baseline } = plot(rows, by, width, height);
    return (
        <svg className={styles.plot} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={title} data-drawing>
            <title id={title}>{`${loss} against ${AXES[by]}, ${points.length} recipes; the table below has them.`}</title>
            <g transform={`translate(${LEFT} ${TOP})`}>
                {y.ticks.map((tick) => (
                    <g key={tick}>
                        <line className={styles.grid} x1={0} x2={width} y1={(1 - y.at(tick)) * height} y2={(1 - y.at(tick)) * height} />
                        <text className={styles.tick} x={-8} y={(1 - y.at(tick)) * height + 4} textAnchor="end">{short(100 * tick)}</text>
                    </g>
                ))}
                {x.ticks.map((tick) => (
                    <g key={tick}>
                        <line className={styles.grid} x1={x.at(tick) * width} x2={x.at(tick) * width} y1={0} y2={height} />
                        <text className={styles.tick} x={x.at(tick) * width} y={height + 16} textAnchor="middle">{tick}</text>
                    </g>
                ))}
                <line className={styles.neutral} x1={baseline.x} x2={baseline.x} y1={0} y2={height} />
                <line className={styles.neutral} x1={0} x2={width} y1={baseline.y} y2={baseline.y} />
                <rect className={styles.baseline} x={baseline.x - SIZE} y={baseline.y - SIZE} width={2 * SIZE} height={2 * SIZE} />
                <text className={styles.label} x={baseline.x + 10} y={baseline.y - ABOVE + 4}>FP32</text>
                {points.map((point) => <Mark key={point.row.recipe} point={point} width={width} />)}
            </g>
            <text className={styles.tick} x={LEFT + width / 2} y={HEIGHT - 8} textAnchor="middle">{AXES[by]}</text>
            <text className={styles.tick} x={4} y={TOP - 3}>{loss}</text>
        </svg>
    );
}

function Mark({ point: { row, x, y, label }, width }: { point: Point; width: number }) {
    const name = visible(row.recipe);
    const isRight = x > width * 0.7;
    return (
        <g className={row.state === "BEST" ? styles.best : styles.dominated} data-state={row.state}>
            <circle cx={x} cy={y} r={SIZE} />
            <text className={styles.label} x={isRight ? x - 10 : x + 10} y={label + 4} textAnchor={isRight ? "end" : "start"}>{name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS - 1)}…` : name}</text>
        </g>
    );
}
