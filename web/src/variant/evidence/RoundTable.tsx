import { counted, known, millis } from "../../number/number";
import { Line, Table } from "../../ui/Table";
import type { Round } from "./blocks";

const COLUMNS = [{ head: "Fork, round" }, { head: "Began" }, { head: "Turns", numeric: true }, { head: "Control", numeric: true }, { head: "FP32", numeric: true }, { head: "Variant", numeric: true }, { head: "Counts" }];

export function RoundTable({ rounds }: { rounds: Round[] }) {
    return (
        <Table label="What was timed, in order" columns={COLUMNS} caption="Medians of the runs of each block.">
            {rounds.map((round) => (
                <Line
                    key={`${round.fork} ${round.round}`}
                    columns={COLUMNS}
                    cells={[
                        <span>{round.fork}, {round.round}{round.round === 1 && round.startOrder.length > 0 && <small>started: {round.startOrder.join(", ")}</small>}</span>,
                        known(round.baseline?.beganMillis, (began) => `after ${(began / 1000).toFixed(1)} s`),
                        known(round.baseline?.turns?.length || null, (turns) => counted(turns, "turn")),
                        known(round.control?.medianMillis, millis),
                        known(round.baseline?.medianMillis, millis),
                        known(round.variant?.medianMillis, millis),
                        round.causes.length === 0 ? "yes" : <span>void<small>{round.causes.join("; ")}</small></span>,
                    ]}
                />
            ))}
        </Table>
    );
}
