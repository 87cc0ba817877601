import { useQueries } from "@tanstack/react-query";
import type { components } from "../../target/client/schema";
import { answered, service } from "../api/client";
import { said } from "../api/refused";
import { counted } from "../number/number";
import { Card } from "../ui/Card";
import { Loading } from "../ui/Note";
import { type Draft, faultsOf, OFFERED, type Recipe, recipesOf } from "./draft";
import styles from "./submit.module.css";

/** What each recipe would do to the model, before anything runs. */
export function Preview({ draft }: { draft: Draft }) {
    const { ownRecipe, recipes } = faultsOf(draft);
    const asked = draft.modelId === "" || ownRecipe || recipes ? [] : recipesOf(draft);
    const answers = useQueries({ queries: asked.map((recipe) => explanation(draft, recipe)) });
    if (asked.length === 0) return null;
    return (
        <Card title="What the recipes would do">
            {answers.map(({ data, error }, index) => (
                <section key={index} className={styles.preview}>
                    <h3>{asked[index]?.name ?? OFFERED.find((each) => each.recipe === asked[index])?.name ?? "Your own"}</h3>
                    {error && <p role="alert" className={styles.trouble}>{said(error)}</p>}
                    {!data && !error && <Loading what="what it would do" />}
                    {data && <Plan plan={data} />}
                </section>
            ))}
        </Card>
    );
}

const explanation = ({ modelId, calibrationDatasetId, deviceClasses }: Draft, recipe: Recipe) => ({
    queryKey: ["explanation", modelId, calibrationDatasetId, deviceClasses, recipe],
    queryFn: () =>
        answered(
            service.POST("/v1/recipes:explain", {
                body: { modelId, recipe, deviceClasses, ...(calibrationDatasetId === "" ? {} : { calibrationDatasetId }) },
            }),
        ),
    staleTime: Infinity,
});

function Plan({ plan: { nodes, notes } }: { plan: components["schemas"]["Explanation"] }) {
    const floats = nodes.filter((node) => node.placement === "float");
    return (
        <>
            <p>{counted(nodes.length - floats.length, "node")} of {nodes.length} in integers or absorbed, {floats.length} in float.</p>
            {notes.length > 0 && <ul>{notes.map((note) => <li key={note}>{note}</li>)}</ul>}
            {floats.length > 0 && (
                <details>
                    <summary>What stays in float, and why</summary>
                    <ul>{reasons(floats).map(([reason, types]) => <li key={reason}>{types}: {reason}</li>)}</ul>
                </details>
            )}
        </>
    );
}

/** Each reason once, with the operators that it holds for. */
function reasons(nodes: components["schemas"]["PlannedNode"][]): [string, string][] {
    const all = new Map<string, Set<string>>();
    for (const { reason, opType } of nodes) all.set(reason, (all.get(reason) ?? new Set()).add(opType));
    return [...all].map(([reason, types]) => [reason, [...types].join(", ")]);
}
