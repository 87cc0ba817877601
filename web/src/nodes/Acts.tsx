import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { answered, service } from "../api/client";
import { said } from "../api/refused";
import type { Node } from "../api/types";
import { useSession } from "../session/Gate";
import { Button } from "../ui/Button";
import { ReasonDialog } from "../ui/ReasonDialog";
import { tell } from "../ui/toasts";
import { visible } from "../ui/visible";
import { type Act, offered } from "./rights";

const BUTTONS: Record<Act, string> = { drain: "Drain", resume: "Resume", recheck: "Recheck", clear: "Clear…", forget: "Forget…" };

const DONE: Record<Act, string> = {
    drain: "finishes what it does and takes no more jobs",
    resume: "takes jobs again",
    recheck: "measures a baseline against itself soon",
    clear: "is cleared",
    forget: "is forgotten",
};

/** What one may do with a node. */
export function Acts({ node }: { node: Node }) {
    const session = useSession();
    const [asking, setAsking] = useState<"clear" | "forget" | null>(null);
    const act = useAct(node);
    const { mutate, isPending } = useMutation({ mutationFn: (which: Act) => act(which), onError: (failure) => tell(said(failure)) });
    return (
        <>
            {offered(node, session).map((which) => (
                <Button key={which} kind={which === "forget" ? "danger" : "plain"} disabled={isPending} onClick={() => (which === "clear" || which === "forget" ? setAsking(which) : mutate(which))}>{BUTTONS[which]}</Button>
            ))}
            {asking === "clear" && <ReasonDialog title="End its quarantine?" action="Clear it" question="Why it can be trusted again" act={(reason) => act("clear", reason)} onClose={() => setAsking(null)}><p>Controls from before are not held against it any more.</p></ReasonDialog>}
            {asking === "forget" && <ReasonDialog title="Forget this node?" action="Forget it" danger act={() => act("forget")} onClose={() => setAsking(null)}><p>The history of its controls goes with it. What was measured on it stays.</p></ReasonDialog>}
        </>
    );
}

function useAct({ name }: Node): (which: Act, reason?: string) => Promise<void> {
    const client = useQueryClient();
    const navigate = useNavigate();
    return async (which, reason = "") => {
        const params = { path: { name } };
        if (which === "clear") await answered(service.POST("/v1/nodes/{name}/clear", { params, body: { reason } }));
        else await answered(service.POST(`/v1/nodes/{name}/${which}`, { params }));
        tell(`${visible(name)} ${DONE[which]}`);
        if (which === "forget") await navigate({ to: "/nodes" });
        await client.invalidateQueries({ queryKey: ["nodes"] });
    };
}
