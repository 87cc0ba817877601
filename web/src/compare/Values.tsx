import type { Comparison } from "../api/types";
import { trackedName } from "../history/metrics";
import { Card } from "../ui/Card";
import { Icon } from "../ui/Icon";
import { Line, Table } from "../ui/Table";
import styles from "./compare.module.css";

const COLUMNS = ["Metric", "Outcome", "What that means"].map((head) => ({ head }));

interface Look { shape: string; tone: string; word: string }

const LOOKS: Record<Comparison["values"][number]["outcome"], Look> = {
    BETTER: { shape: "pass", tone: "pass", word: "better" },
    WORSE: { shape: "fail", tone: "fail", word: "worse" },
    UNCHANGED: { shape: "ended", tone: "invalid", word: "unchanged" },
    CANNOT_TELL: { shape: "unsure", tone: "unsure", word: "cannot tell" },
    NOT_COMPARABLE: { shape: "invalid", tone: "invalid", word: "not comparable" },
    MISSING: { shape: "invalid", tone: "invalid", word: "missing" },
};

export function Values({ values, all }: { values: Comparison["values"]; all: number }) {
    return (
        <Card title="What changed" aside={values.length < all && <small>{all - values.length} that did not change are left out</small>}>
            {values.length === 0 ? (
                <p>Nothing that was measured has changed.</p>
            ) : (
                <Table label="What changed" columns={COLUMNS}>
                    {values.map(({ metric, outcome, sentence }) => {
                        const { shape, tone, word } = LOOKS[outcome];
                        return <Line key={metric} columns={COLUMNS} cells={[trackedName(metric), <span className={`${styles.outcome} ${styles[tone]}`}><Icon shape={shape} /> {word}</span>, sentence]} />;
                    })}
                </Table>
            )}
        </Card>
    );
}
