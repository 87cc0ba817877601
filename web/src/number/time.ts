const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** In the reader's own way. */
export const moment = (instant: string): string =>
    new Date(instant).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

export const clock = (instant: string): string => new Date(instant).toLocaleTimeString();

/** `40 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(seconds: number): string {
    const whole = Math.round(seconds);
    if (whole < MINUTE) return `${whole} s`;
    if (whole < HOUR) return `${Math.floor(whole / MINUTE)} min ${whole % MINUTE} s`;
    return `${Math.floor(whole / HOUR)} h ${Math.floor((whole % HOUR) / MINUTE)} min`;
}
