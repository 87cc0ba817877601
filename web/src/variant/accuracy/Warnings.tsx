import type { QualityReport } from "../../api/types";
import { counted } from "../../number/number";
import { Card } from "../../ui/Card";
import { Name } from "../../ui/Name";
import styles from "../variant.module.css";

/** What eight bits do not suit in the model, how it does where its state is fed back, and where all the rest stands. */
export function Warnings({ report: { warnings = [], sequence }, variant }: { report: QualityReport; variant: string }) {
    return (
        <Card title="What else the quality report says">
            {warnings.map(({ kind, sentence, nodes = [] }, index) => (
                <div key={index} className={styles.part}>
                    <p><strong>Warning</strong> {sentence} <small>{kind}</small></p>
                    {nodes.length > 0 && <details><summary>{counted(nodes.length, "node")}</summary><ul>{nodes.map((node) => <li key={node}><Name>{node}</Name></li>)}</ul></details>}
                </div>
            ))}
            {sequence && <p>{sequence.sentence}</p>}
            {warnings.length === 0 && !sequence && <p>It has no warning.</p>}
            <p className={styles.after}>
                <a href={`/v1/variants/${variant}/report.html`}>Whole quality report</a>
                <a href={`/v1/variants/${variant}/report`} download={`report-${variant}.json`}>Quality report as JSON</a>
            </p>
        </Card>
    );
}
