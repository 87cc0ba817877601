import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, service } from "../api/client";
import { ended } from "../api/queries";
import { said } from "../api/refused";
import type { Run, VerdictDocument } from "../api/types";
import { useSession } from "../session/Gate";
import { may } from "../session/session";
import { Button, buttonLook } from "../ui/Button";
import { Copy } from "../ui/Copy";
import { Dialog } from "../ui/Dialog";
import { tell } from "../ui/toasts";
import { Again } from "./Again";
import { markdown } from "./markdown";

/** What can be done with a run; what one may not do is not there. */
export function Actions({ run, document }: { run: Run; document: VerdictDocument | undefined }) {
    const session = useSession();
    return (
        <>
            {document && <Copy label="Copy as Markdown" text={() => markdown(document, location.href)} />}
            <Copy label="Copy CI line" text={() => `narrowgauge run watch ${run.id} --server ${location.origin}`} />
            {document && <a className={buttonLook()} href={`/v1/runs/${run.id}/verdict`} download={`verdict-${run.id}.json`}>Verdict as JSON</a>}
            {may(session, "submit") && (ended(run.state) ? <Again run={run} document={document} /> : <Cancel run={run} />)}
        </>
    );
}

function Cancel({ run }: { run: Run }) {
    const client = useQueryClient();
    const [asking, setAsking] = useState(false);
    const { mutate, isPending } = useMutation({
        mutationFn: () => answered(service.POST("/v1/runs/{id}/cancel", { params: { path: { id: run.id } } })),
        onSuccess: () => client.invalidateQueries({ queryKey: ["run", run.id] }),
        onError: (failure) => tell(said(failure)),
        onSettled: () => setAsking(false),
    });
    return (
        <>
            <Button kind="danger" onClick={() => setAsking(true)}>Cancel run</Button>
            {asking && (
                <Dialog title="Cancel this run?" closing="Keep it running" onClose={() => setAsking(false)} actions={<Button kind="danger" disabled={isPending} onClick={() => mutate()}>Cancel the run</Button>}>
                    <p>Its jobs end, and what they have measured so far gives no verdict.</p>
                </Dialog>
            )}
        </>
    );
}
