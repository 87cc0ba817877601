import { useInfiniteQuery } from "@tanstack/react-query";
import { audit } from "../api/queries";
import type { AuditEntry } from "../api/types";
import { moment } from "../number/time";
import { Button } from "../ui/Button";
import { Failed, Loading } from "../ui/Note";
import { Name } from "../ui/Name";
import { Page } from "../ui/Page";
import { Line, Table } from "../ui/Table";

const COLUMNS = ["Number", "At", "Outcome", "Operation", "By", "From", "What"].map((head) => ({ head }));

/** The newest entries of the audit log, and older ones at a click. */
export function AuditPage() {
    const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(audit);
    return (
        <Page title="Audit log">
            {error && <Failed failure={error} retry={() => void refetch()} />}
            {!data && !error && <Loading what="the audit log" />}
            {data && (
                <Table label="Audit log" columns={COLUMNS} caption={<>Of the whole service, newest first. <code>narrowgauge audit verify</code> finds out whether it was changed.</>}>
                    {data.pages.flatMap((page) => page.items).map((entry) => <Line key={entry.sequence} columns={COLUMNS} cells={cells(entry)} />)}
                </Table>
            )}
            {hasNextPage && <p><Button onClick={() => void fetchNextPage()} disabled={isFetchingNextPage}>Older entries</Button></p>}
        </Page>
    );
}

function cells(entry: AuditEntry): React.ReactNode[] {
    const leftOut = entry.leftOut > 0 && <small>{entry.leftOut} refusals before it are left out</small>;
    return [
        entry.sequence,
        moment(entry.at),
        <span>{entry.outcome}{leftOut}</span>,
        entry.operation,
        <Name>{entry.identity ?? keyOf(entry) ?? entry.by}</Name>,
        entry.address,
        <Name>{entry.target}</Name>,
    ];
}

/** By its name and its id, as keys of the same name are told apart. */
function keyOf({ key, keyName }: AuditEntry): string | null {
    return keyName === null ? key : `${keyName} (${key})`;
}
