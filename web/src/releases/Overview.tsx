import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { releases } from "../api/queries";
import type { ReleaseState } from "../api/types";
import { Button } from "../ui/Button";
import { Card } from "../ui/Card";
import { Empty, Failed, Loading } from "../ui/Note";
import { Page } from "../ui/Page";
import { Releases } from "./Releases";

const WAITING: ReleaseState[] = ["PROPOSED"];
const ACTIVE: ReleaseState[] = ["ACTIVE"];
const EARLIER: ReleaseState[] = ["REPLACED", "ROLLED_BACK", "WITHDRAWN"];

/** What waits for an approval, what is deployed, and what was. */
export function Overview() {
    const waiting = useInfiniteQuery(releases({ state: WAITING }));
    const active = useInfiniteQuery(releases({ state: ACTIVE }));
    const earlier = useInfiniteQuery(releases({ state: EARLIER }));
    const all = [waiting, active, earlier];
    const failed = all.find((each) => each.error);
    const isEmpty = all.every((each) => each.data?.pages[0]?.items.length === 0);
    return (
        <Page title="Releases">
            {failed && <Failed failure={failed.error} retry={() => all.forEach((each) => void each.refetch())} />}
            {!failed && all.some((each) => each.data === undefined) && <Loading what="the releases" />}
            {isEmpty && <Empty title="Nothing was released yet"><p>Promote a variant that has passed, on the page of <Link to="/runs" search={{ verdict: "PASS" }}>its run</Link>, or with <code>narrowgauge release promote RUN</code>.</p></Empty>}
            <Listed title="Waits for an approval" query={waiting} />
            <Listed title="Active" query={active} />
            <Listed title="Earlier" query={earlier} />
        </Page>
    );
}

interface Query {
    data: { pages: { items: React.ComponentProps<typeof Releases>["releases"] }[] } | undefined;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
}

function Listed({ title, query: { data, hasNextPage, isFetchingNextPage, fetchNextPage } }: { title: string; query: Query }) {
    const items = data?.pages.flatMap((page) => page.items) ?? [];
    if (items.length === 0) return null;
    return (
        <Card title={title}>
            <Releases label={title} releases={items} />
            {hasNextPage && <p><Button onClick={() => void fetchNextPage()} disabled={isFetchingNextPage}>More</Button></p>}
        </Card>
    );
}
