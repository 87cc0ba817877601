import { Take } from "../take/Take";
import styles from "./bars.module.css";

export interface Bar {
    key: string;
    name: React.ReactNode;
    /** Where it begins and ends, as shares of the width. */
    from: number;
    to: number;
    /** What is not known by measuring is hollow. */
    hollow?: boolean;
    tone?: "more" | "less";
    value: React.ReactNode;
}

interface Props {
    label: string;
    heads: readonly [string, string, string];
    bars: Bar[];
    /** Of a line through all of them. */
    mark?: number;
}

const WIDTH = 400;
const HEIGHT = 14;

/** Horizontal bars, a line each with its value beside it; lengths alone tell nothing. */
export function Bars({ label, heads, bars, mark }: Props) {
    return (
        <Take title={label}>
            <table className={styles.bars} role="table" aria-label={label}>
                <thead role="rowgroup" className={styles.hidden}>
                    <tr role="row">{heads.map((head) => <th key={head} role="columnheader" scope="col">{head}</th>)}</tr>
                </thead>
                <tbody role="rowgroup">
                    {bars.map(({ key, name, from, to, hollow = false, tone, value }) => (
                        <tr key={key} role="row">
                            <th role="rowheader" scope="row">{name}</th>
                            <td role="cell">
                                <svg className={`${styles.drawing} ${tone ? styles[tone] : ""}`} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" data-drawing>
                                    {mark !== undefined && <line className={styles.mark} x1={x(mark)} x2={x(mark)} y1="0" y2={HEIGHT} />}
                                    <rect className={hollow ? styles.hollow : styles.bar} x={x(Math.min(from, to))} width={x(Math.max(0.003, Math.abs(to - from)))} y="3" height={HEIGHT - 6} rx="1.5" />
                                </svg>
                            </td>
                            <td role="cell" className={styles.value}>{value}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </Take>
    );
}

const x = (share: number): string => (share * WIDTH).toFixed(1);
