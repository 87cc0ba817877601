import type { Answers } from "./answers";

export const OUTCOMES = ["only FP32 is right", "neither is right", "only the variant is right", "nobody says what is right"] as const;

/** An answer that is another one than FP32's. Places are counted from 0, as in the dataset. */
export interface Flip { sample: number; place: number | null; group: string | null; label: number | null; baseline: number; variant: number; outcome: (typeof OUTCOMES)[number] }

/** What was lost first. */
export function flipsOf({ classes, groups, groupNames }: Answers): Flip[] {
    if (classes === null) return [];
    const { perSample, labels, baseline, variant } = classes;
    const flips = labels.flatMap((label, index): Flip[] => {
        const [before, after] = [baseline[index], variant[index]];
        if (before === undefined || after === undefined || before === after) return [];
        const sample = Math.floor(index / perSample);
        const group = groups[sample];
        return [{
            sample,
            place: perSample === 1 ? null : index % perSample,
            group: group === undefined ? null : (groupNames[group] ?? String(group)),
            label: label < 0 ? null : label,
            baseline: before,
            variant: after,
            outcome: outcomeOf(label, before, after),
        }];
    });
    return flips.sort((one, other) => OUTCOMES.indexOf(one.outcome) - OUTCOMES.indexOf(other.outcome));
}

function outcomeOf(label: number, before: number, after: number): Flip["outcome"] {
    if (label < 0) return "nobody says what is right";
    if (before === label) return "only FP32 is right";
    return after === label ? "only the variant is right" : "neither is right";
}

/** Where no labels are known: samples with answers that changed, those with most first. */
export interface Changed { output: string; sample: number; changed: number; answers: number }

export const changedOf = ({ agreements }: Answers): Changed[] =>
    agreements
        .flatMap(({ output, changed, answers }) => changed.map((count, sample) => ({ output, sample, changed: count, answers: answers[sample] ?? 0 })))
        .filter(({ changed }) => changed > 0)
        .sort((one, other) => other.changed - one.changed);
