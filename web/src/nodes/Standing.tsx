import type { Node } from "../api/types";
import { moment } from "../number/time";
import { Name } from "../ui/Name";

/** Whether a node takes jobs, in a few words. */
export function standing({ live, lastSeenAt, quarantine, drainedSince }: Node): string {
    if (quarantine !== null) return "In quarantine";
    if (drainedSince !== null) return `Drained since ${moment(drainedSince)}`;
    return live ? "Takes jobs" : `Gone, last seen ${moment(lastSeenAt)}`;
}

/** All that is to be said of whether it is measured on, and what was. */
export function Standing({ node }: { node: Node }) {
    const { live, lastSeenAt, quarantine, drainedSince, clearance } = node;
    return (
        <ul>
            {quarantine && (
                <li>
                    <strong>In quarantine</strong>{quarantine.since && <> since {moment(quarantine.since)}</>}: <Name>{quarantine.reason ?? ""}</Name> It takes no measurements until it is cleared.
                    {quarantine.recheckAsked && <> It was asked to measure a baseline against itself, which clears it where nothing is found.</>}
                </li>
            )}
            {drainedSince !== null && <li>Drained since {moment(drainedSince)}: it finishes what it does and takes no more jobs until it is resumed.</li>}
            <li>{live ? `Its agent lives, last seen ${moment(lastSeenAt)}.` : `Its agent is gone, last seen ${moment(lastSeenAt)}.`}</li>
            {clearance?.at && <li>Cleared {moment(clearance.at)}: <Name>{clearance.reason ?? ""}</Name></li>}
        </ul>
    );
}
