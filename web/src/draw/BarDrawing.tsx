import { WIDTH } from "./IntervalDrawing";
import type { Scale } from "./scale";
import styles from "./drawing.module.css";

const HEIGHT = 22;
const MIDDLE = HEIGHT / 2;
const THICK = 9;

interface Props {
    value: number;
    /** Another value of the same scale, as a line; none where it is not known. */
    mark?: number | null;
    /** From 0 on. */
    scale: Scale;
    label: string;
}

/** How much of something there is, from nothing on. */
export function BarDrawing({ value, mark, scale, label }: Props) {
    const x = (at: number): number => scale.at(at) * WIDTH;
    return (
        <svg className={`${styles.drawing} ${styles.bar}`} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} data-drawing>
            <line className={styles.axis} x1={x(0)} x2={x(0)} y1={0} y2={HEIGHT} />
            <rect className={styles.amount} x={x(0)} width={Math.max(1, x(value) - x(0))} y={MIDDLE - THICK / 2} height={THICK} rx={2} />
            {mark != null && <line className={styles.limit} x1={x(mark)} x2={x(mark)} y1={2} y2={HEIGHT - 2} />}
        </svg>
    );
}
