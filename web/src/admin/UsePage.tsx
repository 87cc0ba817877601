import { useQuery } from "@tanstack/react-query";
import { status } from "../api/queries";
import type { ProjectAmount } from "../api/types";
import { bytes } from "../number/number";
import { Card } from "../ui/Card";
import { Failed, Loading } from "../ui/Note";
import { Page } from "../ui/Page";
import { Line, Table } from "../ui/Table";
import { Queues } from "./Queues";
import { Roles } from "./Roles";

/** In the words of the command line. */
const COLUMNS = ["Project", "Weight", "Runs waiting", "Runs open", "Stored", "Minutes today"].map((head, index) => ({ head, numeric: index > 0 }));

/** What each project has of what it may have, and how the service does. */
export function UsePage() {
    const { data, error, refetch } = useQuery(status);
    return (
        <Page title="Use and quotas">
            {error && <Failed failure={error} retry={() => void refetch()} />}
            {!data && !error && <Loading what="what is used" />}
            {data && (
                <>
                    {data.waits.length > 0 && <Card title="What waits"><ul>{data.waits.map((wait) => <li key={wait.sentence}>{wait.sentence}</li>)}</ul></Card>}
                    <Card title="Projects">
                        <Table
                            label="Use and quotas"
                            columns={COLUMNS}
                            caption="Runs wait until a job of theirs is taken. Minutes are those of measurements that ended today, by UTC. Projects take turns, each with as many jobs as its weight."
                        >
                            {data.projects.map((use) => (
                                <Line
                                    key={use.project}
                                    columns={COLUMNS}
                                    cells={[use.project, use.weight, amount(use.queuedRuns), amount(use.openRuns), amount(use.storedBytes, bytes), amount(use.deviceMinutes)]}
                                />
                            ))}
                        </Table>
                    </Card>
                    <Queues queues={data.queues} />
                    <Roles roles={data.roles} />
                </>
            )}
        </Page>
    );
}

function amount({ used, limit }: ProjectAmount, format: (value: number) => string = String) {
    return <span>{format(used)}{limit !== null && <small>of {format(limit)}</small>}</span>;
}
