import { Link } from "@tanstack/react-router";
import type { ParetoRow } from "../api/types";
import { writing } from "../number/metric";
import { known } from "../number/number";
import { moment } from "../number/time";
import { Choose } from "../compare/Choose";
import { Name } from "../ui/Name";
import { Line, Table } from "../ui/Table";

/** What is to be said of a recipe; by time, loss and size together. */
export const STANDINGS: Record<ParetoRow["state"], string> = {
    BEST: "no other beats it",
    DOMINATED: "another is as good in every way and better in one",
    NOT_COMPARABLE: "timed under other conditions than the newest: not held against the others",
    INCOMPLETE: "a value is missing: not held against the others",
};

interface Props { rows: ParetoRow[]; family: string; deviceClass: string; loss: string }

/** All of the recipes, what no other beats first. */
export function ParetoTable({ rows, family, deviceClass, loss }: Props) {
    const columns = [{ head: "Recipe" }, { head: "Standing" }, { head: "Latency ratio", numeric: true }, { head: loss, numeric: true }, { head: "Size ratio", numeric: true }, { head: "Measured" }, { head: "Compare" }];
    const order = Object.keys(STANDINGS);
    const sorted = [...rows].sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
    const ratio = writing("ratio").plain;
    return (
        <Table label="Recipes" columns={columns}>
            {sorted.map((row) => (
                <Line
                    key={row.recipe}
                    columns={columns}
                    cells={[
                        <Link to="/history" search={{ family, deviceClass, recipe: row.recipe }}><Name>{row.recipe}</Name></Link>,
                        STANDINGS[row.state] ?? row.state,
                        known(row.latency, ratio),
                        known(row.loss, writing(row.lossOf === "FLIP_SHARE" ? "share" : "loss").plain),
                        known(row.size, ratio),
                        moment(row.at),
                        <Choose measurement={row.measurementId} label={`${row.recipe} on ${deviceClass}, ${moment(row.at)}`} />,
                    ]}
                />
            ))}
        </Table>
    );
}
