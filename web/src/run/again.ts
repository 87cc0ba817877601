import type { components } from "../../target/client/schema";
import type { Row, Run, VerdictDocument } from "../api/types";
import { variantsOf } from "./rows";

type Submission = components["schemas"]["RunSubmission"];
type Recipe = components["schemas"]["Recipe"];

/** Its interval holds at every look together; of other metrics the verdict that was made has used up its part of the error. */
const LOOKED_AT_AGAIN = "latency.p50.ratio";

/** That a policy may ask for. */
const MOST_FORKS = 1000;

/** By how much more is asked than would decide by what was seen: it may have been luck. */
const RESERVE = 1.5;

/** How old measurements may be that a run goes on from. */
const REUSED = "7d";

/** The same once more, everything measured anew. */
export function repeated(run: Run): Submission {
    return { ...inputs(run), recipes: run.recipes, policy: run.policy, fresh: true };
}

/** The same with another recipe alone. */
export function tried(run: Run, recipe: Recipe): Submission {
    return { ...inputs(run), recipes: [recipe], policy: run.policy };
}

/** How many forks a variant on a device would have, where forks decide what the verdict could not; else null. */
export function forksThatDecide(document: VerdictDocument): number | null {
    const wanted = variantsOf(document).filter((row) => undecided(row).length > 0).map((row) => (row.latency?.forks ?? 0) + Math.ceil(RESERVE * missing(row)));
    return wanted.length === 0 ? null : Math.min(MOST_FORKS, Math.max(...wanted));
}

/** The same, where rules that more forks decide have them measured; what was measured counts. */
export function extended(run: Run, document: VerdictDocument, forks: number): Submission {
    const rules = new Set(variantsOf(document).flatMap((row) => undecided(row).map((outcome) => outcome.rule)));
    const policy = {
        ...run.policy,
        reuse: run.policy.reuse ?? REUSED,
        extend: { ...run.policy.extend, forks },
        rules: run.policy.rules?.map((rule) => (rules.has(rule.id ?? rule.metric) ? { ...rule, onInconclusive: "extend" as const } : rule)),
    };
    return { ...inputs(run), recipes: run.recipes, policy };
}

function inputs(run: Run): Omit<Submission, "recipes"> {
    const { name, modelId, calibrationDatasetId, evaluationDatasetId, deviceClasses, tags, commit } = run;
    return { name, modelId, calibrationDatasetId, evaluationDatasetId, deviceClasses, tags, ...(commit === null ? {} : { commit }) };
}

function undecided(row: Row) {
    return (row.rules ?? []).filter((outcome) => outcome.metric === LOOKED_AT_AGAIN && outcome.verdict === "INCONCLUSIVE" && (outcome.missing?.forks ?? 0) > 0);
}

function missing(row: Row): number {
    return Math.max(...undecided(row).map((outcome) => outcome.missing?.forks ?? 0));
}
