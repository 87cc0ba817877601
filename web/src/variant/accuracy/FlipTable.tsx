import { UNKNOWN } from "../../number/number";
import { Name } from "../../ui/Name";
import { Line, Table } from "../../ui/Table";
import type { Changed, Flip } from "./changes";
import { Input } from "./Input";
import type { Picture } from "./pictures";

const FLIPS = [{ head: "Sample" }, { head: "Label", numeric: true }, { head: "FP32", numeric: true }, { head: "Variant", numeric: true }, { head: "Outcome" }];
const CHANGED = [{ head: "Sample" }, { head: "Output" }, { head: "Changed answers", numeric: true }];

interface Props { flips: Flip[]; inputOf?: ((sample: number) => Picture | null) | null }

/** With the pictures that the models saw, where they are known. */
export function FlipTable({ flips, inputOf = null }: Props) {
    const columns = inputOf === null ? FLIPS : [...FLIPS, { head: "Input" }];
    return (
        <Table label="Answers that changed" columns={columns}>
            {flips.map(({ sample, place, group, label, baseline, variant, outcome }) => (
                <Line
                    key={`${sample} ${place}`}
                    columns={columns}
                    cells={[
                        <span>{sample}{place !== null && `, answer ${place}`}{group !== null && <small>group <Name>{group}</Name></small>}</span>,
                        label ?? UNKNOWN,
                        baseline,
                        variant,
                        outcome,
                        ...(inputOf === null ? [] : [shown(inputOf(sample), sample)]),
                    ]}
                />
            ))}
        </Table>
    );
}

const shown = (picture: Picture | null, sample: number): React.ReactNode => (picture === null ? UNKNOWN : <Input picture={picture} sample={sample} />);

export function ChangedTable({ changed }: { changed: Changed[] }) {
    return (
        <Table label="Samples with answers that changed" columns={CHANGED}>
            {changed.map(({ sample, output, changed: count, answers }) => (
                <Line key={`${output} ${sample}`} columns={CHANGED} cells={[sample, <Name>{output}</Name>, `${count} of ${answers}`]} />
            ))}
        </Table>
    );
}
