import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, service } from "../api/client";
import { said } from "../api/refused";
import type { SeriesChange, SeriesHistory } from "../api/types";
import { moment } from "../number/time";
import { useSession } from "../session/Gate";
import { may } from "../session/session";
import { Button } from "../ui/Button";
import { Card } from "../ui/Card";
import { Dialog } from "../ui/Dialog";
import { Name } from "../ui/Name";
import { tell } from "../ui/toasts";
import { distance, writeIn } from "./metrics";
import styles from "./history.module.css";

/** Where values changed; a change that was dismissed never returns. */
export function Changes({ history: { series, changes } }: { history: SeriesHistory }) {
    const session = useSession();
    const write = writeIn(series);
    if (changes.length === 0) return null;
    return (
        <Card title="Changes">
            <ul className={styles.changes}>
                {changes.map((change) => (
                    <li key={change.id}>
                        <span>{moment(change.at)}: from {write(change.before)} to {write(change.after)} ({distance(series)(change.magnitude)})</span>
                        {change.state === "OPEN" && may(session, "approve") ? <Decide series={series.id} change={change} /> : <Decided change={change} />}
                    </li>
                ))}
            </ul>
        </Card>
    );
}

function Decided({ change: { state, decidedBy, reason } }: { change: SeriesChange }) {
    if (state === "OPEN") return <small>nobody has decided on it</small>;
    return <small>{state === "CONFIRMED" ? "confirmed" : "dismissed"}{decidedBy && <> by <Name>{decidedBy}</Name></>}{reason && <>: <Name>{reason}</Name></>}</small>;
}

function Decide({ series, change }: { series: string; change: SeriesChange }) {
    const client = useQueryClient();
    const [asking, setAsking] = useState(false);
    const [reason, setReason] = useState("");
    const path = { id: series, change: change.id };
    const settled = { onSuccess: () => client.invalidateQueries({ queryKey: ["history", series] }), onError: (failure: Error) => tell(said(failure)), onSettled: () => setAsking(false) };
    const confirm = useMutation({ mutationFn: () => answered(service.POST("/v1/series/{id}/changes/{change}/confirm", { params: { path } })), ...settled });
    const dismiss = useMutation({ mutationFn: () => answered(service.POST("/v1/series/{id}/changes/{change}/dismiss", { params: { path }, body: { reason } })), ...settled });
    return (
        <span className={styles.decide}>
            <Button onClick={() => confirm.mutate()}>Confirm</Button>
            <Button onClick={() => setAsking(true)}>Dismiss…</Button>
            {asking && (
                <Dialog title="Dismiss this change?" onClose={() => setAsking(false)} actions={<Button kind="main" disabled={reason.trim() === "" || dismiss.isPending} onClick={() => dismiss.mutate()}>Dismiss it</Button>}>
                    <label>Why it is none<textarea rows={3} value={reason} onChange={(event) => setReason(event.target.value)} /></label>
                </Dialog>
            )}
        </span>
    );
}
