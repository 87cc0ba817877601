import type { ProfiledPart } from "../../api/types";
import { known, micros, UNKNOWN } from "../../number/number";
import { Name } from "../../ui/Name";
import { Line, Table } from "../../ui/Table";

const COLUMNS = [{ head: "Part of the model" }, { head: "FP32" }, { head: "Time in FP32", numeric: true }, { head: "Variant" }, { head: "Time in the variant", numeric: true }, { head: "Change", numeric: true }];

/** The last line is what the variant spends more between its kernels, so that lines and totals add up where no part is left out. */
export function PartTable({ parts, between }: { parts: ProfiledPart[]; between: number | undefined }) {
    return (
        <Table label="Kernels that ran, side by side" columns={COLUMNS}>
            {parts.map(({ name, baseline, variant, changeMicros }, index) => (
                <Line key={index} columns={COLUMNS} cells={[<Name>{name || "(no name)"}</Name>, operator(baseline), known(baseline?.micros, micros), operator(variant), known(variant?.micros, micros), known(changeMicros, change)]} />
            ))}
            {between !== undefined && <Line key="between" columns={COLUMNS} cells={["between kernels", UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, change(between)]} />}
        </Table>
    );
}

type Kernel = ProfiledPart["baseline"];

const operator = (kernel: Kernel): React.ReactNode => (kernel == null ? UNKNOWN : <span><Name>{kernel.operator ?? ""}</Name>{kernel.elementType && <small>{kernel.elementType}</small>}</span>);

export const change = (value: number): string => (value < 0 ? "-" : "+") + micros(Math.abs(value));
