import type { Roofline } from "../../api/types";
import { fixed } from "../../number/number";
import { Line, Table } from "../../ui/Table";

const COLUMNS = [{ head: "At most here" }, { head: "Matrix products", numeric: true }, { head: "Convolutions", numeric: true }, { head: "Bandwidth", numeric: true }];
const GIGA = 1e9;

/** What the machine reaches, measured through ONNX Runtime, a line for each type of numbers. */
export function Roofs({ roofline: { roofs = [], threads } }: { roofline: Roofline }) {
    return (
        <Table label="What the machine reaches at most" columns={COLUMNS} caption={`Measured with ${threads} ${threads === 1 ? "thread" : "threads"}.`}>
            {roofs.map(({ numbers, matrixRate, convolutionRate, bytesPerSecond }) => (
                <Line key={numbers} columns={COLUMNS} cells={[numbers, rate(matrixRate, "GMAC/s"), rate(convolutionRate, "GMAC/s"), rate(bytesPerSecond, "GB/s")]} />
            ))}
        </Table>
    );
}

const rate = (perSecond: number | null | undefined, unit: string): string => (perSecond == null ? "no kernel" : `${fixed(perSecond / GIGA, 1)} ${unit}`);
