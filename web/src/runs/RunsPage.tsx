import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { type RunFilter, runs } from "../api/queries";
import { useSession } from "../session/Gate";
import { may } from "../session/session";
import { Button } from "../ui/Button";
import { Empty, Failed, Loading } from "../ui/Note";
import { Page } from "../ui/Page";
import { isFiltered } from "./filter";
import { Filters } from "./Filters";
import { RunList } from "./RunList";
import { useEnd } from "./useEnd";

/** All runs, newest first; older ones come as the reader gets to the end. */
export function RunsPage() {
    const filter = useSearch({ from: "/runs" });
    const navigate = useNavigate();
    const change = useCallback((to: RunFilter) => void navigate({ to: "/runs", search: said(to), replace: true }), [navigate]);
    const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(runs(filter));
    const end = useEnd(() => hasNextPage && !isFetchingNextPage && void fetchNextPage());
    const items = data?.pages.flatMap((page) => page.items);
    return (
        <Page title="Runs">
            <Filters filter={filter} change={change} />
            {error && <Failed failure={error} retry={() => void refetch()} />}
            {items === undefined && !error && <Loading what="the runs" />}
            {items?.length === 0 && <Nothing filter={filter} clear={() => change({})} />}
            {items && items.length > 0 && <RunList runs={items} />}
            {hasNextPage && <p ref={end}><Button onClick={() => void fetchNextPage()} disabled={isFetchingNextPage}>Older runs</Button></p>}
        </Page>
    );
}

function Nothing({ filter, clear }: { filter: RunFilter; clear: () => void }) {
    const session = useSession();
    if (isFiltered(filter)) {
        return <Empty title="No run is like that"><Button onClick={clear}>Show all runs</Button></Empty>;
    }
    return (
        <Empty title="No runs yet">
            {may(session, "submit") && <p><Link to="/new">Start one here</Link>, submit one with <code>narrowgauge run submit --model model.onnx --calibration calibration.npz --evaluation evaluation.npz</code>, or try <code>narrowgauge demo</code>.</p>}
        </Empty>
    );
}

/** Without what is not asked for, so that addresses stay short. */
function said(filter: RunFilter): RunFilter {
    return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== ""));
}
