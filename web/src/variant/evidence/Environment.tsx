import type { Row, VerdictDocument } from "../../api/types";
import { fixed, known, UNKNOWN } from "../../number/number";
import { moment } from "../../number/time";
import { Card } from "../../ui/Card";
import { Name } from "../../ui/Name";
import { Line, Table } from "../../ui/Table";

const COLUMNS = [{ head: "Condition" }, { head: "What it was" }];

/** Under what was measured: the machine, its software, and how the runs were bound and checked. */
export function Environment({ row, document }: { row: Row; document: VerdictDocument }) {
    return (
        <Card title="Where and under what it was measured">
            <Table label="Where and under what it was measured" columns={COLUMNS}>
                {facts(row, document).map(([name, value]) => <Line key={name} columns={COLUMNS} cells={[<Name>{name}</Name>, <Name>{value}</Name>]} />)}
            </Table>
        </Card>
    );
}

export function facts({ device, latency, extension, reused }: Row, { decidedAt }: VerdictDocument): [string, string][] {
    const evidence = latency?.evidence;
    const provider = evidence?.provider;
    const audit = evidence?.audit;
    const all: [string, string | null | undefined][] = [
        ["Device class", device?.deviceClass],
        ["Node", device?.node],
        ["Machine", device?.description],
        ["Fingerprint of the environment", device?.fingerprint],
        ...Object.entries(device?.software ?? {}),
        ["Threads", evidence?.threads?.toString()],
        ["Processors that the runs were bound to", evidence?.processors?.length ? evidence.processors.join(", ") : "none"],
        ["Execution provider", provider?.provider],
        ["Accelerator", provider?.accelerator?.name],
        ["Seed of everything that was drawn", evidence?.seed],
        ["Settled before it was timed", evidence?.steady === undefined ? null : evidence.steady ? "yes" : "no"],
        ["Timed runs whose outputs were checked", audit?.checkedRuns === undefined ? null : `${audit.checkedRuns}, of which ${audit.differingRuns ?? UNKNOWN} differed`],
        ["FP32 against itself, control", latency?.control?.estimate === undefined ? null : `${fixed(latency.control.estimate, 3)} (${known(latency.control.low, (low) => fixed(low, 3))} to ${known(latency.control.high, (high) => fixed(high, 3))})`],
        ["Forks of each measurement", extension?.forks?.join(" + ")],
        ["Taken from another run", reused?.run && `${reused.run}, measured ${reused.measuredAt ? moment(reused.measuredAt) : UNKNOWN}`],
        ["Decided", decidedAt && moment(decidedAt)],
    ];
    // A CPU has no accelerator, and most runs are not extended: what is absent by its nature is no unknown.
    const rare = ["Execution provider", "Accelerator", "Forks of each measurement", "Taken from another run"];
    return all.flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : rare.includes(name) ? [] : [[name, UNKNOWN] as [string, string]]));
}
