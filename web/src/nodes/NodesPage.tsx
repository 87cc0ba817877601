import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { nodes } from "../api/queries";
import type { Node } from "../api/types";
import { floorText } from "../number/noise";
import { Empty, Failed, Loading } from "../ui/Note";
import { Name } from "../ui/Name";
import { Page } from "../ui/Page";
import { Line, Table } from "../ui/Table";
import { standing } from "./Standing";

const COLUMNS = ["Node", "Device classes", "State", "Smallest difference it can see", "Labels"].map((head) => ({ head }));

/** The machines that measure, and how far their measurements can be trusted. */
export function NodesPage() {
    const { data, error, refetch } = useQuery(nodes);
    return (
        <Page title="Nodes" soft={<Link to="/noise">What varies from measurement to measurement</Link>}>
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
                        <Line key={node.name} columns={COLUMNS} cells={[title(node), classes(node), state(node), floorText(node.noiseFloor), <Name>{node.labels.join(", ")}</Name>]} />
                    ))}
                </Table>
            )}
        </Page>
    );
}

const title = ({ name, description }: Node) => <span><Link to="/nodes/$name" params={{ name }}><Name>{name}</Name></Link><small><Name>{description}</Name></small></span>;

const classes = ({ deviceClasses }: Node) => <Name>{deviceClasses.join(", ")}</Name>;

const state = (node: Node) => <span>{node.quarantine ? <strong>{standing(node)}</strong> : standing(node)}{node.quarantine && <small><Name>{node.quarantine.reason ?? ""}</Name></small>}</span>;
