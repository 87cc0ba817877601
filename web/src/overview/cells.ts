import type { MatrixRow, MatrixValue } from "../api/types";

/** What was measured last of a model: for each device class its recipes. */
export interface Family { family: string; byClass: Map<string, MatrixRow[]> }

/** Models in the order in which they come, which is by name. */
export function families(rows: MatrixRow[]): Family[] {
    const all = new Map<string, Map<string, MatrixRow[]>>();
    for (const row of rows) {
        const byClass = all.get(row.family) ?? new Map<string, MatrixRow[]>();
        byClass.set(row.deviceClass, [...(byClass.get(row.deviceClass) ?? []), row]);
        all.set(row.family, byClass);
    }
    return [...all].map(([family, byClass]) => ({ family, byClass }));
}

export const classesOf = (rows: MatrixRow[]): string[] => [...new Set(rows.map((row) => row.deviceClass))].sort();

/** What a recipe costs in accuracy is said by labels, and only without them by the answers that changed. */
export function shown({ values }: MatrixRow): MatrixValue[] {
    const of = (metric: MatrixValue["metric"]) => values.filter((value) => value.metric === metric);
    const right = of("ACCURACY_DIFFERENCE");
    return [...of("LATENCY_RATIO"), ...(right.length > 0 ? right : of("FLIP_SHARE")), ...of("SIZE_RATIO")];
}
