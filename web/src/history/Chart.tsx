import { useId } from "react";
import type { SeriesHistory, SeriesPoint } from "../api/types";
import { linearScale, logScale } from "../draw/scale";
import { moment } from "../number/time";
import { trackedName, writeIn } from "./metrics";
import styles from "./history.module.css";

const WIDTH = 960;
const HEIGHT = 260;
const LEFT = 74;
const BOTTOM = 24;
const TOP = 10;

/** Intervals over time, oldest first; a break where conditions changed, a line where values did. */
export function Chart({ history }: { history: SeriesHistory }) {
    const title = useId();
    const { series, breaks, changes } = history;
    const points = [...history.points].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
    if (points.length === 0) return null;
    const values = points.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
    const scale = series.unit === "share" ? linearScale(values) : logScale(values);
    const times = linearScale(points.map((point) => Date.parse(point.at)));
    const x = (at: string): number => LEFT + times.at(Date.parse(at)) * (WIDTH - LEFT);
    const y = (value: number): number => TOP + (1 - scale.at(value)) * (HEIGHT - TOP - BOTTOM);
    const write = writeIn(series);
    const shown = changes.filter((change) => change.state !== "DISMISSED");
    return (
        <div className={styles.scroll} tabIndex={0} role="group" aria-label="Chart">
            <svg className={styles.chart} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={title} data-drawing>
                <title id={title}>{`${trackedName(series.metric)} over time, ${points.length} values; the table below has them.`}</title>
                {scale.ticks.map((tick) => (
                    <g key={tick}>
                        <line className={styles.grid} x1={LEFT} x2={WIDTH} y1={y(tick)} y2={y(tick)} />
                        <text className={styles.tick} x={LEFT - 8} y={y(tick) + 4} textAnchor="end">{write(tick)}</text>
                    </g>
                ))}
                {breaks.map((each) => <line key={each.measurementId} className={styles.broken} x1={x(each.at)} x2={x(each.at)} y1={TOP} y2={HEIGHT - BOTTOM} />)}
                {shown.map((each) => <line key={each.id} className={each.state === "OPEN" ? styles.open : styles.confirmed} x1={x(each.at)} x2={x(each.at)} y1={TOP} y2={HEIGHT - BOTTOM} />)}
                {points.map((point) => <Mark key={point.measurementId} point={point} x={x(point.at)} y={y} />)}
                <text className={styles.tick} x={LEFT} y={HEIGHT - 5}>{moment(points[0]?.at ?? "")}</text>
                <text className={styles.tick} x={WIDTH} y={HEIGHT - 5} textAnchor="end">{moment(points.at(-1)?.at ?? "")}</text>
            </svg>
        </div>
    );
}

function Mark({ point: { value, low, high }, x, y }: { point: SeriesPoint; x: number; y: (value: number) => number }) {
    return (
        <g className={styles.mark}>
            {low !== null && high !== null && <line x1={x} x2={x} y1={y(low)} y2={y(high)} />}
            <circle cx={x} cy={y(value)} r={3.5} />
        </g>
    );
}
