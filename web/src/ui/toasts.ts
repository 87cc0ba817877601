export interface Toast { id: number; text: string; state?: string }

let toasts: readonly Toast[] = [];
let next = 0;
const listeners = new Set<() => void>();
const SHOWN_MILLIS = 7000;

/** Says something for a while, to the eye and to screen readers, and takes no focus. */
export function tell(text: string, state?: string): void {
    const id = next++;
    change([...toasts, state === undefined ? { id, text } : { id, text, state }]);
    setTimeout(() => dismiss(id), SHOWN_MILLIS);
}

export const dismiss = (id: number): void => change(toasts.filter((toast) => toast.id !== id));

function change(now: readonly Toast[]): void {
    toasts = now;
    listeners.forEach((listener) => listener());
}

export const current = (): readonly Toast[] => toasts;

export function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
}
