import { Link } from "@tanstack/react-router";
import type { MatrixRow } from "../api/types";
import { trackedName, writeIn } from "../history/metrics";
import { moment } from "../number/time";
import { Name } from "../ui/Name";
import { shown } from "./cells";
import styles from "./overview.module.css";

const UNITS: Record<string, string> = { ACCURACY_DIFFERENCE: "share", FLIP_SHARE: "share" };
const SHORT: Record<string, string> = { LATENCY_RATIO: "time", ACCURACY_DIFFERENCE: "top-1", FLIP_SHARE: "changed", SIZE_RATIO: "size" };

/** The recipes of a model on a device class. */
export function Recipes({ family, deviceClass, rows }: { family: string; deviceClass: string; rows: MatrixRow[] }) {
    if (rows.length === 0) return <span className={styles.none}>not measured</span>;
    return (
        <div className={styles.cell}>
            {rows.map((row) => (
                <div key={`${row.recipe} ${row.scenario}`}>
                    <strong><Name>{row.recipe}</Name></strong>
                    <small><Name>{row.scenario}</Name>, {moment(row.at)}</small>
                    {row.standing === "CHANGED" && <small className={styles.changed}>a change to decide on</small>}
                    <ul className={styles.values}>
                        {shown(row).map(({ metric, seriesId, value }) => (
                            <li key={metric}><Link to="/history/$id" params={{ id: seriesId }} title={trackedName(metric)}>{SHORT[metric] ?? trackedName(metric)}</Link> {writeIn({ metric, unit: UNITS[metric] ?? "ratio" })(value)}</li>
                        ))}
                    </ul>
                </div>
            ))}
            <Link to="/pareto" search={{ family, deviceClass }}>Pareto set</Link>
        </div>
    );
}
