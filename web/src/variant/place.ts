import { texts } from "../app/search";

export const TABS = ["accuracy", "speed", "evidence"] as const;
export type Tab = (typeof TABS)[number];

/** What of a variant the address speaks of: a part of the page, a device, which lists are shown whole, and whether inputs are. */
export interface Place { tab: Tab; class?: string; node?: string; nodes?: string; samples?: string; inputs?: string; tensors?: string; text?: string; parts?: string }

const read = texts("tab", "class", "node", "nodes", "samples", "inputs", "tensors", "text", "parts");

export const ALL = "all";

/** What is no part of the page is the first one; the address always says which is shown. */
export function placeOf(search: Record<string, unknown>): Place {
    const { tab, ...rest } = read(search);
    return { ...rest, tab: TABS.find((each) => each === tab) ?? TABS[0] };
}
