import { Link } from "@tanstack/react-router";
import type { Node } from "../api/types";
import { BarDrawing } from "../draw/BarDrawing";
import { linearScale } from "../draw/scale";
import { floorText } from "../number/noise";
import { Take } from "../take/Take";
import { Card } from "../ui/Card";
import { Name } from "../ui/Name";
import { Line, Table } from "../ui/Table";
import { nodesByFloor } from "./ranked";

const COLUMNS = ["Node", "Smallest difference it can see", "Drawn"].map((head) => ({ head }));

/** Nodes by what they can see. */
export function Nodes({ nodes }: { nodes: Node[] }) {
    const scale = linearScale([0, ...nodes.flatMap(({ noiseFloor }) => noiseFloor.smallestDifference ?? [])]);
    if (nodes.length === 0) return null;
    return (
        <Card title="Nodes">
            <Take title="Smallest difference that each node can see">
                <Table label="Nodes" columns={COLUMNS} caption="A file against itself differs by more in 1 of 20 measurements.">
                    {nodesByFloor(nodes).map((node) => {
                        const { smallestDifference } = node.noiseFloor;
                        return (
                            <Line
                                key={node.name}
                                columns={COLUMNS}
                                cells={[
                                    <Link to="/nodes/$name" params={{ name: node.name }}><Name>{node.name}</Name></Link>,
                                    floorText(node.noiseFloor),
                                    smallestDifference == null ? "" : <BarDrawing value={smallestDifference} scale={scale} label={floorText(node.noiseFloor)} />,
                                ]}
                            />
                        );
                    })}
                </Table>
            </Take>
        </Card>
    );
}
