import type { Node } from "../api/types";
import { type Entered, may } from "../session/session";

export type Act = "drain" | "resume" | "recheck" | "clear" | "forget";

/** What may be done with a node: where it stands, and as whom. A node serves all projects, which the service looks at itself. */
export function offered({ live, quarantine, drainedSince }: Node, entered: Entered): Act[] {
    const ofApprovers: Act[] = quarantine === null ? [] : quarantine.recheckAsked ? ["clear"] : ["recheck", "clear"];
    const ofAdmins: Act[] = [drainedSince === null ? "drain" : "resume", ...(!live && quarantine === null ? ["forget" as const] : [])];
    return [...(may(entered, "approve") ? ofApprovers : []), ...(may(entered, "admin") ? ofAdmins : [])];
}
