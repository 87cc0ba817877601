import { Link } from "@tanstack/react-router";
import type { Release } from "../api/types";
import { UNKNOWN } from "../number/number";
import { moment } from "../number/time";
import { Badge } from "../ui/Badge";
import { Name } from "../ui/Name";
import { Line, Table } from "../ui/Table";
import { titleOf } from "./rights";

const COLUMNS = ["Release", "State", "Variant", "Passed on", "By", "Why"].map((head) => ({ head }));

/** A line for each, with its last step. */
export function Releases({ label, releases }: { label: string; releases: Release[] }) {
    return <Table label={label} columns={COLUMNS}>{releases.map((each) => <Line key={each.id} columns={COLUMNS} cells={cells(each)} />)}</Table>;
}

function cells(release: Release): React.ReactNode[] {
    const { modelName = "", state = "", recipe = "", precision = "", deviceClasses = [], steps = [] } = release;
    const last = steps.at(-1);
    return [
        <Link to="/releases" search={{ name: modelName }}><Name>{titleOf(release)}</Name></Link>,
        <span><Badge of={state} />{last?.at && <small>since {moment(last.at)}</small>}</span>,
        <span><Name>{recipe}</Name><small>{precision.toUpperCase()}</small></span>,
        <Name>{deviceClasses.join(", ")}</Name>,
        last?.by == null ? UNKNOWN : <Name>{last.by}</Name>,
        <Name>{last?.reason ?? ""}</Name>,
    ];
}
