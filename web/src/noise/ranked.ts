import type { Node, Series } from "../api/types";

/** Series whose deviations are of a kind and can stand on one scale, what varies most first. */
export interface Group { title: string; unit: "ratio" | "share"; series: Series[] }

export function groups(series: Series[]): Group[] {
    const known = series.filter(({ deviation }) => deviation !== null).sort((one, other) => (other.deviation ?? 0) - (one.deviation ?? 0));
    return [
        { title: "Times and ratios, relative", unit: "ratio" as const, series: known.filter(({ unit }) => unit !== "share") },
        { title: "Shares, in points", unit: "share" as const, series: known.filter(({ unit }) => unit === "share") },
    ].filter((group) => group.series.length > 0);
}

/** What sees least first; of what is not known nothing is said, so it comes last. */
export const nodesByFloor = (nodes: Node[]): Node[] =>
    [...nodes].sort(({ noiseFloor: one }, { noiseFloor: other }) => (other.smallestDifference ?? -1) - (one.smallestDifference ?? -1));
