/** What an outcome does that does not decide. */
export const EFFECTS: Record<string, string | undefined> = { WARNS: "only warns", OBSERVED: "only reported", WAIVED: "waived" };
