import type { Node } from "../api/types";
import { moment } from "../number/time";
import { Card } from "../ui/Card";
import { Name } from "../ui/Name";
import { Line, Table } from "../ui/Table";

const COLUMNS = ["Fact", "Value"].map((head) => ({ head }));

/** What its agent says that the machine is; device classes follow from it. */
export function Capability({ node: { deviceClasses, labels, profile, fingerprint, registeredAt } }: { node: Node }) {
    const facts: [string, string][] = [
        ["Device classes, best first", deviceClasses.join(", ")],
        ...(labels.length > 0 ? [["Labels", labels.join(", ")] as [string, string]] : []),
        ["Registered", moment(registeredAt)],
        ["Fingerprint", fingerprint],
        ...Object.entries(profile),
    ];
    return (
        <Card title="What it is">
            <Table label="What it is" columns={COLUMNS}>{facts.map(([fact, value]) => <Line key={fact} columns={COLUMNS} cells={[<Name>{fact}</Name>, <Name>{value}</Name>]} />)}</Table>
        </Card>
    );
}
