import { Link } from "@tanstack/react-router";
import type { SeriesHistory } from "../api/types";
import { UNKNOWN } from "../number/number";
import { moment } from "../number/time";
import { Choose } from "../compare/Choose";
import { Name } from "../ui/Name";
import { Line, Table } from "../ui/Table";
import { writeIn } from "./metrics";

const COLUMNS = [{ head: "Measured" }, { head: "Value", numeric: true }, { head: "95 % interval", numeric: true }, { head: "Node" }, { head: "Commit" }, { head: "Compare" }];

/** What the chart shows, newest first. */
export function Points({ history: { series, points } }: { history: SeriesHistory }) {
    const write = writeIn(series);
    const newest = [...points].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
    return (
        <Table label="Values" columns={COLUMNS}>
            {newest.map((point) => (
                <Line
                    key={point.measurementId}
                    columns={COLUMNS}
                    cells={[
                        <Link to="/runs/$id" params={{ id: point.runId }} search={{ row: `${series.recipe}@${series.deviceClass}` }}>{moment(point.at)}</Link>,
                        write(point.value),
                        point.low === null || point.high === null ? UNKNOWN : `${write(point.low)} to ${write(point.high)}`,
                        <Name>{point.node}</Name>,
                        point.commit === null ? UNKNOWN : <code>{point.commit.slice(0, 10)}</code>,
                        <Choose measurement={point.measurementId} label={`${series.recipe} on ${series.deviceClass}, ${moment(point.at)}`} />,
                    ]}
                />
            ))}
        </Table>
    );
}
