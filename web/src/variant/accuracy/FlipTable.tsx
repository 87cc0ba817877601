import { UNKNOWN } from "../../number/number";
import { Name } from "../../ui/Name";
import { Line, Table } from "../../ui/Table";
import type { Changed, Flip } from "./changes";

const FLIPS = [{ head: "Sample" }, { head: "Label", numeric: true }, { head: "FP32", numeric: true }, { head: "Variant", numeric: true }, { head: "Outcome" }];
const CHANGED = [{ head: "Sample" }, { head: "Output" }, { head: "Changed answers", numeric: true }];

export function FlipTable({ flips }: { flips: Flip[] }) {
    return (
        <Table label="Answers that changed" columns={FLIPS}>
            {flips.map(({ sample, place, group, label, baseline, variant, outcome }) => (
                <Line
                    key={`${sample} ${place}`}
                    columns={FLIPS}
                    cells={[<span>{sample}{place !== null && `, answer ${place}`}{group !== null && <small>group <Name>{group}</Name></small>}</span>, label ?? UNKNOWN, baseline, variant, outcome]}
                />
            ))}
        </Table>
    );
}

export function ChangedTable({ changed }: { changed: Changed[] }) {
    return (
        <Table label="Samples with answers that changed" columns={CHANGED}>
            {changed.map(({ sample, output, changed: count, answers }) => (
                <Line key={`${output} ${sample}`} columns={CHANGED} cells={[sample, <Name>{output}</Name>, `${count} of ${answers}`]} />
            ))}
        </Table>
    );
}
