import type { Row } from "../api/types";
import { Axis } from "../draw/Axis";
import { EFFECTS } from "../draw/effects";
import { bound, type Forest, forests, isKnown, type Judged } from "../draw/forest";
import { IntervalDrawing } from "../draw/IntervalDrawing";
import { Legend } from "../draw/Legend";
import { told, words } from "../draw/words";
import { metricName, writing, written } from "../number/metric";
import { UNKNOWN, short } from "../number/number";
import { Take } from "../take/Take";
import { Badge } from "../ui/Badge";
import { Card } from "../ui/Card";
import { Name } from "../ui/Name";
import { anchorOf, classOf, keyOf } from "./rows";
import styles from "./forests.module.css";

/** Every rule, and what each variant on each device came to under it, on one scale. */
export function Forests({ rows, marked }: { rows: Row[]; marked: string | undefined }) {
    const all = forests(rows);
    if (all.length === 0) return null;
    return (
        <Card title="What the rules say">
            <Legend />
            {all.map((forest) => <One key={forest.rule} forest={forest} marked={marked} />)}
        </Card>
    );
}

function One({ forest, marked }: { forest: Forest; marked: string | undefined }) {
    const { rule, metric, limit, scale, judged } = forest;
    const { plain } = writing(metric);
    const against = `${isKnown(limit) ? `: ${bound(limit, plain)}` : ""}${confidence(judged)}`;
    return (
        <Take title={`${metricName(metric)}, ${rule}${against}`}>
            <table className={styles.forest} role="table">
                <caption>
                    <strong>{metricName(metric)}</strong> <span className={styles.rule}><Name>{rule}</Name>{against}</span>
                </caption>
                <thead role="rowgroup" className={styles.hidden}>
                    <tr role="row">{["Variant", "Interval", "Value", "Outcome"].map((head) => <th key={head} role="columnheader" scope="col">{head}</th>)}</tr>
                </thead>
                <tbody role="rowgroup">
                    {judged.map((each) => <Judgement key={anchorOf(each.row)} judged={each} forest={forest} marked={keyOf(each.row) === marked} />)}
                    <tr role="presentation" className={styles.axis} aria-hidden="true"><td /><td><Axis scale={scale} write={tickOf(metric)} /></td><td /><td /></tr>
                </tbody>
            </table>
        </Take>
    );
}

function Judgement({ judged: { row, outcome, shown }, forest: { metric, limit, scale }, marked }: { judged: Judged; forest: Forest; marked: boolean }) {
    const value = outcome.observed && outcome.verdict !== "INVALID" ? written(metric, outcome.observed) : UNKNOWN;
    const beside = words(outcome);
    const effect = EFFECTS[outcome.effect ?? "DECIDES"];
    return (
        <tr role="row" className={marked ? styles.marked : undefined}>
            <th role="rowheader" scope="row"><Name>{row.recipe ?? ""}</Name><small>on <Name>{classOf(row)}</Name></small></th>
            <td role="cell"><IntervalDrawing outcome={outcome} shown={shown} limit={limit} scale={scale} label={told(outcome, value)} /></td>
            <td role="cell" className={styles.value}>{value}{beside && <small>{beside}</small>}</td>
            <td role="cell"><Badge of={outcome.verdict ?? "INVALID"} quiet={effect !== undefined} />{effect && <small>{effect}</small>}</td>
        </tr>
    );
}


/** Of the interval that the rule used, where there is one. */
function confidence(judged: Judged[]): string {
    const known = judged.map(({ outcome }) => outcome.observed?.confidence).find((each) => each !== undefined && each < 1);
    return known === undefined ? "" : `, by the two-sided ${short(100 * known)} % interval`;
}

/** Without the unit, which the values beside have. */
function tickOf(metric: string): (value: number) => string {
    const last = metric.slice(metric.lastIndexOf(".") + 1).toLowerCase();
    if (metric !== "accuracy.loss" && (last === "loss" || last === "flips" || last === "relativeloss" || last === "coverage" || last === "time" || last === "determinism")) {
        return (value) => short(100 * value);
    }
    return last === "ratio" || last === "agreement" ? (value) => String(value) : writing(metric).plain;
}
