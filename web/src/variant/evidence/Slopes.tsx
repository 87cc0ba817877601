import type { Block } from "../../api/types";
import { logScale } from "../../draw/scale";
import { millis } from "../../number/number";
import { counts, type Round } from "./blocks";
import styles from "./slopes.module.css";

const HEIGHT = 240;
const LEFT = 96;
const TOP = 10;
const BOTTOM = 26;
const STEP = 13;
/** Of measurements that were extended, some of which have thousands of rounds. */
const NARROW_STEP = 5;
const MANY = 300;
const LEAST_WIDTH = 900;

/** Where the processes of a round stand in its column. */
const AT = { control: 0.15, baseline: 0.5, variant: 0.85 } as const;

/**
 * Rounds in the order in which they ran, each as a pair of lines: from the control to FP32, which is level on a machine to trust, and
 * from FP32 to the variant. What drifts shows as a whole; what is void is dashed and marked.
 */
export function Slopes({ rounds }: { rounds: Round[] }) {
    const times = rounds.flatMap(({ control, baseline, variant }) => [control, baseline, variant].flatMap((block) => block?.medianMillis ?? []));
    const scale = logScale(times);
    const step = Math.max(rounds.length > MANY ? NARROW_STEP : STEP, (LEAST_WIDTH - LEFT) / Math.max(1, rounds.length));
    const width = LEFT + step * rounds.length;
    const y = (block: Block | undefined): number | null => (block?.medianMillis === undefined ? null : TOP + (1 - scale.at(block.medianMillis)) * (HEIGHT - TOP - BOTTOM));
    const point = (index: number, role: keyof typeof AT): string | null => {
        const at = y(rounds[index]?.[role]);
        return at === null ? null : `${(LEFT + (index + AT[role]) * step).toFixed(1)} ${at.toFixed(1)}`;
    };
    const line = (one: keyof typeof AT, other: keyof typeof AT, counting: boolean): string =>
        rounds.map((round, index) => (counts(round) === counting && point(index, one) && point(index, other) ? `M${point(index, one)}L${point(index, other)}` : "")).join("");
    const dots = (role: keyof typeof AT): string => rounds.map((round, index) => (counts(round) && point(index, role) ? `M${point(index, role)}h0` : "")).join("");
    return (
        <div className={styles.scroll} tabIndex={0} role="group" aria-label="Rounds in order">
            <svg className={styles.slopes} width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={told(rounds)} data-drawing>
                {scale.ticks.map((tick) => {
                    const at = TOP + (1 - scale.at(tick)) * (HEIGHT - TOP - BOTTOM);
                    return <g key={tick}><line className={styles.grid} x1={LEFT} x2={width} y1={at} y2={at} /><text className={styles.tick} x={LEFT - 8} y={at + 4} textAnchor="end">{millis(tick)}</text></g>;
                })}
                {rounds.map(({ fork, round }, index) => round === 1 && <Fork key={fork} fork={fork} x={LEFT + index * step} />)}
                <path className={styles.control} d={line("control", "baseline", true)} />
                <path className={styles.slope} d={line("baseline", "variant", true)} />
                <path className={styles.voidLine} d={line("control", "baseline", false) + line("baseline", "variant", false)} />
                <path className={styles.controls} d={dots("control")} />
                <path className={styles.baselines} d={dots("baseline")} />
                <path className={styles.variants} d={dots("variant")} />
                {rounds.map((round, index) => !counts(round) && <Void key={`${round.fork} ${round.round}`} round={round} x={LEFT + (index + 0.5) * step} />)}
            </svg>
        </div>
    );
}

function Fork({ fork, x }: { fork: number; x: number }) {
    return <g><line className={styles.fork} x1={x} x2={x} y1={TOP} y2={HEIGHT - BOTTOM + 4} /><text className={styles.tick} x={x + 3} y={HEIGHT - 7}>{fork}</text></g>;
}

/** A cross at the foot of the round. */
function Void({ round, x }: { round: Round; x: number }) {
    const y = HEIGHT - BOTTOM - 6;
    return <path className={styles.cross} d={`M${x - 4} ${y - 4}l8 8m0 -8l-8 8`} data-void=""><title>{round.causes.join("; ")}</title></path>;
}

function told(rounds: Round[]): string {
    const voided = rounds.filter((round) => !counts(round)).length;
    return `${rounds.length} rounds of ${new Set(rounds.map(({ fork }) => fork)).size} forks in order, ${voided} of them void; the table below has them.`;
}
