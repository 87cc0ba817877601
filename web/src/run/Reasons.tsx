import type { Row, RuleOutcome, VerdictDocument } from "../api/types";
import { Promote } from "../releases/Promote";
import { Badge } from "../ui/Badge";
import { Card } from "../ui/Card";
import { Name } from "../ui/Name";
import { Details } from "../variant/Details";
import { Try } from "./Again";
import { ChooseRow } from "./ChooseRow";
import { Floors } from "./Floors";
import { anchorOf, classOf, keyOf } from "./rows";
import styles from "./reasons.module.css";

/** Of each variant on each device why it is so, and what belongs to it. */
export function Reasons({ document, rows, marked }: { document: VerdictDocument; rows: Row[]; marked: string | undefined }) {
    return (
        <Card title="Because">
            <div className={styles.all}>{rows.map((row) => <One key={anchorOf(row)} document={document} row={row} marked={keyOf(row) === marked} />)}</div>
            <Floors rows={rows} />
        </Card>
    );
}

function One({ document, row, marked }: { document: VerdictDocument; row: Row; marked: boolean }) {
    const said = sentences(row);
    return (
        <article id={anchorOf(row)} tabIndex={-1} className={`${styles.one} ${marked ? styles.marked : ""}`} data-marked={marked || undefined}>
            <h3><Name>{row.recipe ?? ""}</Name> on <Name>{classOf(row)}</Name> <Badge of={row.verdict ?? "INVALID"} quiet={!row.gating} /></h3>
            {row.device?.node && <p className={styles.soft}>measured by <Name>{row.device.node}</Name>{row.device.description && <>, <Name>{row.device.description}</Name></>}</p>}
            {said.length === 0 ? <p>{row.verdict === "PASS" ? "Every rule is kept." : "The verdict gives no reason."}</p> : <ul>{said.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>}
            {row.variantId && (
                <p className={styles.links}>
                    <Details run={document.runId ?? ""} row={row} tab="accuracy" />
                    <Details run={document.runId ?? ""} row={row} tab="speed" />
                    <Details run={document.runId ?? ""} row={row} tab="evidence" />
                    <a href={`/v1/variants/${row.variantId}/content`} download="">ONNX file</a>
                    <a href={`/v1/variants/${row.variantId}/report.html`}>Quality report</a>
                    {row.device?.node && <ChooseRow run={document.runId ?? ""} row={row} />}
                    <Promote document={document} row={row} />
                    <Try document={document} row={row} />
                </p>
            )}
        </article>
    );
}

/** What did not go well first; what explains the speed after it; each once. */
function sentences(row: Row): string[] {
    const failed = row.failure ? [`${row.failure.code}: ${row.failure.message}`] : [];
    const rules = (row.rules ?? []).filter((rule) => rule.verdict !== "PASS").map(toldRule);
    // A rule on latency says it, too.
    const speed = row.latency?.reason ? [row.latency.reason] : [];
    return [...new Set([...failed, ...rules, ...speed, ...(row.further?.insight?.reasons ?? []), ...(row.notes ?? [])])];
}

const EFFECTS: Record<string, string | undefined> = { WARNS: "Warning", OBSERVED: "Observed, not yet enforced", WAIVED: "Waived" };

/** With what the rule does where it does not decide, and who answers for that. */
function toldRule({ effect, sentence, cause, waiver }: RuleOutcome): string {
    const head = EFFECTS[effect ?? "DECIDES"];
    return [head && `${head}:`, sentence, cause, waiver].filter(Boolean).join(" ");
}
