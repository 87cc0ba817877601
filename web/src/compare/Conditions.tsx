import type { Comparison } from "../api/types";
import { Card } from "../ui/Card";
import { Name } from "../ui/Name";
import { Line, Table } from "../ui/Table";

const COLUMNS = ["Condition", "First", "Second"].map((head) => ({ head }));

/** Under what the two were measured, where that was not the same. */
export function Conditions({ differences }: { differences: Comparison["differences"] }) {
    if (differences.length === 0) return null;
    return (
        <Card title="Conditions that differ">
            <Table label="Conditions that differ" columns={COLUMNS}>
                {differences.map(({ name, first, second }) => <Line key={name} columns={COLUMNS} cells={[<Name>{name}</Name>, <Name>{first}</Name>, <Name>{second}</Name>]} />)}
            </Table>
        </Card>
    );
}
