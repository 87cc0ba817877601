/** The parts of the API's answers that this page shows; api-service/openapi.yaml has them all. */
export interface Run {
    id: string;
    name: string;
    recipes: { name: string }[];
    deviceClasses: string[];
    tags: string[];
    commit: string | null;
    state: RunState;
    verdict: string | null;
    createdAt: string;
}
/** QUEUED until somebody takes a job of it. */
export type RunState = "QUEUED" | "RUNNING" | "DONE" | "CANCELLED";
export const ended = (state: RunState): boolean => state === "DONE" || state === "CANCELLED";
export interface Page<T> { items: T[]; nextCursor: string | null }
export interface Variant { id: string; recipe: { name: string } }
export interface Interval { estimate: number; low: number; high: number; confidence: number }
/** The baseline's row and documents that are older than forks have no speed, forks or control. */
export interface Latency {
    p50Millis: number;
    p90Millis: number | null;
    p99Millis: number | null;
    p999Millis: number | null;
    runs: number;
    ratio: Interval | null;
    control?: Interval | null;
    speed?: "FASTER" | "SLOWER" | "SAME" | "INCONCLUSIVE" | "INVALID" | null;
    forks?: number | null;
    moreForks?: number | null;
    reason?: string;
    noiseFloor?: NoiseFloor | null;
}
/** What differences the measurements of a node can show; null while fewer controls were measured than needed. */
export interface NoiseFloor { controls: number; needed: number; smallestDifference: number | null }
/** An older document says of no rule what its effect is: all decide. */
export interface RuleOutcome {
    rule: string;
    verdict: string;
    sentence: string;
    effect?: "DECIDES" | "WARNS" | "OBSERVED" | "WAIVED";
    cause?: string | null;
    waiver?: string | null;
}
export interface Row {
    variantId: string | null;
    recipe: string;
    precision: string;
    baseline: boolean;
    sizeBytes: number | null;
    sizeRatio: number | null;
    device: { deviceClass: string; node: string | null; description: string | null } | null;
    accuracy: { top1: number | null; loss: Interval | null; flips: number; samples: number } | null;
    latency: Latency | null;
    peakMemoryBytes: number | null;
    verdict: string;
    gating: boolean;
    rules: RuleOutcome[];
    notes: string[];
    failure: { code: string; message: string } | null;
}
export interface Decision {
    outcome: "SHIP" | "SHIP_FP32" | "CANNOT_TELL" | "INVALID";
    subject: string;
    reason: string;
    findings: { state: "KEPT" | "UNDECIDED" | "BROKEN"; sentence: string }[];
    missing: string[];
}
export interface DeviceDecision { deviceClass: string | null; recipe: string; decision: Decision }
/** A document that is older than decisions has none. */
export interface VerdictDocument { verdict: string; decidedAt: string; variants: Row[]; decisions?: DeviceDecision[]; previous?: PreviousVerdict | null }
/** Null where there was none on the model name by the same policy. */
export interface PreviousVerdict { runId: string; decidedAt: string; verdict: string; outcomes: OutcomeChange[] }
export interface OutcomeChange { recipe: string; deviceClass: string | null; rule: string; before: OutcomeThen | null; after: OutcomeThen | null }
export interface OutcomeThen { verdict: string; effect?: string; observed: Interval | null }
export interface JobEvent {
    jobId: string;
    kind: "QUANTIZE" | "BENCHMARK";
    subject: string;
    deviceClass?: string;
    state: string;
    errorMessage?: string;
}
export interface Job { id: string; startedAt: string | null; endedAt: string | null }
/** Told again and again while nothing happens. */
export interface RunStatus {
    state: RunState;
    waiting: { jobId: string; queuedAt: string; place: number; obstacle: string | null }[];
}
export interface ProgressEvent {
    jobId: string;
    stage: string;
    done: number;
    total: number;
    remainingSeconds?: number;
    /** By the stage so far, a phrase. */
    found?: string;
}

/** What the service does not do, and why. */
export class Refused extends Error {
    constructor(readonly status: number, message: string) {
        super(message);
    }
}

export async function get<T>(path: string): Promise<T> {
    return answered<T>(path, await fetch(path));
}

export async function post<T>(path: string, body: unknown): Promise<T> {
    const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    return answered<T>(path, await fetch(path, request));
}

async function answered<T>(path: string, response: Response): Promise<T> {
    if (!response.ok) {
        const problem = (await response.json().catch(() => null)) as { detail?: string; title?: string } | null;
        throw new Refused(response.status, problem?.detail ?? problem?.title ?? `${path} answered ${response.status}`);
    }
    return (await response.json()) as T;
}
