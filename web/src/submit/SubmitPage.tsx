import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { answered, service } from "../api/client";
import { model } from "../api/queries";
import { Refused, said } from "../api/refused";
import { Button } from "../ui/Button";
import { Card } from "../ui/Card";
import { Page } from "../ui/Page";
import { Devices } from "./Devices";
import { type Draft, EMPTY, type Faults, faultsOf, placed, submissionOf } from "./draft";
import { ModelFacts } from "./ModelFacts";
import { Picker } from "./Picker";
import { Preview } from "./Preview";
import { Recipes } from "./Recipes";
import { TextField } from "./TextField";
import styles from "./submit.module.css";

/** Everything that a run needs, on one page. */
export function SubmitPage() {
    const [draft, setDraft] = useState<Draft>(EMPTY);
    const [faults, setFaults] = useState<Faults>({});
    const navigate = useNavigate();
    const client = useQueryClient();
    const set = (change: Partial<Draft>): void => {
        setDraft((now) => ({ ...now, ...change }));
        setFaults((now) => Object.fromEntries(Object.entries(now).filter(([field]) => field !== "rest" && !(field in change))));
    };
    const { data: chosen } = useQuery({ ...model(draft.modelId), enabled: draft.modelId !== "" });
    const { mutate, isPending } = useMutation({
        mutationFn: () => answered(service.POST("/v1/runs", { body: submissionOf(draft) })),
        onSuccess: async (run) => {
            await client.invalidateQueries({ queryKey: ["runs"] });
            await navigate({ to: "/runs/$id", params: { id: run.id } });
        },
        onError: (failure) => setFaults(failure instanceof Refused && failure.faults.length > 0 ? placed(draft, failure.faults) : { rest: said(failure) }),
    });
    const submit = (event: React.FormEvent): void => {
        event.preventDefault();
        const found = faultsOf(draft);
        setFaults(found);
        if (Object.keys(found).length === 0) mutate();
    };
    const data = { kind: "datasets", accept: ".npz,.zip" } as const;
    return (
        <Page title="New run">
            <form className={styles.form} onSubmit={submit} noValidate>
                <Card title="Model">
                    <Picker kind="models" label="FP32 model" accept=".onnx,.zip" value={draft.modelId} choose={(modelId) => set({ modelId })} trouble={faults.modelId}>
                        <ModelFacts model={chosen} />
                    </Picker>
                </Card>
                <Card title="Data">
                    <Picker {...data} label="To calibrate with" value={draft.calibrationDatasetId} choose={(id) => set({ calibrationDatasetId: id })} trouble={faults.calibrationDatasetId} />
                    <Picker {...data} label="To evaluate with, none of them the same" value={draft.evaluationDatasetId} choose={(id) => set({ evaluationDatasetId: id })} trouble={faults.evaluationDatasetId} />
                </Card>
                <Card title="Recipes"><Recipes draft={draft} set={set} faults={faults} /></Card>
                <Card title="Where to measure"><Devices draft={draft} set={set} fault={faults.deviceClasses} /></Card>
                <Card title="Judged how, found how">
                    <TextField label="Policy as JSON" hint="Empty: the standard policy, at most 1 point of top-1 and no slower than FP32." lines={4} value={draft.policy} change={(policy) => set({ policy })} fault={faults.policy} />
                    <TextField label="Name" hint="Empty: the model's." value={draft.name} change={(name) => set({ name })} fault={faults.name} />
                    <TextField label="Tags" hint="With commas between them." value={draft.tags} change={(tags) => set({ tags })} fault={faults.tags} />
                    <TextField label="Commit" value={draft.commit} change={(commit) => set({ commit })} fault={faults.commit} />
                </Card>
                <Preview draft={draft} />
                {faults.rest && <p role="alert" className={styles.trouble}>{faults.rest}</p>}
                {Object.keys(faults).length > 0 && !faults.rest && <p role="alert" className={styles.trouble}>See what is wrong at the fields above.</p>}
                <p className={styles.end}><Button type="submit" kind="main" disabled={isPending}>Start the run</Button></p>
            </form>
        </Page>
    );
}
