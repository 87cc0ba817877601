import type { TensorReport } from "../../api/types";

const CODES: Record<string, readonly [number, number] | undefined> = { int8: [-128, 127], uint8: [0, 255], int16: [-32768, 32767], uint16: [0, 65535] };

/** The least and greatest value with a code of its own, which is the range that was chosen; several scales are those of channels. */
export function codeRange({ type = "", scales = [], zeroPoint }: TensorReport): readonly [number, number] | null {
    const codes = CODES[type];
    const [scale] = scales;
    if (codes === undefined || scale === undefined || scales.length !== 1 || zeroPoint == null) return null;
    return [(codes[0] - zeroPoint) * scale, (codes[1] - zeroPoint) * scale];
}

/** The worst first; what is not known or has no noise comes last. */
export function byNoise(tensors: TensorReport[]): TensorReport[] {
    const rank = ({ sqnrDb }: TensorReport): number => sqnrDb ?? Infinity;
    return [...tensors].sort((one, other) => (rank(one) === rank(other) ? 0 : rank(one) - rank(other)));
}
