/** Values on a line from 0, its left end, to 1. */
export interface Scale { at(value: number): number; ticks: number[] }

const MARGIN = 0.06;
const MOST_TICKS = 5;
const LOG_STEPS = [[1, 10], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 7], [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9]] as const;

const clamped = (share: number): number => Math.min(1, Math.max(0, share));

/** Ratios: what is twice and what is half as much are equally far from 1. Values that are not positive are at the left end. */
export function logScale(values: number[]): Scale {
    const logs = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
    const { low, high } = widened(logs, 0.02);
    const at = (value: number): number => (value > 0 ? clamped((Math.log10(value) - low) / (high - low)) : 0);
    return { at, ticks: logTicks(low, high) };
}

export function linearScale(values: number[]): Scale {
    const { low, high } = widened(values.filter(Number.isFinite), 1e-9);
    const at = (value: number): number => clamped((value - low) / (high - low));
    return { at, ticks: linearTicks(low, high) };
}

function widened(values: number[], least: number): { low: number; high: number } {
    const low = Math.min(...values);
    const high = Math.max(...values);
    if (!Number.isFinite(low)) return { low: -1, high: 1 };
    const margin = Math.max(least, (high - low) * MARGIN);
    return { low: low - margin, high: high + margin };
}

function linearTicks(low: number, high: number): number[] {
    const rough = (high - low) / (MOST_TICKS - 1);
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = power * ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10);
    const first = Math.ceil(low / step);
    const last = Math.floor(high / step);
    return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Of the coarsest steps that give at least two; of a range too narrow for any, even steps. */
function logTicks(low: number, high: number): number[] {
    for (const steps of LOG_STEPS) {
        const ticks = decades(low, high).flatMap((decade) => steps.map((step) => Number((step * 10 ** decade).toPrecision(6))));
        const inside = [...new Set(ticks)].filter((tick) => Math.log10(tick) >= low && Math.log10(tick) <= high).sort((a, b) => a - b);
        if (inside.length >= 3) return thinned(inside);
    }
    return thinned(linearTicks(10 ** low, 10 ** high).filter((tick) => tick > 0));
}

function decades(low: number, high: number): number[] {
    const first = Math.floor(low);
    return Array.from({ length: Math.floor(high) - first + 1 }, (_, index) => first + index);
}

function thinned(ticks: number[]): number[] {
    const every = Math.ceil(ticks.length / MOST_TICKS);
    return ticks.filter((_, index) => index % every === 0);
}
