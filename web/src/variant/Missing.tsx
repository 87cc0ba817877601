import { Link } from "@tanstack/react-router";
import type { Row, Run } from "../api/types";
import { Name } from "../ui/Name";
import { Empty, Loading } from "../ui/Note";
import { Within } from "./Within";

/** Where nothing was measured of the variant: why, and where to look instead. */
export function Missing({ run, waits, rows }: { run: Run; waits: boolean; rows: Row[] }) {
    if (waits) return <Loading what="the verdict" />;
    if (run.state === "CANCELLED") return <Empty title="This run was cancelled"><p>It has no verdict, so nothing that was measured counts. <Link to="/new">File it again</Link> to have it measured.</p></Empty>;
    if (run.state !== "DONE") return <Empty title="Not measured yet"><p>It is here once the run has its verdict. <Link to="/runs/$id" params={{ id: run.id }}>See how far it is</Link>.</p></Empty>;
    if (rows.length === 0) return <Empty title="Not measured"><p>The verdict of the run has no row of this variant.</p></Empty>;
    return (
        <Empty title="Not measured on that device">
            <ul>
                {rows.map(({ device }) => (
                    <li key={`${device?.deviceClass} ${device?.node}`}><Within change={{ class: device?.deviceClass, node: device?.node ?? undefined }}>It was measured on <Name>{device?.deviceClass ?? ""}</Name></Within></li>
                ))}
            </ul>
        </Empty>
    );
}
