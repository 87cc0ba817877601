import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { matrix, pareto } from "../api/queries";
import type { ParetoRow } from "../api/types";
import { File } from "../take/File";
import { Take } from "../take/Take";
import { Card } from "../ui/Card";
import { Empty, Failed, Loading } from "../ui/Note";
import { Page } from "../ui/Page";
import { Choices } from "./Choices";
import { ParetoDrawing } from "./ParetoDrawing";
import { ParetoTable } from "./ParetoTable";
import { isDrawn } from "./points";
import styles from "./pareto.module.css";

/** Which recipes of a model no other beats on a device class. */
export function ParetoPage() {
    const search = useSearch({ from: "/pareto" });
    const navigate = useNavigate();
    const { data, error } = useQuery(matrix(undefined));
    return (
        <Page title="Pareto set" soft={<Link to="/overview">Overview</Link>}>
            {error && <Failed failure={error} />}
            {data?.items.length === 0 && <Empty title="Nothing was measured yet"><p>Each run that ends adds what it measured, under the name that its model was uploaded with.</p></Empty>}
            {data && data.items.length > 0 && <Choices rows={data.items} {...search} change={(next) => void navigate({ to: "/pareto", search: next, replace: true })} />}
            {search.family && search.deviceClass && <Set key={`${search.family} ${search.deviceClass}`} family={search.family} deviceClass={search.deviceClass} by={search.by === "size" ? "size" : "latency"} />}
        </Page>
    );
}

function Set({ family, deviceClass, by }: { family: string; deviceClass: string; by: "latency" | "size" }) {
    const { data, error, refetch } = useQuery(pareto(family, deviceClass, undefined));
    if (error) return <Failed failure={error} retry={() => void refetch()} />;
    if (!data) return <Loading what="the recipes" />;
    if (data.items.length === 0) return <Empty title="No recipe was measured there"><p>Choose another model or device class.</p></Empty>;
    const loss = lossName(data.items);
    const query = new URLSearchParams({ family, deviceClass });
    return (
        <Card title="Recipes by cost and loss">
            <Take title={`Pareto set of ${family} on ${deviceClass}`} files={<><File form="CSV" href={`/v1/pareto/csv?${query}`} name="pareto" /><File form="JSON" href={`/v1/pareto?${query}`} name="pareto" /></>}>
                <ul className={styles.legend}>
                    <li>filled: no other beats it in time, loss and size together</li>
                    <li>hollow: another does</li>
                    <li>square and dashed lines: FP32</li>
                </ul>
                {data.items.some(isDrawn) ? <div className={styles.scroll} tabIndex={0} role="group" aria-label="Drawing"><ParetoDrawing rows={data.items} by={by} loss={loss} /></div> : <p>No recipe has all three values under the newest conditions, so nothing is drawn.</p>}
            </Take>
            <ParetoTable rows={data.items} family={family} deviceClass={deviceClass} loss={loss} />
        </Card>
    );
}

const lossName = ([first]: ParetoRow[]): string => (first?.lossOf === "FLIP_SHARE" ? "Answers that changed, %" : "Top-1 loss, points");
