import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { controls as controlsOf } from "../api/queries";
import type { Control, Node } from "../api/types";
import { writing } from "../number/metric";
import { floorText } from "../number/noise";
import { known, percentShort } from "../number/number";
import { moment } from "../number/time";
import { File } from "../take/File";
import { Take } from "../take/Take";
import { Card } from "../ui/Card";
import { Failed } from "../ui/Note";
import { Line, Table } from "../ui/Table";
import { ControlsDrawing } from "./ControlsDrawing";
import styles from "./controls.module.css";

const COLUMNS = [{ head: "Measured" }, { head: "Ratio", numeric: true }, { head: "Interval", numeric: true }, { head: "Excludes 1" }];

/** How small a difference a node can see, and the controls that this follows from. */
export function Controls({ node }: { node: Node }) {
    const { data, error } = useQuery(controlsOf(node.name));
    return (
        <Card title="What it can see">
            <p>Smallest difference that it can see: {floorText(node.noiseFloor)}. <Link to="/noise">What varies from measurement to measurement</Link></p>
            {error && <Failed failure={error} />}
            {data?.items.length === 0 && <p>No control counts yet: each measurement times its baseline against itself, too.</p>}
            {data && data.items.length > 0 && <Shown node={node.name} controls={data.items} />}
        </Card>
    );
}

function Shown({ node, controls }: { node: string; controls: Control[] }) {
    return (
        <>
            <p>Its controls since it was last cleared: a baseline timed against itself. The intervals are those of {known(controls[0]?.confidence, percentShort)}, of which some exclude 1 by chance; those that do are crosses.</p>
            <Take title={`Controls of ${node}`} files={<File form="JSON" href={`/v1/nodes/${encodeURIComponent(node)}/controls`} name="controls" />}>
                <div className={styles.scroll} tabIndex={0} role="group" aria-label="Drawing of the controls"><ControlsDrawing controls={controls} /></div>
            </Take>
            <details>
                <summary>All of them</summary>
                <Table label="Controls" columns={COLUMNS}>{controls.map((control, index) => <Line key={`${control.at} ${index}`} columns={COLUMNS} cells={cells(control)} />)}</Table>
            </details>
        </>
    );
}

function cells({ at, ratio, low, high, alarm }: Control): React.ReactNode[] {
    const { plain } = writing("ratio");
    return [moment(at), plain(ratio), `${plain(low)} to ${plain(high)}`, alarm ? "yes" : "no"];
}
