/** A drawing with what stands beside it on the page. */
export interface Part { head: string[]; markup: string; width: number; height: number; value: string[] }

/** Colours as the reader has them at that moment. */
export interface Paper { ink: string; ground: string }

export interface Sheet { markup: string; width: number; height: number }

const MARGIN = 16;
const GAP = 14;
const LINE = 15;
const SIZE = 12;
/** Of a letter, on average; what is a little longer stands on the margin. */
const LETTER = 6.4;
/** Of a line; the file has it whole as its title. */
const MOST_LETTERS = 90;

/** Drawings of a scale below each other under their title, as one SVG that needs nothing of the page that it comes from. */
export function sheetOf(title: string, parts: Part[], definitions: string[], { ink, ground }: Paper): Sheet {
    const heads = widest(parts.map((part) => part.head));
    const values = widest(parts.map((part) => part.value));
    const drawn = Math.max(0, ...parts.map((part) => part.width));
    const left = MARGIN + (heads > 0 ? heads + GAP : 0);
    const right = left + drawn + GAP;
    const width = Math.ceil(Math.max(right - GAP + (values > 0 ? values + GAP : 0), MARGIN + length(title)) + MARGIN);
    let top = MARGIN + LINE + GAP;
    const rows = parts.map(({ head, markup, width: own, height, value }) => {
        const tall = Math.max(height, head.length * LINE, value.length * LINE);
        const row = `${lines(head, MARGIN, top + tall / 2)}<svg x="${left}" y="${top + (tall - height) / 2}" width="${own}" height="${height}" overflow="visible">${markup}</svg>${lines(value, right, top + tall / 2)}`;
        top += tall + (head.length + value.length > 0 ? 4 : 0);
        return row;
    });
    const height = Math.ceil(top + MARGIN);
    const open = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="${SIZE}">`;
    return {
        markup: `${open}<title>${escaped(title)}</title><defs>${definitions.join("")}</defs><rect width="100%" height="100%" fill="${escaped(ground)}"/><g fill="${escaped(ink)}">${text(title, MARGIN, MARGIN + SIZE, 'font-weight="bold"')}${rows.join("")}</g></svg>`,
        width,
        height,
    };
}

const shortened = (line: string): string => (line.length > MOST_LETTERS ? `${[...line].slice(0, MOST_LETTERS - 1).join("")}…` : line);

const length = (line: string): number => shortened(line).length * LETTER;

const widest = (columns: string[][]): number => Math.max(0, ...columns.flat().map(length));

/** Around the middle of the drawing beside it. */
function lines(all: string[], x: number, middle: number): string {
    const first = middle - ((all.length - 1) * LINE) / 2 + SIZE / 3;
    return all.map((line, index) => text(line, x, first + index * LINE)).join("");
}

const text = (line: string, x: number, y: number, look = ""): string => `<text x="${x}" y="${y}" ${look}>${escaped(shortened(line))}</text>`;

/** Without what no XML may have. */
export const escaped = (line: string): string =>
    line
        .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "")
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll('"', "&quot;");
