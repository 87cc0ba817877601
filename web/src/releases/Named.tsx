import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { releases } from "../api/queries";
import { Button } from "../ui/Button";
import { Card } from "../ui/Card";
import { Name } from "../ui/Name";
import { Empty, Failed, Loading } from "../ui/Note";
import { Page } from "../ui/Page";
import { Version } from "./Version";
import styles from "./releases.module.css";

/** All releases of a model name, what was proposed last first. */
export function Named({ name }: { name: string }) {
    const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(releases({ modelName: name }));
    // A roll-back returns to any of them, on whichever page it is.
    const replaced = useInfiniteQuery(releases({ modelName: name, state: ["REPLACED"] })).data?.pages.flatMap((page) => page.items) ?? [];
    const items = data?.pages.flatMap((page) => page.items);
    return (
        <Page title={`Releases of ${name}`} heading={<>Releases of <Name>{name}</Name></>} soft={<><Link to="/releases">All names</Link><Link to="/history" search={{ family: name }}>History</Link></>}>
            {error && <Failed failure={error} retry={() => void refetch()} />}
            {!items && !error && <Loading what="the releases" />}
            {items?.length === 0 && <Empty title="No release of this name"><p>Promote a variant that has passed, on the page of <Link to="/runs" search={{ text: name }}>its run</Link>.</p></Empty>}
            {items && items.length > 0 && (
                <Card title="Newest proposal first">
                    <div className={styles.versions}>{items.map((release) => <Version key={release.id} release={release} replaced={replaced} />)}</div>
                </Card>
            )}
            {hasNextPage && <p><Button onClick={() => void fetchNextPage()} disabled={isFetchingNextPage}>Older releases</Button></p>}
        </Page>
    );
}
