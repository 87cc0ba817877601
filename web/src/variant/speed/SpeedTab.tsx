import { useSearch } from "@tanstack/react-router";
import type { Row, SpeedInsight } from "../../api/types";
import { Card } from "../../ui/Card";
import { Fold } from "../../ui/Fold";
import { Empty } from "../../ui/Note";
import { Bound } from "./Bound";
import { Conversions } from "./Conversions";
import { invalid } from "./invalid";
import { Parts } from "./Parts";
import { Stack, StackTable } from "./Stack";
import { hasEveryPart, MOST_PARTS, stackOf } from "./segments";
import { Transitions } from "./Transitions";
import styles from "../variant.module.css";

/** Why the variant is as fast as it is on the node that measured it: a profile of both models there, which explains and decides nothing. */
export function SpeedTab({ row, precision }: { row: Row; precision: string }) {
    const faults = invalid(row);
    if (faults.length > 0) return <Empty title="INVALID"><ul>{faults.map((fault) => <li key={fault}>{fault}</li>)}</ul><p>Its times explain nothing: measure it again.</p></Empty>;
    const insight = row.further?.insight;
    if (insight == null) {
        return (
            <Empty title="Nobody profiled it there">
                <p>An agent does so with <code>narrowgauge.agent.profile=true</code>, for variants on the processor; then measure again.</p>
            </Empty>
        );
    }
    return <Profiled insight={insight} precision={precision} />;
}

function Profiled({ insight, precision }: { insight: SpeedInsight; precision: string }) {
    const { parts: shown } = useSearch({ from: "/runs/$id/variants/$variant" });
    return (
        <>
            <Card title="Why it is as fast as it is">
                <ul>{(insight.reasons ?? []).map((reason) => <li key={reason}>{reason}</li>)}</ul>
            </Card>
            <Where insight={insight} precision={precision} />
            <Parts insight={insight} shown={shown} />
            <Conversions insight={insight} />
            <Transitions insight={insight} />
            <Bound insight={insight} />
        </>
    );
}

function Where({ insight, precision }: { insight: SpeedInsight; precision: string }) {
    const segments = stackOf(insight);
    if (segments.length === 0) return null;
    return (
        <Card title="Where the time of a run goes">
            <p className={styles.soft}>
                One run under the profiler, with {insight.threads} {insight.threads === 1 ? "thread" : "threads"}. Kernels of the same part of the model have the same number in both; the hatched ones stand between kernels and bring no result nearer.
                {!hasEveryPart(insight) && ` A measurement keeps the ${MOST_PARTS} parts that change most.`} Kernels take longer under the profiler than without, so these times explain the ratio and do not replace it.
            </p>
            <Stack segments={segments} precision={precision.toUpperCase()} />
            <div className={styles.after}><Fold title="This drawing as a table"><StackTable segments={segments} /></Fold></div>
        </Card>
    );
}
