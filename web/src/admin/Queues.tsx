import type { Status } from "../api/types";
import { UNKNOWN } from "../number/number";
import { duration } from "../number/time";
import { Card } from "../ui/Card";
import { Name } from "../ui/Name";
import { Line, Table } from "../ui/Table";

const COLUMNS = [{ head: "Queue" }, { head: "Waiting", numeric: true }, { head: "Running", numeric: true }, { head: "Oldest waits", numeric: true }];

/** The open jobs by what has to take them. */
export function Queues({ queues }: { queues: Status["queues"] }) {
    if (queues.length === 0) return <Card title="Queues"><p>No job waits and none is at work.</p></Card>;
    return (
        <Card title="Queues">
            <Table label="Queues" columns={COLUMNS}>
                {queues.map(({ kind, deviceClass, queued, running, oldestSeconds }) => (
                    <Line
                        key={`${kind} ${deviceClass}`}
                        columns={COLUMNS}
                        cells={[
                            deviceClass === null ? "Quantize" : <>Measure on <Name>{deviceClass}</Name></>,
                            queued,
                            running,
                            oldestSeconds === null ? UNKNOWN : duration(oldestSeconds),
                        ]}
                    />
                ))}
            </Table>
        </Card>
    );
}
