import type { Release, Row, VerdictDocument } from "../api/types";
import { type Entered, may } from "../session/session";

export type Act = "approve" | "rollback" | "withdraw";

/** Nobody approves what they have proposed, but who administers the service; the service knows proposers by more than the name. */
export function isOwn({ steps }: Release, entered: Entered): boolean {
    const { identity, key } = entered.session;
    const own = identity?.name ?? key;
    return own !== null && steps?.[0]?.by === own && !may(entered, "admin");
}

/**
 * What may be done with a release.
 *
 * @param canReturn whether there is one of its name that was replaced
 */
export function offered(release: Release, entered: Entered, canReturn: boolean): Act[] {
    if (!may(entered, "approve")) return [];
    switch (release.state) {
        case "PROPOSED":
            return isOwn(release, entered) ? ["withdraw"] : ["approve", "withdraw"];
        case "ACTIVE":
            return canReturn ? ["rollback"] : [];
        case "REPLACED":
            return ["withdraw"];
        default:
            return [];
    }
}

/** Whether a row is of a file that decided the run and passed wherever it was measured, as a release has to be. */
export function promotable({ files, variants }: VerdictDocument, row: Row): boolean {
    const own = (files ?? []).find((file) => file.variantId === row.variantId);
    if (own === undefined) return false;
    const places = (files ?? []).filter((file) => file.sha256 === own.sha256).flatMap((file) => file.rows ?? []);
    const rows = places.map((place) => variants?.[place]);
    return rows.length > 0 && rows.every((each) => each?.verdict === "PASS") && rows.some((each) => each?.gating);
}

export const titleOf = ({ modelName, number }: Release): string => `${modelName}@${number}`;
