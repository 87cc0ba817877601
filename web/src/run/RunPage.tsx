import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { run as runOf, verdict as verdictOf } from "../api/queries";
import type { Run } from "../api/types";
import { moment } from "../number/time";
import { Badge } from "../ui/Badge";
import { Failed, Loading } from "../ui/Note";
import { Name } from "../ui/Name";
import { Page } from "../ui/Page";
import { tell } from "../ui/toasts";
import { visible } from "../ui/visible";
import { Actions } from "./Actions";
import { Progress } from "./Progress";
import { Result } from "./Result";

/** A run: what to ship, why, and until that is known how far it is. */
export function RunPage() {
    const { id } = useParams({ from: "/runs/$id" });
    const { data, error, refetch } = useQuery(runOf(id));
    if (error && !data) return <Page title="Run"><Failed failure={error} retry={() => void refetch()} /></Page>;
    if (!data) return <Loading what="the run" />;
    return <Shown key={id} run={data} />;
}

function Shown({ run }: { run: Run }) {
    const { row } = useSearch({ from: "/runs/$id" });
    const { data, error } = useQuery({ ...verdictOf(run.id), enabled: run.state === "DONE" });
    useNews(run);
    return (
        <Page title={title(run)} heading={<><Name>{run.name}</Name> <Badge of={run.verdict ?? run.state} /></>} soft={<About run={run} />} actions={<Actions run={run} document={data} />}>
            {error && <Failed failure={error} />}
            {data && <Result document={data} marked={row} />}
            <Progress run={run} />
        </Page>
    );
}

const title = (run: Run): string => `${run.verdict ?? run.state}: ${visible(run.name)}`;

function About({ run }: { run: Run }) {
    return (
        <>
            <span>{moment(run.createdAt)}</span>
            {run.deviceClasses.length > 0 && <span>measured on <Name>{run.deviceClasses.join(", ")}</Name></span>}
            <span>model <Link to="/runs" search={{ model: run.modelId }}><code>{run.modelId.slice(0, 12)}</code></Link></span>
            {run.commit && <span>commit <code>{run.commit.slice(0, 12)}</code></span>}
            {run.tags.map((tag) => <Link key={tag} to="/runs" search={{ tag }}><Name>{tag}</Name></Link>)}
        </>
    );
}

/** Says that the run has ended to whoever looks at it meanwhile. */
function useNews(run: Run): void {
    const before = useRef(run.state);
    useEffect(() => {
        if (before.current !== run.state && run.verdict !== null) tell(`${visible(run.name)} has ended`, run.verdict);
        before.current = run.state;
    }, [run]);
}
