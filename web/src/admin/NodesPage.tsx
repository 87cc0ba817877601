import { useQuery } from "@tanstack/react-query";
import { nodes } from "../api/queries";
import type { Node } from "../api/types";
import { floorText } from "../number/noise";
import { moment } from "../number/time";
import { Empty, Failed, Loading } from "../ui/Note";
import { Name } from "../ui/Name";
import { Page } from "../ui/Page";
import { Line, Table } from "../ui/Table";

const COLUMNS = ["Node", "Device classes", "State", "Smallest difference it can see", "Labels"].map((head) => ({ head }));

/** The machines that measure, and how far their measurements can be trusted. */
export function NodesPage() {
    const { data, error, refetch } = useQuery(nodes);
    return (
        <Page title="Nodes">
            {error && <Failed failure={error} retry={() => void refetch()} />}
            {!data && !error && <Loading what="the nodes" />}
            {data?.items.length === 0 && (
                <Empty title="No node has come yet">
                    <p>Start an agent on the hardware that is to measure: <code>narrowgauge agent</code>.</p>
                </Empty>
            )}
            {data && data.items.length > 0 && (
                <Table label="Nodes" columns={COLUMNS}>
                    {data.items.map((node) => (
                        <Line key={node.name} columns={COLUMNS} cells={[title(node), classes(node), state(node), floorText(node.noiseFloor), node.labels.join(", ")]} />
                    ))}
                </Table>
            )}
        </Page>
    );
}

const title = ({ name, description }: Node) => <span><Name>{name}</Name><small><Name>{description}</Name></small></span>;

const classes = ({ deviceClasses }: Node) => <Name>{deviceClasses.join(", ")}</Name>;

function state({ live, lastSeenAt, quarantine, drainedSince }: Node): React.ReactNode {
    if (quarantine !== null) return <span><strong>In quarantine</strong><small>{quarantine.reason}</small></span>;
    if (drainedSince !== null) return `Drained since ${moment(drainedSince)}`;
    return live ? "Takes jobs" : `Gone, last seen ${moment(lastSeenAt)}`;
}
