import { Link } from "@tanstack/react-router";
import type { Series } from "../api/types";
import { BarDrawing } from "../draw/BarDrawing";
import { linearScale } from "../draw/scale";
import { distance, trackedName } from "../history/metrics";
import { known, UNKNOWN } from "../number/number";
import { Take } from "../take/Take";
import { Card } from "../ui/Card";
import { Name } from "../ui/Name";
import { Line, Table } from "../ui/Table";
import type { Group } from "./ranked";

const COLUMNS = [{ head: "Measured" }, { head: "Recipe, device" }, { head: "Deviation", numeric: true }, { head: "Visible with five more", numeric: true }, { head: "Drawn" }, { head: "Values", numeric: true }];

/** What varies most from measurement to measurement while nothing changes. */
export function Ranking({ group: { title, series } }: { group: Group }) {
    const scale = linearScale([0, ...series.flatMap(({ deviation, smallestVisible }) => [deviation ?? 0, smallestVisible ?? 0])]);
    return (
        <Card title={title}>
            <Take title={`What varies from measurement to measurement: ${title}`}>
                <Table label={title} columns={COLUMNS}>{series.map((each) => <Line key={each.id} columns={COLUMNS} cells={cells(each, scale)} />)}</Table>
            </Take>
        </Card>
    );
}

function cells(each: Series, scale: ReturnType<typeof linearScale>): React.ReactNode[] {
    const write = distance(each);
    const { deviation, smallestVisible, steadyValues } = each;
    return [
        <span><Link to="/history/$id" params={{ id: each.id }}><Name>{each.family}</Name></Link><small>{trackedName(each.metric)}</small></span>,
        <span><Name>{each.recipe}</Name><small><Name>{each.deviceClass}</Name>, {each.scenario}</small></span>,
        known(deviation, write),
        known(smallestVisible, write),
        deviation === null ? UNKNOWN : <BarDrawing value={deviation} mark={smallestVisible} scale={scale} label={`deviation ${write(deviation)}, visible with five more ${known(smallestVisible, write)}`} />,
        known(steadyValues, String),
    ];
}
