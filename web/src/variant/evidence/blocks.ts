import type { Block, LatencyEvidence } from "../../api/types";

/** What ran of each process by turns at about the same time, in the order of the measurement. */
export interface Round {
    /** Counted from 1. */
    fork: number;
    round: number;
    control: Block | undefined;
    baseline: Block | undefined;
    variant: Block | undefined;
    /** Why it is no comparison, each with the process that it is of; none where it counts. */
    causes: string[];
    startOrder: string[];
}

const NAMES: Record<string, string> = { BASELINE: "FP32", CONTROL: "control", VARIANT: "variant" };

export const roleName = (role: string): string => NAMES[role] ?? role;

export function roundsOf({ forks = [] }: LatencyEvidence): Round[] {
    return forks.flatMap(({ rounds = [], startOrder = [] }, fork) =>
        rounds.map(({ blocks = [] }, round) => ({
            fork: fork + 1,
            round: round + 1,
            control: blocks.find(({ role }) => role === "CONTROL"),
            baseline: blocks.find(({ role }) => role === "BASELINE"),
            variant: blocks.find(({ role }) => role === "VARIANT"),
            causes: blocks.flatMap(({ role = "", voided = [] }) => voided.map((cause) => `${roleName(role)}: ${cause}`)),
            startOrder: startOrder.map(roleName),
        })),
    );
}

export const counts = ({ causes }: Round): boolean => causes.length === 0;
