import type { components } from "../../target/client/schema";
import type { Problem } from "../api/types";

export type Recipe = components["schemas"]["Recipe"];
type Submission = components["schemas"]["RunSubmission"];

/** What was filled in so far. */
export interface Draft {
    modelId: string;
    calibrationDatasetId: string;
    evaluationDatasetId: string;
    /** Of the recipes that are offered, by name. */
    recipes: string[];
    /** JSON; empty for none. */
    ownRecipe: string;
    deviceClasses: string[];
    /** JSON; empty for the standard policy. */
    policy: string;
    name: string;
    tags: string;
    commit: string;
}

export const EMPTY: Draft = {
    modelId: "",
    calibrationDatasetId: "",
    evaluationDatasetId: "",
    recipes: ["int8"],
    ownRecipe: "",
    deviceClasses: [],
    policy: "",
    name: "",
    tags: "",
    commit: "",
};

export const OFFERED: { name: string; what: string; recipe: Recipe }[] = [
    { name: "int8", what: "INT8, ranges as they serve the model best", recipe: {} },
    { name: "int8-static", what: "INT8, ranges from the calibration data", recipe: { mode: "static" } },
    { name: "int8-dynamic", what: "INT8, ranges at every run", recipe: { mode: "dynamic" } },
    { name: "fp16", what: "FP16", recipe: { precision: "fp16" } },
];

/** What is wrong with a draft before anybody is asked, or that a service said of it, by the field that it is about. */
export type Faults = Partial<Record<keyof Draft | "rest", string>>;

export function recipesOf(draft: Draft): Recipe[] {
    const chosen = OFFERED.filter(({ name }) => draft.recipes.includes(name)).map(({ recipe }) => recipe);
    return draft.ownRecipe.trim() === "" ? chosen : [...chosen, JSON.parse(draft.ownRecipe) as Recipe];
}

export function submissionOf(draft: Draft): Submission {
    const tags = draft.tags.split(",").map((tag) => tag.trim()).filter((tag) => tag !== "");
    return {
        modelId: draft.modelId,
        calibrationDatasetId: draft.calibrationDatasetId,
        evaluationDatasetId: draft.evaluationDatasetId,
        recipes: recipesOf(draft),
        ...(draft.deviceClasses.length > 0 ? { deviceClasses: draft.deviceClasses } : {}),
        ...(draft.policy.trim() === "" ? {} : { policy: JSON.parse(draft.policy) as NonNullable<Submission["policy"]> }),
        ...(draft.name.trim() === "" ? {} : { name: draft.name.trim() }),
        ...(tags.length > 0 ? { tags } : {}),
        ...(draft.commit.trim() === "" ? {} : { commit: draft.commit.trim() }),
    };
}

/** All at once. */
export function faultsOf(draft: Draft): Faults {
    const faults: Faults = {};
    if (draft.modelId === "") faults.modelId = "Choose the model, or drop its file.";
    if (draft.calibrationDatasetId === "") faults.calibrationDatasetId = "Choose samples to calibrate with, or drop their file.";
    if (draft.evaluationDatasetId === "") faults.evaluationDatasetId = "Choose samples to evaluate with, or drop their file.";
    if (draft.recipes.length === 0 && draft.ownRecipe.trim() === "") faults.recipes = "Choose one recipe at least.";
    for (const field of ["ownRecipe", "policy"] as const) {
        const fault = jsonFault(draft[field]);
        if (fault !== null) faults[field] = fault;
    }
    return faults;
}

function jsonFault(text: string): string | null {
    if (text.trim() === "") return null;
    try {
        const value: unknown = JSON.parse(text);
        return typeof value === "object" && value !== null && !Array.isArray(value) ? null : "This is not a JSON object.";
    } catch (failure) {
        return `This is not JSON: ${failure instanceof Error ? failure.message : String(failure)}`;
    }
}

/** Each fault of a refusal where what it is about was filled in. */
export function placed(draft: Draft, faults: NonNullable<Problem["faults"]>): Faults {
    const all: Faults = {};
    for (const { pointer, detail } of faults) {
        const field = fieldOf(draft, pointer ?? "");
        all[field] = [all[field], detail].filter(Boolean).join(" ");
    }
    return all;
}

function fieldOf(draft: Draft, pointer: string): keyof Faults {
    const [, head = "", index] = pointer.split("/");
    if (head === "recipes") return Number(index) >= draft.recipes.length ? "ownRecipe" : "recipes";
    return head in draft ? (head as keyof Draft) : "rest";
}
