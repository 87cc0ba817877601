import type { OutcomeChange, OutcomeThen, PreviousVerdict } from "../api/types";
import { written } from "../number/metric";
import { UNKNOWN } from "../number/number";

/** The words of the summaries that pipelines get. */
export const HEADINGS = ["rule", "variant", "device", "before", "value before", "now", "value now"];

const EFFECTS: Record<string, string | undefined> = { WARNS: " (warns)", OBSERVED: " (reported)", WAIVED: " (waived)" };

/** The sentence around the run's id. */
export function sentence({ verdict, decidedAt, outcomes = [] }: PreviousVerdict, time: (instant: string) => string): [string, string] {
    return [
        `The verdict before on this model name, by the same policy, was ${verdict} (run `,
        `, ${time(decidedAt ?? "")}); ${outcomes.filter(differs).length} of ${outcomes.length} outcomes changed since.`,
    ];
}

/** Whether the verdict on the rule, or what it is good for, is another one. */
export function differs({ before, after }: OutcomeChange): boolean {
    if (before == null || after == null) return true;
    return before.verdict !== after.verdict || effectOf(before) !== effectOf(after);
}

/** As the headings have them. */
export function cellsOf({ rule = "", recipe = "", deviceClass, metric = "", before, after }: OutcomeChange): string[] {
    return [rule, recipe, deviceClass ?? UNKNOWN, outcomeOf(before), valueOf(metric, before), outcomeOf(after), valueOf(metric, after)];
}

const effectOf = ({ effect }: OutcomeThen): string => effect ?? "DECIDES";

const outcomeOf = (then: OutcomeThen | null | undefined): string => (then == null ? UNKNOWN : `${then.verdict}${EFFECTS[effectOf(then)] ?? ""}`);

const valueOf = (metric: string, then: OutcomeThen | null | undefined): string => (then?.observed == null ? UNKNOWN : written(metric, then.observed));
