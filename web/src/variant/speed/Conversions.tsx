import type { ProfiledSide, SpeedInsight } from "../../api/types";
import { counted, known, micros, percentShort, UNKNOWN } from "../../number/number";
import { Card } from "../../ui/Card";
import { Line, Table } from "../../ui/Table";
import styles from "../variant.module.css";

const COLUMNS = [{ head: "Kernels" }, { head: "FP32", numeric: true }, { head: "Variant", numeric: true }];

interface Fact { name: string; text: (side: ProfiledSide) => React.ReactNode }

const FACTS: Fact[] = [
    { name: "All kernels", text: ({ kernelMicros }) => known(kernelMicros, micros) },
    { name: "Integer kernels", text: (side) => taken(side, side.integerKernels, side.integerMicros) },
    { name: "Conversions between floats and integers (Q/DQ)", text: (side) => taken(side, side.conversions, side.conversionMicros) },
    { name: "Casts between floats of different widths", text: (side) => taken(side, side.casts, side.castMicros) },
    { name: "Reorders", text: (side) => taken(side, undefined, side.layoutMicros) },
    { name: "A whole run", text: ({ runMicros }) => known(runMicros, micros) },
    { name: "Multiplications and additions in integers", text: integers },
];

/** What it costs to go from one type of numbers to another, beside what it is paid for. */
export function Conversions({ insight: { baseline = {}, variant = {} } }: { insight: SpeedInsight }) {
    return (
        <Card title="What conversions cost">
            <p className={styles.soft}>Shares are of the time of all kernels of the same model.</p>
            <Table label="What conversions cost" columns={COLUMNS}>
                {FACTS.map(({ name, text }) => <Line key={name} columns={COLUMNS} cells={[name, text(baseline), text(variant)]} />)}
            </Table>
        </Card>
    );
}

function taken({ kernelMicros }: ProfiledSide, count: number | undefined, time: number | undefined): React.ReactNode {
    if (time === undefined) return UNKNOWN;
    const share = kernelMicros ? percentShort(time / kernelMicros) : UNKNOWN;
    return <span>{micros(time)}<small>{count !== undefined && `${counted(count, "kernel")}, `}{share}</small></span>;
}

/** Known only where every kernel that multiplies could be counted. */
function integers({ work }: ProfiledSide): React.ReactNode {
    if (work == null || !work.multiplications) return UNKNOWN;
    if ((work.uncounted ?? []).length > 0) return <span>{UNKNOWN}<small>not counted: {work.uncounted?.join(", ")}</small></span>;
    return percentShort((work.inIntegers ?? 0) / work.multiplications);
}
