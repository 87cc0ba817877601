import type { AccuracyMetrics, MetricResult } from "../../api/types";
import { UNKNOWN } from "../../number/number";
import { Card } from "../../ui/Card";
import { Fold } from "../../ui/Fold";
import { Name } from "../../ui/Name";
import { Line, Table } from "../../ui/Table";
import { lossOf, sure, valueOf } from "./units";
import { SliceForest } from "./SliceForest";
import styles from "../variant.module.css";

const COLUMNS = [{ head: "Measure" }, { head: "FP32", numeric: true }, { head: "Variant", numeric: true }, { head: "Loss", numeric: true }, { head: "Differ" }, { head: "Note" }];

interface Props { measured: AccuracyMetrics | undefined; reported: AccuracyMetrics | undefined; device: string | undefined }

/** By every measure that suits what the models answer, and the classes and groups that lost most. */
export function Measures({ measured, reported, device }: Props) {
    const here = hasSome(measured);
    const found = here ? measured : hasSome(reported) ? reported : undefined;
    if (found === undefined) return <Card title="What was lost"><p>No measure of accuracy is known: submit a run with labelled samples to evaluate with.</p></Card>;
    const worst = found.worstSlices ?? [];
    return (
        <Card title="What was lost" aside={<small>{here && device ? <>measured on <Name>{device}</Name></> : "by the quality report, on the machine that quantized"}</small>}>
            <MeasureTable label="What was lost, by measure" results={found.metrics ?? []} />
            {worst.length > 0 && (
                <div className={styles.part}>
                    <h3>Classes and groups that lost most</h3>
                    <p className={styles.soft}>The worst of {found.slices ?? UNKNOWN}. The intervals hold for all of them together: one that lies above 0 did lose, one that does not may be chance.</p>
                    <SliceForest worst={worst} />
                    <Fold title="These classes and groups as a table"><MeasureTable label="Classes and groups that lost most, as a table" results={worst} /></Fold>
                </div>
            )}
        </Card>
    );
}

const hasSome = (metrics: AccuracyMetrics | undefined): metrics is AccuracyMetrics => (metrics?.metrics?.length ?? 0) > 0;

export function MeasureTable({ label, results }: { label: string; results: MetricResult[] }) {
    return (
        <Table label={label} columns={COLUMNS}>
            {results.map((result) => (
                <Line
                    key={`${result.metric} ${result.output} ${result.slice}`}
                    columns={COLUMNS}
                    cells={[
                        <span><Name>{result.metric ?? ""}</Name>{(result.slice || result.output) && <small><Name>{result.slice || result.output || ""}</Name></small>}</span>,
                        result.baseline == null ? UNKNOWN : valueOf(result, result.baseline),
                        valueOf(result, result.variant),
                        result.loss ? <span>{lossOf(result, result.loss)}<small>{sure(result.loss)}</small></span> : UNKNOWN,
                        `${result.differing ?? UNKNOWN} of ${result.clusters ?? UNKNOWN}`,
                        result.note ?? "",
                    ]}
                />
            ))}
        </Table>
    );
}
