import { useId } from "react";
import type { Control } from "../api/types";
import { logScale } from "../draw/scale";
import { moment } from "../number/time";
import styles from "./controls.module.css";

const WIDTH = 960;
const HEIGHT = 220;
const LEFT = 60;
const BOTTOM = 24;
const TOP = 10;
const ARM = 4;

/** Each control with its interval, the oldest first: that of an alarm is a cross and its interval excludes the bold line at 1. */
export function ControlsDrawing({ controls }: { controls: Control[] }) {
    const title = useId();
    const oldestFirst = [...controls].reverse();
    const scale = logScale([1, ...controls.flatMap(({ low, high }) => [low, high])]);
    const step = (WIDTH - LEFT) / controls.length;
    const y = (ratio: number): number => TOP + (1 - scale.at(ratio)) * (HEIGHT - TOP - BOTTOM);
    return (
        <svg className={styles.chart} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={title} data-drawing>
            <title id={title}>{`${controls.length} controls, ${controls.filter(({ alarm }) => alarm).length} of them with an interval that excludes 1; the table below has them.`}</title>
            {scale.ticks.map((tick) => (
                <g key={tick}>
                    <line className={styles.grid} x1={LEFT} x2={WIDTH} y1={y(tick)} y2={y(tick)} />
                    <text className={styles.tick} x={LEFT - 8} y={y(tick) + 4} textAnchor="end">{tick}</text>
                </g>
            ))}
            <line className={styles.same} x1={LEFT} x2={WIDTH} y1={y(1)} y2={y(1)} />
            {oldestFirst.map(({ at, ratio, low, high, alarm }, index) => {
                const x = LEFT + (index + 0.5) * step;
                return (
                    <g key={`${at} ${index}`} className={alarm ? styles.alarm : styles.sound} data-alarm={alarm}>
                        <line x1={x} x2={x} y1={y(low)} y2={y(high)} />
                        {alarm ? <path d={`M${x - ARM} ${y(ratio) - ARM}l${2 * ARM} ${2 * ARM}m0 ${-2 * ARM}l${-2 * ARM} ${2 * ARM}`} /> : <circle cx={x} cy={y(ratio)} r={3} />}
                    </g>
                );
            })}
            <text className={styles.tick} x={LEFT} y={HEIGHT - 5}>{moment(oldestFirst[0]?.at ?? "")}</text>
            <text className={styles.tick} x={WIDTH} y={HEIGHT - 5} textAnchor="end">{moment(controls[0]?.at ?? "")}</text>
        </svg>
    );
}
