import { useQuery } from "@tanstack/react-query";
import { attestation, signingKey } from "../../api/queries";
import { Refused, said } from "../../api/refused";
import type { VerdictDocument } from "../../api/types";
import { prove } from "../../proof/prove";
import { Card } from "../../ui/Card";
import { Loading } from "../../ui/Note";
import { Findings } from "./Findings";
import { findingsOf } from "./told";
import page from "../variant.module.css";

/** Whether this service has signed the verdict as it is here, found out by the browser and not asked of the service. */
export function Signature({ document }: { document: VerdictDocument }) {
    return (
        <Card title="Signature, checked by this browser">
            <Checked document={document} />
            <p className={page.soft}>A key that comes from where the document comes from proves nothing by itself: hold its id against the one that you trust. Intervals and verdicts are not computed anew here; the command below does.</p>
        </Card>
    );
}

function Checked({ document }: { document: VerdictDocument }) {
    const run = document.runId ?? "";
    const envelope = useQuery(attestation(run));
    const key = useQuery(signingKey);
    const ready = envelope.data !== undefined && key.data !== undefined;
    const proof = useQuery({
        queryKey: ["proof", run, envelope.data?.signatures?.[0]?.sig, key.data],
        queryFn: () => prove(document, envelope.data ?? {}, key.data ?? "", crypto.subtle as SubtleCrypto | undefined),
        enabled: ready,
        staleTime: Infinity,
    });
    const failure = envelope.error ?? key.error ?? proof.error;
    if (failure) return <Findings findings={[{ state: "unsure", word: failure instanceof Refused && failure.status === 404 ? "NOT SIGNED" : "CANNOT TELL", sentence: said(failure) }]} />;
    return proof.data ? <Findings findings={findingsOf(proof.data, document)} /> : <Loading what="the signature" />;
}
