import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, service } from "../api/client";
import type { Release } from "../api/types";
import { useSession } from "../session/Gate";
import { Button } from "../ui/Button";
import { ReasonDialog } from "../ui/ReasonDialog";
import { tell } from "../ui/toasts";
import { visible } from "../ui/visible";
import { ReturnTo } from "./ReturnTo";
import { type Act, isOwn, offered, titleOf } from "./rights";
import styles from "./releases.module.css";

const WORDS: Record<Act, { button: string; title: string; action: string; what: string }> = {
    approve: { button: "Approve…", title: "Make it the release?", action: "Approve it", what: "It becomes the active release of its name, in the place of the one before." },
    rollback: { button: "Roll back…", title: "Take it back?", action: "Roll back", what: "It is never returned to; the release that you choose is active again." },
    withdraw: { button: "Withdraw…", title: "Withdraw it?", action: "Withdraw it", what: "Nobody can approve it or return to it then, and its run can be deleted." },
};

/** What one may do with a release, and why not where that is not plain. */
export function Acts({ release, replaced }: { release: Release; replaced: Release[] }) {
    const session = useSession();
    const [asking, setAsking] = useState<Act | null>(null);
    return (
        <div className={styles.acts}>
            {offered(release, session, replaced.length > 0).map((act) => (
                <Button key={act} kind={act === "approve" ? "main" : "plain"} aria-label={`${WORDS[act].button} ${visible(titleOf(release))}`} onClick={() => setAsking(act)}>{WORDS[act].button}</Button>
            ))}
            {release.state === "PROPOSED" && isOwn(release, session) && <small>You have proposed it: somebody else approves it.</small>}
            {asking && <Asked act={asking} release={release} replaced={replaced} onClose={() => setAsking(null)} />}
        </div>
    );
}

function Asked({ act, release, replaced, onClose }: { act: Act; release: Release; replaced: Release[]; onClose: () => void }) {
    const client = useQueryClient();
    const [to, setTo] = useState<number>();
    const { title, action, what } = WORDS[act];
    const send = async (reason: string): Promise<void> => {
        const { state } = await call(act, release.id ?? "", reason, to);
        await client.invalidateQueries({ queryKey: ["releases"] });
        tell(visible(titleOf(release)), state);
    };
    return (
        <ReasonDialog title={`${visible(titleOf(release))}: ${title}`} action={action} question="Why" danger={act !== "approve"} act={send} onClose={onClose}>
            <p>{what}</p>
            {act === "rollback" && <ReturnTo replaced={replaced} to={to} choose={setTo} />}
        </ReasonDialog>
    );
}

function call(act: Act, id: string, reason: string, to: number | undefined): Promise<Release> {
    const params = { path: { id } };
    if (act === "approve") return answered(service.POST("/v1/releases/{id}/approve", { params, body: { reason } }));
    if (act === "withdraw") return answered(service.POST("/v1/releases/{id}/withdraw", { params, body: { reason } }));
    return answered(service.POST("/v1/releases/{id}/rollback", { params, body: { reason, ...(to === undefined ? {} : { to }) } }));
}
