import type { Row, VerdictDocument } from "../api/types";
import type { Place } from "./place";

/** Of a verdict document what it says of one variant, a row for each node. */
export const rowsOf = (document: VerdictDocument | undefined, variant: string): Row[] =>
    (document?.variants ?? []).filter((row) => row.variantId === variant);

/** The row that an address speaks of; the first where it names no device, none where it names another. */
export function chosenOf(rows: Row[], { class: deviceClass, node }: Pick<Place, "class" | "node">): Row | undefined {
    return rows.find((row) => (deviceClass === undefined || row.device?.deviceClass === deviceClass) && (node === undefined || row.device?.node === node));
}
