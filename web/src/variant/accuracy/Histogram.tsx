import type { TensorReport } from "../../api/types";
import { four } from "../../number/number";
import { codeRange } from "./codes";
import styles from "./histogram.module.css";

const WIDTH = 220;
const HEIGHT = 48;

/** What calibration saw of a tensor, on a logarithmic scale of counts. The shaded part has codes; what is outside is cut off and has another colour. */
export function Histogram({ tensor }: { tensor: TensorReport }) {
    const { low = 0, high = 0, counts = [] } = tensor.histogram ?? {};
    if (counts.length === 0 || !(high > low)) return null;
    const range = codeRange(tensor);
    const at = (value: number): number => Math.min(WIDTH, Math.max(0, (WIDTH * (value - low)) / (high - low)));
    const most = Math.log1p(Math.max(...counts));
    const step = WIDTH / counts.length;
    const bar = (count: number, index: number): string => {
        const tall = most === 0 ? 0 : (Math.log1p(count) / most) * (HEIGHT - 2);
        return `M${(index * step).toFixed(2)} ${HEIGHT}v${(-tall).toFixed(2)}h${Math.max(step - 0.5, 0.5).toFixed(2)}v${tall.toFixed(2)}z`;
    };
    const isInside = (index: number): boolean => {
        const middle = low + ((index + 0.5) * (high - low)) / counts.length;
        return range === null || (middle >= range[0] && middle <= range[1]);
    };
    const path = (inside: boolean): string => counts.map((count, index) => (count > 0 && isInside(index) === inside ? bar(count, index) : "")).join("");
    const outside = path(false);
    return (
        <svg className={styles.histogram} width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={told(low, high, range)}>
            {range && <rect className={styles.range} x={at(range[0])} width={at(range[1]) - at(range[0])} y="0" height={HEIGHT} />}
            <path className={styles.inside} d={path(true)} />
            {outside !== "" && <path className={styles.outside} d={outside} />}
            {low <= 0 && high >= 0 && <line className={styles.zero} x1={at(0)} x2={at(0)} y1="0" y2={HEIGHT} />}
        </svg>
    );
}

const told = (low: number, high: number, range: readonly [number, number] | null): string =>
    `Values from ${four(low)} to ${four(high)}, counts on a logarithmic scale${range === null ? "" : `; those from ${four(range[0])} to ${four(range[1])} have codes`}`;
