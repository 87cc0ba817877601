import type { ProfiledPart, SpeedInsight } from "../../api/types";
import { micros } from "../../number/number";
import { Card } from "../../ui/Card";
import { Line, Table } from "../../ui/Table";
import { hasEveryPart } from "./segments";
import styles from "../variant.module.css";

const COLUMNS = [{ head: "FP32 computes in" }, { head: "The variant in" }, { head: "Parts", numeric: true }, { head: "Time in FP32", numeric: true }, { head: "Time in the variant", numeric: true }];

/** From which type of numbers to which the parts of the model went, and what that brought. */
export function Transitions({ insight }: { insight: SpeedInsight }) {
    const parts = insight.parts ?? [];
    if (parts.length === 0) return null;
    return (
        <Card title="From which numbers to which" aside={<small>{hasEveryPart(insight) ? "every part of the model" : `the ${parts.length} parts that change most`}</small>}>
            <p className={styles.soft}>Types as ONNX names them. A part that is nothing on one side is computed there within another kernel, or not at all.</p>
            <TransitionTable parts={parts} />
        </Card>
    );
}

export function TransitionTable({ parts }: { parts: ProfiledPart[] }) {
    return (
        <Table label="From which numbers to which" columns={COLUMNS}>
            {transitions(parts).map(({ from, to, count, before, after }) => <Line key={`${from} ${to}`} columns={COLUMNS} cells={[from, to, count, micros(before), micros(after)]} />)}
        </Table>
    );
}

interface Transition { from: string; to: string; count: number; before: number; after: number }

function transitions(parts: ProfiledPart[]): Transition[] {
    const all = new Map<string, Transition>();
    for (const { baseline, variant } of parts) {
        const [from, to] = [typeOf(baseline), typeOf(variant)];
        const now = all.get(`${from} ${to}`) ?? { from, to, count: 0, before: 0, after: 0 };
        all.set(`${from} ${to}`, { ...now, count: now.count + 1, before: now.before + (baseline?.micros ?? 0), after: now.after + (variant?.micros ?? 0) });
    }
    return [...all.values()].sort((one, other) => other.before + other.after - (one.before + one.after));
}

const typeOf = (kernel: ProfiledPart["baseline"]): string => (kernel == null ? "nothing" : kernel.elementType || "not told");
