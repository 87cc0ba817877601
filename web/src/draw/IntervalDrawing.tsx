import type { Interval, RuleOutcome } from "../api/types";
import { neutral } from "../number/metric";
import { isKnown, type Limit } from "./forest";
import type { Scale } from "./scale";
import styles from "./drawing.module.css";

export const WIDTH = 320;
const HEIGHT = 34;
const MIDDLE = HEIGHT / 2;
const THICK = 7;

interface Props { outcome: RuleOutcome; shown: Interval | null; limit: Limit; scale: Scale; label: string }

/**
 * An interval against its limit. What has passed or failed has a filled dot and a solid bar; what is not decided a hollow dot
 * and a dashed bar; what is not valid none. What does not decide the verdict has less weight.
 */
export function IntervalDrawing({ outcome, shown, limit, scale, label }: Props) {
    const x = (value: number): number => scale.at(value) * WIDTH;
    const same = neutral(outcome.metric ?? "");
    const tone = TONES[outcome.verdict ?? "INVALID"];
    const isQuiet = (outcome.effect ?? "DECIDES") !== "DECIDES";
    const observed = outcome.verdict === "INVALID" ? null : outcome.observed;
    return (
        <svg className={styles.drawing} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} data-drawing data-verdict={outcome.verdict}>
            {isKnown(limit) && <Forbidden limit={limit} x={x} />}
            <line className={styles.axis} x1={0} x2={WIDTH} y1={MIDDLE} y2={MIDDLE} />
            {same !== null && <line className={styles.neutral} x1={x(same)} x2={x(same)} y1={2} y2={HEIGHT - 2} />}
            {isKnown(limit) && <line className={styles.limit} x1={x(limit.value)} x2={x(limit.value)} y1={0} y2={HEIGHT} />}
            <g className={`${tone} ${isQuiet ? styles.quiet : ""}`}>
                {observed && shown && isOther(observed, shown) && <Bar of={shown} x={x} className={styles.thin} />}
                {observed && observed.confidence !== 1 && <Bar of={observed} x={x} className={outcome.verdict === "INCONCLUSIVE" ? styles.undecided : styles.thick} />}
                {observed?.estimate !== undefined && <circle className={outcome.verdict === "INCONCLUSIVE" ? styles.hollow : styles.dot} cx={x(observed.estimate)} cy={MIDDLE} r={5} />}
            </g>
        </svg>
    );
}

/** Twice the same is told once. */
const isOther = (used: Interval, shown: Interval): boolean => used.low !== shown.low || used.high !== shown.high;

const TONES: Record<string, string | undefined> = { PASS: styles.pass, FAIL: styles.fail, INCONCLUSIVE: styles.unsure, INVALID: styles.invalid };

/** The side of the limit on which nothing may be. */
function Forbidden({ limit, x }: { limit: Limit; x: (value: number) => number }) {
    const at = x(limit.value);
    const from = limit.side === "above" ? at : 0;
    return <rect className={styles.forbidden} x={from} y={0} width={limit.side === "above" ? WIDTH - at : at} height={HEIGHT} />;
}

function Bar({ of, x, className }: { of: Interval; x: (value: number) => number; className: string | undefined }) {
    if (of.low === undefined || of.high === undefined) return null;
    const low = x(of.low);
    return className === styles.thin ? (
        <line className={className} x1={low} x2={x(of.high)} y1={MIDDLE} y2={MIDDLE} />
    ) : (
        <rect className={className} x={low} width={Math.max(1, x(of.high) - low)} y={MIDDLE - THICK / 2} height={THICK} rx={2} />
    );
}
