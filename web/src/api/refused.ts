import type { Problem } from "./types";

/** What the service does not do, and why. */
export class Refused extends Error {
    constructor(
        readonly status: number,
        readonly code: string | null,
        message: string,
        readonly faults: NonNullable<Problem["faults"]> = [],
    ) {
        super(message);
    }
}

export function refusal(status: number, problem: Partial<Problem> | undefined): Refused {
    const said = problem?.detail ?? problem?.title ?? `The service answered ${status}.`;
    return new Refused(status, problem?.code ?? null, said, problem?.faults);
}

export const isNobody = (failure: unknown): boolean => failure instanceof Refused && failure.status === 401;

/** For a person: browsers call every failure of the network something else. */
export function said(failure: unknown): string {
    if (failure instanceof Refused) return failure.message;
    if (failure instanceof TypeError) return "The service does not answer.";
    return failure instanceof Error ? failure.message : String(failure);
}
