/** What a search has found, and what was chosen before it, so that a search for something else does not lose the choice. */
export function listed<T extends { id: string }>(found: T[], chosen: T | undefined, value: string): T[] {
    if (chosen === undefined || chosen.id !== value || found.some((item) => item.id === value)) return found;
    return [chosen, ...found];
}
