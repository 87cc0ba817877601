import { WIDTH } from "./IntervalDrawing";
import type { Scale } from "./scale";
import styles from "./drawing.module.css";

const HEIGHT = 16;
const EDGE = 16;

/** The values under drawings of one scale. */
export function Axis({ scale, write }: { scale: Scale; write: (value: number) => string }) {
    return (
        <svg className={styles.drawing} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" data-drawing>
            {scale.ticks.map((tick) => {
                const x = scale.at(tick) * WIDTH;
                const anchor = x < EDGE ? "start" : x > WIDTH - EDGE ? "end" : "middle";
                return <text key={tick} className={styles.tick} x={x} y={12} textAnchor={anchor}>{write(tick)}</text>;
            })}
        </svg>
    );
}
