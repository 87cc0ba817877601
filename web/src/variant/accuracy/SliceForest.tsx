import type { Interval, MetricResult } from "../../api/types";
import { linearScale } from "../../draw/scale";
import { UNKNOWN } from "../../number/number";
import { Take } from "../../take/Take";
import { Name } from "../../ui/Name";
import { isShare, lossOf } from "./units";
import styles from "./slices.module.css";

const LABEL = "What each class or group lost";
const WIDTH = 320;
const HEIGHT = 22;
const MIDDLE = HEIGHT / 2;

/** What each lost, on one scale with none lost marked. One whose interval lies on both sides of 0 is drawn as undecided. */
export function SliceForest({ worst }: { worst: MetricResult[] }) {
    // A share and a number are on no scale together.
    const first = worst[0];
    const shown = worst.filter((each) => first !== undefined && isShare(each) === isShare(first));
    const { at } = linearScale([0, ...shown.flatMap(({ loss }) => (loss ? [loss.low ?? NaN, loss.high ?? NaN, loss.estimate ?? NaN] : []))]);
    return (
        <Take title={LABEL}>
            <table className={styles.all} role="table" aria-label={LABEL}>
                <thead role="rowgroup" className={styles.hidden}><tr role="row">{["Class or group", "Interval", "Loss"].map((head) => <th key={head} role="columnheader" scope="col">{head}</th>)}</tr></thead>
                <tbody role="rowgroup">
                    {shown.map((result) => (
                        <tr key={result.slice} role="row">
                            <th role="rowheader" scope="row"><Name>{result.slice ?? ""}</Name></th>
                            <td role="cell"><Drawn loss={result.loss ?? null} x={(value) => at(value) * WIDTH} /></td>
                            <td role="cell">{result.loss ? lossOf(result, result.loss) : result.note || UNKNOWN}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </Take>
    );
}

function Drawn({ loss, x }: { loss: Interval | null; x: (value: number) => number }) {
    return (
        <svg className={styles.drawing} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" data-drawing>
            <line className={styles.none} x1={x(0)} x2={x(0)} y1="0" y2={HEIGHT} />
            {loss && <Marks loss={loss} x={x} />}
        </svg>
    );
}

function Marks({ loss: { low = NaN, high = NaN, estimate = NaN }, x }: { loss: Interval; x: (value: number) => number }) {
    if (![low, high, estimate].every(Number.isFinite)) return null;
    const decided = low > 0 || high < 0;
    return (
        <g className={!decided ? styles.unsure : low > 0 ? styles.worse : styles.better}>
            <rect className={decided ? styles.solid : styles.dashed} x={x(low)} width={Math.max(1, x(high) - x(low))} y={MIDDLE - 3} height="6" rx="2" />
            <circle className={decided ? styles.dot : styles.hollow} cx={x(estimate)} cy={MIDDLE} r="4.5" />
        </g>
    );
}
