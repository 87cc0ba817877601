import type { OutcomeChange, PreviousVerdict } from "../api/types";
import { moment } from "../number/time";
import { Card } from "../ui/Card";
import { Name } from "../ui/Name";
import { Line, Table } from "../ui/Table";
import { cellsOf, differs, HEADINGS, sentence } from "./since";

const COLUMNS = HEADINGS.map((head) => ({ head }));

/** What is otherwise than in the verdict before. */
export function Since({ previous }: { previous: PreviousVerdict | null | undefined }) {
    if (previous == null) return null;
    const { outcomes = [], runId = "" } = previous;
    const changed = outcomes.filter(differs);
    const [before, after] = sentence(previous, moment);
    return (
        <Card title="What changed since the last verdict">
            <p>{before}<a href={`#/runs/${encodeURIComponent(runId)}`}><code>{runId}</code></a>{after}</p>
            {changed.length > 0 && <Outcomes label="What changed since the last verdict" outcomes={changed} />}
            <details>
                <summary>All outcomes, before and now</summary>
                <Outcomes label="All outcomes, before and now" outcomes={outcomes} />
            </details>
        </Card>
    );
}

function Outcomes({ label, outcomes }: { label: string; outcomes: OutcomeChange[] }) {
    return (
        <Table label={label} columns={COLUMNS}>
            {outcomes.map((each) => {
                const cells = cellsOf(each);
                return <Line key={cells.slice(0, 3).join(" ")} columns={COLUMNS} cells={cells.map((cell) => <Name>{cell}</Name>)} />;
            })}
        </Table>
    );
}
