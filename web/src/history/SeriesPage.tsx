import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { seriesHistory } from "../api/queries";
import { File } from "../take/File";
import { Take } from "../take/Take";
import { Card } from "../ui/Card";
import { Name } from "../ui/Name";
import { Failed, Loading } from "../ui/Note";
import { Page } from "../ui/Page";
import { Changes } from "./Changes";
import { Chart } from "./Chart";
import { trackedName } from "./metrics";
import { Points } from "./Points";
import { Standing } from "./Standing";
import styles from "./history.module.css";

/** One metric of one recipe on one device class over time, and what has changed. */
export function SeriesPage() {
    const { id } = useParams({ from: "/history/$id" });
    const { data, error, refetch } = useQuery(seriesHistory(id));
    if (error && !data) return <Page title="History"><Failed failure={error} retry={() => void refetch()} /></Page>;
    if (!data) return <Loading what="the history" />;
    const { series, breaks, annotations } = data;
    return (
        <Page
            title={`${series.family}: ${trackedName(series.metric)}`}
            heading={<><Name>{series.family}</Name>: {trackedName(series.metric)}</>}
            soft={<><span><Name>{series.recipe}</Name> on <Name>{series.deviceClass}</Name>, {series.scenario}</span><Standing of={series} /></>}
        >
            <Card title="Over time">
                <ul className={styles.legend}>
                    <li>dot: estimate; bar: its 95 % interval</li>
                    <li><span className={styles.openKey} /> change to decide on</li>
                    <li><span className={styles.brokenKey} /> other conditions from here: not comparable with before</li>
                </ul>
                <Take title={`${series.family}: ${trackedName(series.metric)}, ${series.recipe} on ${series.deviceClass}`} files={<Files id={id} />}>
                    <Chart history={data} />
                </Take>
            </Card>
            <Changes history={data} />
            {breaks.length > 0 && (
                <Card title="Where conditions changed">
                    <ul>{breaks.map((each) => <li key={each.measurementId}>{new Date(each.at).toLocaleString()}: {each.differences.map(({ name, first, second }) => `${name} from ${first} to ${second}`).join("; ")}</li>)}</ul>
                </Card>
            )}
            {annotations.length > 0 && <Card title="Notes"><ul>{annotations.map((note) => <li key={note.id}>{new Date(note.at).toLocaleString()}: <Name>{note.text}</Name></li>)}</ul></Card>}
            <Card title="Values"><Points history={data} /></Card>
        </Page>
    );
}

function Files({ id }: { id: string }) {
    const name = `history-${id}`;
    return (
        <>
            <File form="CSV" href={`/v1/series/${id}/csv`} name={name} />
            <File form="JSON" href={`/v1/series/${id}`} name={name} />
        </>
    );
}
