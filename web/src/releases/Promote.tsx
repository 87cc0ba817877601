import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { answered, service } from "../api/client";
import { model } from "../api/queries";
import type { Row, VerdictDocument } from "../api/types";
import { useSession } from "../session/Gate";
import { may } from "../session/session";
import { Button } from "../ui/Button";
import { ReasonDialog } from "../ui/ReasonDialog";
import styles from "../ui/dialog.module.css";
import { visible } from "../ui/visible";
import { promotable } from "./rights";

/** Proposes what has passed as the release of its model's name. */
export function Promote({ document, row }: { document: VerdictDocument; row: Row }) {
    const session = useSession();
    const [asking, setAsking] = useState(false);
    if (!may(session, "submit") || !promotable(document, row)) return null;
    return (
        <>
            <Button onClick={() => setAsking(true)} aria-label={`Promote… ${visible(row.recipe ?? "")}`}>Promote…</Button>
            {asking && <Asked document={document} row={row} onClose={() => setAsking(false)} />}
        </>
    );
}

function Asked({ document, row, onClose }: { document: VerdictDocument; row: Row; onClose: () => void }) {
    const client = useQueryClient();
    const navigate = useNavigate();
    const own = document.model?.name ?? "";
    const names = useQuery(model(document.model?.id ?? "")).data?.names ?? [own];
    const [name, setName] = useState(own);
    const propose = async (reason: string): Promise<void> => {
        const made = await answered(service.POST("/v1/releases", { body: { runId: document.runId ?? "", ...(row.variantId ? { variantId: row.variantId } : {}), modelName: name, reason } }));
        await client.invalidateQueries({ queryKey: ["releases"] });
        await navigate({ to: "/releases", search: { name: made.modelName ?? name } });
    };
    return (
        <ReasonDialog title={`Propose ${visible(row.recipe ?? "")} as a release?`} action="Propose it" question="Why, for whoever approves it" act={propose} onClose={onClose}>
            <p>Somebody else who may approve makes it the release.</p>
            <label className={styles.field}>
                Of the name
                <select value={name} onChange={(event) => setName(event.target.value)}>{names.map((each) => <option key={each} value={each}>{visible(each)}</option>)}</select>
            </label>
        </ReasonDialog>
    );
}
