import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { matrix, MATRIX_ROWS } from "../api/queries";
import type { MatrixRow } from "../api/types";
import { File } from "../take/File";
import { Card } from "../ui/Card";
import { Name } from "../ui/Name";
import { Empty, Failed, Loading } from "../ui/Note";
import { Page } from "../ui/Page";
import { Search } from "../ui/Search";
import { Line, Table } from "../ui/Table";
import { classesOf, families } from "./cells";
import { Recipes } from "./Recipes";
import styles from "./overview.module.css";

/** The newest of each recipe of each model on each device class. */
export function OverviewPage() {
    const { family = "" } = useSearch({ from: "/overview" });
    const navigate = useNavigate();
    const { data, error, refetch } = useQuery(matrix(family));
    const query = new URLSearchParams({ ...(family ? { family } : {}) });
    return (
        <Page title="Overview" soft={<Link to="/pareto" search={family ? { family } : {}}>Pareto set of a model</Link>} actions={<><File form="CSV" href={`/v1/matrix/csv?${query}`} name="matrix" /><File form="JSON" href={`/v1/matrix?${query}`} name="matrix" /></>}>
            <Search label="Overview" placeholder="Name of the model, whole" value={family} change={(to) => void navigate({ to: "/overview", search: to === "" ? {} : { family: to }, replace: true })} />
            {error && <Failed failure={error} retry={() => void refetch()} />}
            {!data && !error && <Loading what="the newest values" />}
            {data?.items.length === 0 && <Empty title={family ? "Nothing was measured of a model of this name" : "Nothing was measured yet"}><p>Each run that ends adds what it measured, under the name that its model was uploaded with.</p></Empty>}
            {data && data.items.length > 0 && <Newest rows={data.items} />}
        </Page>
    );
}

function Newest({ rows }: { rows: MatrixRow[] }) {
    const classes = classesOf(rows);
    const columns = ["Model", ...classes].map((head) => ({ head }));
    return (
        <Card title="Models and device classes">
            <Table label="Models and device classes" columns={columns} caption="Of each recipe what was measured last: time and size as ratios to FP32, and right answers less those of FP32, or without labels the answers that changed.">
                {families(rows).map(({ family, byClass }) => (
                    <Line
                        key={family}
                        columns={columns}
                        cells={[
                            <div className={styles.cell}><Link to="/history" search={{ family }}><Name>{family}</Name></Link><Link to="/releases" search={{ name: family }}>Releases</Link></div>,
                            ...classes.map((deviceClass) => <Recipes family={family} deviceClass={deviceClass} rows={byClass.get(deviceClass) ?? []} />),
                        ]}
                    />
                ))}
            </Table>
            {rows.length === MATRIX_ROWS && <p>Only the first {MATRIX_ROWS} are here: search for a model by its name.</p>}
        </Card>
    );
}
