import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { noise, nodes, type SeriesFilter } from "../api/queries";
import { File } from "../take/File";
import { Empty, Failed, Loading } from "../ui/Note";
import { Page } from "../ui/Page";
import { Search } from "../ui/Search";
import { Nodes } from "./Nodes";
import { Ranking } from "./Ranking";
import { groups } from "./ranked";

/** How far measurements can be trusted: what varies most, and what each node can see. */
export function NoisePage() {
    const filter = useSearch({ from: "/noise" });
    const navigate = useNavigate();
    const { data, error, refetch } = useQuery(noise(filter));
    const machines = useQuery(nodes).data?.items ?? [];
    return (
        <Page title="Noise" actions={<Files filter={filter} />}>
            <Search label="Noise" placeholder="Name of the model, whole" value={filter.family ?? ""} change={(family) => void navigate({ to: "/noise", search: family === "" ? {} : { family }, replace: true })} />
            <p>The standard deviation of values since the last change, under the newest conditions; the dashed line is the smallest change that five more measurements would show.</p>
            {error && <Failed failure={error} retry={() => void refetch()} />}
            {!data && !error && <Loading what="the noise" />}
            {data?.items.length === 0 && <Empty title="Too few values to say"><p>{filter.family ? "Of a model of this name nothing was measured five times under the same conditions." : "Five measurements of the same under the same conditions say how far they differ."}</p></Empty>}
            {data && groups(data.items).map((group) => <Ranking key={group.unit} group={group} />)}
            <Nodes nodes={machines} />
        </Page>
    );
}

function Files({ filter: { family, deviceClass } }: { filter: SeriesFilter }) {
    const query = new URLSearchParams({ ...(family ? { family } : {}), ...(deviceClass ? { deviceClass } : {}) });
    return (
        <>
            <File form="CSV" href={`/v1/noise/csv?${query}`} name="noise" />
            <File form="JSON" href={`/v1/noise?${query}`} name="noise" />
        </>
    );
}
