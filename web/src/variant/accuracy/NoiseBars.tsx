import type { SensitivityReport } from "../../api/types";
import { Bars } from "../../draw/Bars";
import { decibel, known, percent, UNKNOWN } from "../../number/number";
import { Name } from "../../ui/Name";
import { Line, Table } from "../../ui/Table";

const COLUMNS = [{ head: "Node" }, { head: "Operator" }, { head: "Share of the noise", numeric: true }, { head: "Signal to noise", numeric: true }, { head: "How known" }];

/** The longest bar is that of the worst node. */
export function NoiseBars({ ranked }: { ranked: SensitivityReport[] }) {
    const most = Math.max(...ranked.map(({ noiseShare = 0 }) => noiseShare), Number.MIN_VALUE);
    const bars = ranked.map((each, index) => ({
        key: `${index}`,
        name: <><Name>{each.node ?? ""}</Name><small><Name>{each.opType ?? ""}</Name></small></>,
        from: 0,
        to: (each.noiseShare ?? 0) / most,
        hollow: each.measured !== true,
        value: <>{known(each.noiseShare, (share) => percent(share, 2))}<small>{signal(each)}{each.measured !== true && `, ${how(each)}`}</small></>,
    }));
    return <Bars label="Share of the noise of each node" heads={["Node", "Bar", "Share of the noise"]} bars={bars} />;
}

export function NoiseTable({ ranked }: { ranked: SensitivityReport[] }) {
    return (
        <Table label="Share of the noise of each node, as a table" columns={COLUMNS}>
            {ranked.map((each, index) => (
                <Line key={index} columns={COLUMNS} cells={[<Name>{each.node ?? ""}</Name>, <Name>{each.opType ?? ""}</Name>, known(each.noiseShare, (share) => percent(share, 2)), signal(each), how(each)]} />
            ))}
        </Table>
    );
}

/** Null where the node adds no noise at all. */
const signal = ({ sqnrDb }: SensitivityReport): string => (sqnrDb === null ? "exact" : known(sqnrDb, decibel));

const how = ({ measured }: SensitivityReport): string => (measured === undefined ? UNKNOWN : measured ? "measured" : "estimated");
