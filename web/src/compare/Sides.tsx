import { Link } from "@tanstack/react-router";
import type { ComparedMeasurement } from "../api/types";
import { UNKNOWN } from "../number/number";
import { moment } from "../number/time";
import { Card } from "../ui/Card";
import { Name } from "../ui/Name";
import { Line, Table } from "../ui/Table";

const COLUMNS = ["Fact", "First", "Second"].map((head) => ({ head }));

interface Fact { name: string; text: (side: ComparedMeasurement) => string }

const FACTS: Fact[] = [
    { name: "Model", text: ({ family }) => family },
    { name: "SHA-256 of the model", text: ({ modelId }) => modelId.slice(0, 16) },
    { name: "Recipe", text: ({ recipe }) => recipe },
    { name: "SHA-256 of the recipe", text: ({ recipeSha256 }) => recipeSha256.slice(0, 16) },
    { name: "Device class", text: ({ deviceClass }) => deviceClass },
    { name: "Node", text: ({ node }) => node },
    { name: "Scenario", text: ({ scenario }) => scenario },
    { name: "Commit", text: ({ commit }) => commit ?? UNKNOWN },
    { name: "Measured", text: ({ at }) => moment(at) },
];

/** What the two are. */
export function Sides({ first, second, only }: { first: ComparedMeasurement; second: ComparedMeasurement; only: boolean }) {
    const shown = FACTS.filter(({ text }) => !only || text(first) !== text(second));
    return (
        <Card title="What they are">
            <Table label="What they are" columns={COLUMNS}>
                <Line columns={COLUMNS} cells={["Run", ...[first, second].map((side) => <Link to="/runs/$id" params={{ id: side.runId }} search={{ row: `${side.recipe}@${side.deviceClass}` }}>{moment(side.at)}</Link>)]} />
                {shown.map(({ name, text }) => <Line key={name} columns={COLUMNS} cells={[name, <Name>{text(first)}</Name>, <Name>{text(second)}</Name>]} />)}
            </Table>
        </Card>
    );
}
