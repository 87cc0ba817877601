import type { Row, VerdictDocument } from "../../api/types";
import { Forests } from "../../run/Forests";
import { Card } from "../../ui/Card";
import { Copy } from "../../ui/Copy";
import { Digests } from "./Digests";
import { Environment } from "./Environment";
import { Reproduce } from "./Reproduce";
import { Rounds } from "./Rounds";
import { Signature } from "./Signature";
import page from "../variant.module.css";

/** What the verdict of a row stands on, and how anybody may check it. */
export function EvidenceTab({ row, document }: { row: Row; document: VerdictDocument }) {
    const evidence = row.latency?.evidence;
    return (
        <>
            {evidence ? <Rounds evidence={evidence} /> : <Card title="What was timed, in order"><p>{row.failure ? `${row.failure.code}: ${row.failure.message}` : "Nothing was timed."}</p></Card>}
            <Environment row={row} document={document} />
            <Forests rows={[row]} marked={undefined} />
            {document.policy && <Policy policy={JSON.stringify(document.policy, null, 2)} />}
            <Signature document={document} />
            <Digests document={document} row={row} />
            <Reproduce run={document.runId ?? ""} variant={row.variantId ?? ""} origin={location.origin} />
        </>
    );
}

function Policy({ policy }: { policy: string }) {
    return (
        <Card title="Policy that it was judged by" aside={<Copy label="Copy policy" text={() => policy} />}>
            <details>
                <summary>The whole policy, as JSON</summary>
                <pre className={page.code} tabIndex={0} role="group" aria-label="Policy">{policy}</pre>
            </details>
        </Card>
    );
}
