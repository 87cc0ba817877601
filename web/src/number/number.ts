/** Halves go away from zero by the digits that a number is written with, as on the command line; toFixed goes by its binary value. */
export function fixed(value: number, digits: number): string {
    const written = String(Math.abs(value));
    const [whole = "", part = ""] = written.split(".");
    if (part.length <= digits || written.includes("e")) return value.toFixed(digits);
    const up = (part[digits] ?? "0") >= "5" ? 1n : 0n;
    const all = (BigInt(whole + part.slice(0, digits)) + up).toString().padStart(digits + 1, "0");
    const point = all.length - digits;
    return (value < 0 ? "-" : "") + all.slice(0, point) + (digits > 0 ? `.${all.slice(point)}` : "");
}

export function percent(share: number, digits: number): string {
    return `${fixed(100 * share, digits)} %`;
}

/** As sentences have it: without zeros at the end. */
export const percentShort = (share: number): string => `${short(100 * share)} %`;

export function millis(value: number): string {
    // Four digits, so that the ratio of two times can be read off them; as the command line rounds.
    const decimals = value > 0 ? 3 - Math.floor(Math.log10(value)) : 1;
    return `${fixed(value, Math.min(7, Math.max(1, decimals)))} ms`;
}

/** As `narrowgauge run why` writes times of kernels. */
export function micros(value: number): string {
    return `${Math.abs(value) < 100 ? fixed(value, 1) : grouped(fixed(value, 0))} µs`;
}

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ",");

export const decibel = (value: number): string => `${fixed(value, 1)} dB`;

/** Of any size, four digits at most. */
export const four = (value: number): string => Number(value.toPrecision(4)).toString();

export function bytes(value: number): string {
    const power = Math.min(3, Math.floor(Math.log2(Math.max(1, value)) / 10));
    return `${fixed(value / 1024 ** power, [0, 1, 2, 2][power] ?? 2)} ${["bytes", "KiB", "MiB", "GiB"][power]}`;
}

/** As the command line: two digits, without zeros at the end. */
export function short(value: number): string {
    return fixed(value, 2).replace(/\.?0+$/, "");
}

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Nothing that is not known looks like a value. */
export const UNKNOWN = "–";

export function known<T>(value: T | null | undefined, write: (value: T) => string): string {
    return value == null ? UNKNOWN : write(value);
}
