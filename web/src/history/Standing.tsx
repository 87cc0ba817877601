import type { Series } from "../api/types";
import { counted } from "../number/number";
import { moment } from "../number/time";

/** That it was measured and nothing has changed is news, too; and so is that it was not measured. */
export function Standing({ of: { standing, openChanges, missedBy } }: { of: Series }) {
    return (
        <span>
            {standing === "CHANGED" ? <strong>{counted(openChanges, "change")} to decide on</strong> : standing === "UNCHANGED" ? "measured, nothing changed" : "too few values to say"}
            {missedBy !== null && <small>a measurement was due by {moment(missedBy)} and has not come</small>}
        </span>
    );
}
