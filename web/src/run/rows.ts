import type { Row, Variant, VerdictDocument } from "../api/types";

export const variantsOf = (document: VerdictDocument): Row[] => (document.variants ?? []).filter((row) => !row.baseline);

/** By what the address of a page names a variant on a device. */
export const keyOf = (row: Row): string => [row.recipe ?? "", row.device?.deviceClass].filter(Boolean).join("@");

/** A place of the page: several nodes of a class have one each. */
export const anchorOf = (row: Row): string => `row-${row.variantId ?? row.recipe}-${row.device?.node ?? "none"}`;

export const classOf = (row: Row): string => row.device?.deviceClass ?? "no device";

/** What a row was called in the run whose measurement it has taken: there, the same bytes are another variant. */
export const sameBytes = ({ sha256 }: Row, all: Pick<Variant, "id" | "sha256">[]): string[] => all.filter((variant) => variant.sha256 === sha256).map(({ id }) => id);
