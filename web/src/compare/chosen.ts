export interface Chosen { measurement: string; label: string }

const KEPT = "narrowgauge-compare";
const listeners = new Set<() => void>();
let now: Chosen | null | undefined;

/** The first of two measurements that somebody wants to hold against each other. */
export function chosen(): Chosen | null {
    now ??= read();
    return now;
}

export function choose(next: Chosen | null): void {
    now = next;
    if (next === null) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, JSON.stringify(next));
    listeners.forEach((listener) => listener());
}

export function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

function read(): Chosen | null {
    const kept = sessionStorage.getItem(KEPT);
    return kept === null ? null : (JSON.parse(kept) as Chosen);
}
