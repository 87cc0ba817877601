import type { NumpyArray } from "./npz";

/** Gray or in three colours, from 0 to 255, line by line. */
export interface Picture { width: number; height: number; pixels: Uint8ClampedArray<ArrayBuffer> }

const [LEAST, MOST] = [4, 1024];

interface Layout { width: number; height: number; channels: number; at: (channel: number, y: number, x: number) => number }

/** How the values of a sample are a picture; null where they are none. Channels stand before or behind lines and columns. */
function layoutOf(shape: number[]): Layout | null {
    const [first = 0, second = 0, third] = shape.slice(1);
    const isLength = (length: number): boolean => length >= LEAST && length <= MOST;
    const isChannels = (count: number): boolean => count === 1 || count === 3;
    if (shape.length === 3 && isLength(first) && isLength(second)) return { width: second, height: first, channels: 1, at: (_, y, x) => y * second + x };
    if (shape.length !== 4 || third === undefined || !isLength(second)) return null;
    if (isChannels(first) && isLength(third)) return { width: third, height: second, channels: first, at: (channel, y, x) => (channel * second + y) * third + x };
    if (isChannels(third) && isLength(first)) return { width: second, height: first, channels: third, at: (channel, y, x) => (y * second + x) * third + channel };
    return null;
}

/** From its smallest to its largest value, since models take pictures in numbers of their own. */
export function pictureOf({ shape, values }: NumpyArray, sample: number): Picture | null {
    const layout = layoutOf(shape);
    if (layout === null || sample >= (shape[0] ?? 0)) return null;
    const { width, height, channels, at } = layout;
    const size = width * height * channels;
    const own = Array.from({ length: size }, (_, index) => values[sample * size + index] ?? 0);
    const [low, high] = own.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)] as [number, number], [Infinity, -Infinity] as [number, number]);
    const shade = (channel: number, y: number, x: number): number => (255 * ((own[at(channel, y, x)] ?? 0) - low)) / (high > low ? high - low : 1);
    const pixels = new Uint8ClampedArray(4 * width * height);
    for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
            const colours = [0, 1, 2].map((channel) => shade(channels === 1 ? 0 : channel, y, x));
            pixels.set([...colours, 255], 4 * (y * width + x));
        }
    }
    return { width, height, pixels };
}

export const isPicture = ({ shape }: NumpyArray): boolean => layoutOf(shape) !== null;
