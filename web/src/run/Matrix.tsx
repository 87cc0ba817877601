import type { Row } from "../api/types";
import { forests, type Judged, limitOf } from "../draw/forest";
import { IntervalDrawing } from "../draw/IntervalDrawing";
import type { Scale } from "../draw/scale";
import { told } from "../draw/words";
import { written } from "../number/metric";
import { Badge } from "../ui/Badge";
import { Card } from "../ui/Card";
import { Name } from "../ui/Name";
import { Line, Table } from "../ui/Table";
import { Details } from "../variant/Details";
import { anchorOf, classOf, keyOf } from "./rows";
import styles from "./matrix.module.css";

const RATIO = "latency.p50.ratio";

/** What came of each variant on each device. */
export function Matrix({ run, rows, marked }: { run: string; rows: Row[]; marked: string | undefined }) {
    const devices = [...new Set(rows.map(classOf))];
    const recipes = [...new Set(rows.map((row) => row.recipe ?? ""))];
    const columns = ["Variant", ...devices].map((head) => ({ head }));
    const ratios = forests(rows).find((forest) => forest.metric === RATIO);
    return (
        <Card title="Variants and devices">
            <Table label="Variants and devices" columns={columns}>
                {recipes.map((recipe) => {
                    const own = rows.filter((row) => row.recipe === recipe);
                    return (
                        <Line
                            key={recipe}
                            columns={columns}
                            marked={own.some((row) => keyOf(row) === marked)}
                            cells={[<span><Name>{recipe}</Name><small>{own[0]?.precision?.toUpperCase()}</small></span>, ...devices.map((device) => <Cell run={run} rows={own.filter((row) => classOf(row) === device)} ratios={ratios?.judged ?? []} scale={ratios?.scale} />)]}
                        />
                    );
                })}
            </Table>
        </Card>
    );
}

function Cell({ run, rows, ratios, scale }: { run: string; rows: Row[]; ratios: Judged[]; scale: Scale | undefined }) {
    if (rows.length === 0) return <span className={styles.none}>not measured</span>;
    return (
        <span className={styles.cell}>
            {rows.map((row) => {
                const judged = ratios.find((each) => each.row === row);
                return (
                    <span key={anchorOf(row)} className={styles.one}>
                        <a href={`#${anchorOf(row)}`} onClick={(event) => (event.preventDefault(), show(row))}><Badge of={row.verdict ?? "INVALID"} quiet={!row.gating} /></a>
                        {!row.gating && <small>does not decide</small>}
                        {judged && scale && <Ratio judged={judged} scale={scale} />}
                        <small className={styles.behind}><Details run={run} row={row} tab="accuracy" /><Details run={run} row={row} tab="speed" /><Details run={run} row={row} tab="evidence" /></small>
                        {rows.length > 1 && <small><Name>{row.device?.node ?? ""}</Name></small>}
                    </span>
                );
            })}
        </span>
    );
}

function Ratio({ judged: { outcome, shown }, scale }: { judged: Judged; scale: Scale }) {
    const value = outcome.observed && outcome.verdict !== "INVALID" ? written(RATIO, outcome.observed) : "";
    return (
        <>
            <span className={styles.value}>{value && <>{value} <small>of FP32's latency, paired</small></>}</span>
            <span className={styles.mini}><IntervalDrawing outcome={outcome} shown={shown} limit={limitOf(outcome)} scale={scale} label={told(outcome, value)} /></span>
        </>
    );
}

/** The address stays that of the page. */
function show(row: Row): void {
    const place = document.getElementById(anchorOf(row));
    place?.scrollIntoView({ block: "start" });
    place?.focus({ preventScroll: true });
}
