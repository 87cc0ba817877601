import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Queues } from "../admin/Queues";
import { nodes, status } from "../api/queries";
import type { Node } from "../api/types";
import { Card } from "../ui/Card";
import { Name } from "../ui/Name";
import { Empty, Failed, Loading } from "../ui/Note";
import { Page } from "../ui/Page";
import { Acts } from "./Acts";
import { Capability } from "./Capability";
import { Controls } from "./Controls";
import { Standing, standing } from "./Standing";

/** One machine that measures. */
export function NodePage() {
    const { name } = useParams({ from: "/nodes/$name" });
    const { data, error, refetch } = useQuery(nodes);
    const node = data?.items.find((each) => each.name === name);
    if (error && !data) return <Page title="Node"><Failed failure={error} retry={() => void refetch()} /></Page>;
    if (!data) return <Loading what="the node" />;
    if (node === undefined) return <Page title="Node"><Empty title="There is no node of this name"><p>It may have been forgotten. <Link to="/nodes">See the nodes</Link>.</p></Empty></Page>;
    return <Shown node={node} />;
}

function Shown({ node }: { node: Node }) {
    const queues = useQuery(status).data?.queues.filter(({ deviceClass }) => deviceClass !== null && node.deviceClasses.includes(deviceClass));
    return (
        <Page title={`Node ${node.name}`} heading={<>Node <Name>{node.name}</Name></>} soft={<><span>{standing(node)}</span><Name>{node.description}</Name></>} actions={<Acts node={node} />}>
            <Card title="How it stands"><Standing node={node} /></Card>
            <Controls node={node} />
            {queues && <Queues queues={queues} />}
            <Capability node={node} />
        </Page>
    );
}
