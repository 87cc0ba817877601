import type { MatrixRow } from "../api/types";
import { visible } from "../ui/visible";
import styles from "./pareto.module.css";

export interface Chosen { family?: string; deviceClass?: string; by?: string }

/** A model, a device class on which it was measured, and by what its recipes are drawn. */
export function Choices({ rows, family, deviceClass, by, change }: Chosen & { rows: MatrixRow[]; change: (to: Chosen) => void }) {
    const families = distinct([...rows.map((row) => row.family), ...(family ? [family] : [])]);
    const classes = distinct([...rows.filter((row) => row.family === family).map((row) => row.deviceClass), ...(deviceClass ? [deviceClass] : [])]);
    const classesOf = (of: string): string[] => distinct(rows.filter((row) => row.family === of).map((row) => row.deviceClass));
    const toFamily = (next: string): void => {
        const [first] = classesOf(next);
        change({ family: next, ...(by ? { by } : {}), ...(first ? { deviceClass: first } : {}) });
    };
    return (
        <div className={styles.chosen}>
            <Choice label="Model" value={family} values={families} choose={toFamily} />
            <Choice label="Device class" value={deviceClass} values={classes} choose={(next) => change({ ...(family ? { family } : {}), ...(by ? { by } : {}), deviceClass: next })} />
            <label>
                Cost
                <select value={by === "size" ? "size" : "latency"} onChange={(event) => change({ ...(family ? { family } : {}), ...(deviceClass ? { deviceClass } : {}), by: event.target.value })}>
                    <option value="latency">Latency</option>
                    <option value="size">File size</option>
                </select>
            </label>
        </div>
    );
}

const distinct = (all: string[]): string[] => [...new Set(all)].sort();

function Choice({ label, value, values, choose }: { label: string; value: string | undefined; values: string[]; choose: (to: string) => void }) {
    return (
        <label>
            {label}
            <select value={value ?? ""} onChange={(event) => choose(event.target.value)}>
                {value === undefined && <option value="">Choose one…</option>}
                {values.map((each) => <option key={each} value={each}>{visible(each)}</option>)}
            </select>
        </label>
    );
}
