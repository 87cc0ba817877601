import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { series, type SeriesFilter } from "../api/queries";
import type { Series } from "../api/types";
import { UNKNOWN } from "../number/number";
import { moment } from "../number/time";
import { File } from "../take/File";
import { Button } from "../ui/Button";
import { Name } from "../ui/Name";
import { Empty, Failed, Loading } from "../ui/Note";
import { Page } from "../ui/Page";
import { Search } from "../ui/Search";
import { Line, Table } from "../ui/Table";
import { trackedName, writeIn } from "./metrics";
import { Standing } from "./Standing";

const COLUMNS = [{ head: "Model and metric" }, { head: "Recipe, device" }, { head: "Newest value" }, { head: "Standing" }, { head: "Measured" }];

/** What was measured of each recipe of a model on each device class, and whether it has changed. */
export function HistoryPage() {
    const filter = useSearch({ from: "/history" });
    const navigate = useNavigate();
    const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(series(filter));
    const items = data?.pages.flatMap((page) => page.items);
    return (
        <Page title="History" actions={<Files filter={filter} />}>
            <Search label="Histories" placeholder="Name of the model, whole" value={filter.family ?? ""} change={(family) => void navigate({ to: "/history", search: family === "" ? {} : { family }, replace: true })} />
            {error && <Failed failure={error} retry={() => void refetch()} />}
            {!items && !error && <Loading what="the histories" />}
            {items?.length === 0 && <Empty title={filter.family ? "No history of a model of this name" : "No history yet"}><p>Each run that ends adds what it measured, under the name that its model was uploaded with.</p></Empty>}
            {items && items.length > 0 && <Table label="Histories" columns={COLUMNS}>{items.map((each) => <Line key={each.id} columns={COLUMNS} cells={cells(each)} />)}</Table>}
            {hasNextPage && <p><Button onClick={() => void fetchNextPage()} disabled={isFetchingNextPage}>More</Button></p>}
        </Page>
    );
}

function Files({ filter: { family, deviceClass, recipe } }: { filter: SeriesFilter }) {
    const query = new URLSearchParams({ ...(family ? { family } : {}), ...(deviceClass ? { deviceClass } : {}), ...(recipe ? { recipe } : {}) });
    return (
        <>
            <File form="CSV" href={`/v1/series/csv?${query}`} name="histories" />
            <File form="JSON" href={`/v1/series?${query}`} name="histories" />
        </>
    );
}

function cells(each: Series): React.ReactNode[] {
    const write = writeIn(each);
    return [
        <span><Link to="/history/$id" params={{ id: each.id }}><Name>{each.family}</Name></Link><small>{trackedName(each.metric)}</small></span>,
        <span><Name>{each.recipe}</Name><small><Name>{each.deviceClass}</Name>, {each.scenario}</small></span>,
        <span>{each.lastValue == null ? UNKNOWN : write(each.lastValue)}{each.lastLow != null && each.lastHigh != null && <small>{write(each.lastLow)} to {write(each.lastHigh)}</small>}</span>,
        <Standing of={each} />,
        <span>{each.measurements} times<small>{each.lastAt === null ? "" : `last ${moment(each.lastAt)}`}</small></span>,
    ];
}
