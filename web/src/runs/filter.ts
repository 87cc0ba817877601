import type { RunFilter } from "../api/queries";
import { texts } from "../app/search";

export const STATES = ["QUEUED", "RUNNING", "DONE", "CANCELLED"] as const;
export const VERDICTS = ["PASS", "FAIL", "INCONCLUSIVE", "INVALID"] as const;

const textsOf = texts("text", "model", "tag");

/** What the address says; what it should not say is left out. */
export function filterOf(search: Record<string, unknown>): RunFilter {
    const state = STATES.find((each) => each === search["state"]);
    const verdict = VERDICTS.find((each) => each === search["verdict"]);
    return {
        ...textsOf(search),
        ...(state ? { state } : {}),
        ...(verdict ? { verdict } : {}),
    };
}

export const isFiltered = (filter: RunFilter): boolean => Object.keys(filter).length > 0;
