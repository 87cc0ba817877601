import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { models } from "../api/queries";
import type { Model } from "../api/types";
import { bytes } from "../number/number";
import { moment } from "../number/time";
import { Button } from "../ui/Button";
import { Name } from "../ui/Name";
import { Empty, Failed, Loading } from "../ui/Note";
import { Page } from "../ui/Page";
import { Search } from "../ui/Search";
import { Line, Table } from "../ui/Table";

const COLUMNS = [{ head: "Model" }, { head: "Size", numeric: true }, { head: "Parameters", numeric: true }, { head: "Nodes", numeric: true }, { head: "Opset", numeric: true }, { head: "Uploaded" }, { head: "See" }];

/** What was uploaded, newest first. */
export function ModelsPage() {
    const { text = "" } = useSearch({ from: "/models" });
    const navigate = useNavigate();
    const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(models(text));
    const items = data?.pages.flatMap((page) => page.items);
    return (
        <Page title="Models">
            <Search label="Models" placeholder="A part of the name" value={text} change={(to) => void navigate({ to: "/models", search: to === "" ? {} : { text: to }, replace: true })} />
            {error && <Failed failure={error} retry={() => void refetch()} />}
            {!items && !error && <Loading what="the models" />}
            {items?.length === 0 && <Empty title={text === "" ? "No models yet" : "No model is called like that"}><p><code>narrowgauge model push model.onnx</code> uploads one.</p></Empty>}
            {items && items.length > 0 && (
                <Table label="Models" columns={COLUMNS}>{items.map((model) => <Line key={model.id} columns={COLUMNS} cells={cells(model)} />)}</Table>
            )}
            {hasNextPage && <p><Button onClick={() => void fetchNextPage()} disabled={isFetchingNextPage}>Older models</Button></p>}
        </Page>
    );
}

function cells({ id, name, sizeBytes, description, createdAt }: Model): React.ReactNode[] {
    return [
        <span><Name>{name}</Name><small><code>{id.slice(0, 12)}</code>{description.quantized && ", quantized already"}</small></span>,
        bytes(sizeBytes),
        description.parameterCount.toLocaleString(),
        description.nodeCount.toLocaleString(),
        description.opset,
        moment(createdAt),
        <span><Link to="/runs" search={{ model: id }}>Runs</Link>, <Link to="/history" search={{ family: name }}>history</Link>, <Link to="/releases" search={{ name }}>releases</Link></span>,
    ];
}
