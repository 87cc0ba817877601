import type { TensorReport } from "../../api/types";
import { decibel, four, known, UNKNOWN } from "../../number/number";
import { Name } from "../../ui/Name";
import { Line, Table } from "../../ui/Table";
import { codeRange } from "./codes";
import { Histogram } from "./Histogram";

const COLUMNS = [{ head: "Tensor" }, { head: "Observed", numeric: true }, { head: "Range with codes", numeric: true }, { head: "Scale", numeric: true }, { head: "Signal to noise", numeric: true }, { head: "Histogram" }];

export function TensorTable({ tensors }: { tensors: TensorReport[] }) {
    return (
        <Table label="Quantized tensors" columns={COLUMNS}>
            {tensors.map((tensor) => {
                const range = codeRange(tensor);
                return (
                    <Line
                        key={`${tensor.kind} ${tensor.name}`}
                        columns={COLUMNS}
                        cells={[
                            <span><Name>{tensor.name ?? ""}</Name><small>{tensor.kind}, {tensor.type}</small></span>,
                            tensor.minimum == null || tensor.maximum == null ? UNKNOWN : `${four(tensor.minimum)} to ${four(tensor.maximum)}`,
                            range === null ? UNKNOWN : `${four(range[0])} to ${four(range[1])}`,
                            scalesOf(tensor),
                            known(tensor.sqnrDb, decibel),
                            tensor.histogram == null ? UNKNOWN : <Histogram tensor={tensor} />,
                        ]}
                    />
                );
            })}
        </Table>
    );
}

/** One, or of channels how many there are and between which they lie. */
function scalesOf({ scales = [], zeroPoint }: TensorReport): React.ReactNode {
    if (scales.length === 0) return UNKNOWN;
    const text = scales.length === 1 ? four(scales[0] ?? NaN) : `${four(Math.min(...scales))} to ${four(Math.max(...scales))}`;
    return <span>{text}{(scales.length > 1 || zeroPoint != null) && <small>{[scales.length > 1 && `${scales.length} channels`, zeroPoint != null && `zero is ${zeroPoint}`].filter(Boolean).join(", ")}</small>}</span>;
}
