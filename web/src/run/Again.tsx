import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { components } from "../../target/client/schema";
import { answered, service } from "../api/client";
import { run as runOf } from "../api/queries";
import { said } from "../api/refused";
import type { Row, Run, VerdictDocument } from "../api/types";
import { useSession } from "../session/Gate";
import { may } from "../session/session";
import { Button } from "../ui/Button";
import { tell } from "../ui/toasts";
import { visible } from "../ui/visible";
import { extended, forksThatDecide, repeated, tried } from "./again";

type Submission = components["schemas"]["RunSubmission"];

/** Files a run like one that has ended; of one that forks would decide, also one that goes on from it. */
export function Again({ run, document }: { run: Run; document: VerdictDocument | undefined }) {
    const { mutate, isPending } = useFiled(run.id);
    const forks = document === undefined ? null : forksThatDecide(document);
    return (
        <>
            {document && forks !== null && <Button disabled={isPending} onClick={() => mutate((like) => extended(like, document, forks))}>Measure up to {forks} forks</Button>}
            <Button disabled={isPending} onClick={() => mutate(repeated)}>Run again</Button>
        </>
    );
}

/** Files a run of the recipe that the verdict offers for a variant. */
export function Try({ document, row }: { document: VerdictDocument; row: Row }) {
    const session = useSession();
    const { mutate, isPending } = useFiled(document.runId ?? "");
    const recipe = row.further?.loss?.remedy?.recipe;
    if (!recipe || !may(session, "submit")) return null;
    return <Button disabled={isPending} aria-label={`Try the offered recipe for ${visible(row.recipe ?? "")}`} onClick={() => mutate((like) => tried(like, recipe))}>Try the offered recipe</Button>;
}

/** @param id of the run that the new one is made from, as it was asked for */
function useFiled(id: string) {
    const client = useQueryClient();
    const navigate = useNavigate();
    return useMutation({
        mutationFn: async (made: (like: Run) => Submission) => answered(service.POST("/v1/runs", { body: made(await client.ensureQueryData(runOf(id))) })),
        onSuccess: async (run) => {
            await client.invalidateQueries({ queryKey: ["runs"] });
            await navigate({ to: "/runs/$id", params: { id: run.id } });
        },
        onError: (failure) => tell(said(failure)),
    });
}
