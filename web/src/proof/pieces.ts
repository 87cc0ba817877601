import { isObject } from "./canonical";

type Members = Record<string, unknown>;

const ROWS = "variants";
const DIGESTS = "digests";
const OF_ROW = [["accuracy", "evidence"], ["device"], ["latency", "evidence"]];

/**
 * A verdict document in pieces by their JSON pointers, as ADR 49 cuts it: each member is one; of a row the device and the
 * evidence are pieces, and the rest of it is another. What says nothing is in none.
 */
export function pieces(document: Members): Map<string, unknown> {
    const found = new Map<string, unknown>();
    const told = telling(document) as Members;
    for (const name of Object.keys(told).sort((one, other) => (one < other ? -1 : 1))) {
        const value = told[name];
        if (name === ROWS && Array.isArray(value)) value.forEach((row, index) => addRow(`/${ROWS}/${index}`, row, found));
        else if (name !== DIGESTS) found.set(`/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, value);
    }
    return found;
}

function addRow(name: string, row: unknown, found: Map<string, unknown>): void {
    const own = OF_ROW.flatMap((path) => {
        const piece = path.reduce<unknown>((value, step) => (isObject(value) ? value[step] : undefined), row);
        return piece == null ? [] : [{ path, piece }];
    });
    const rest = own.reduce<unknown>((value, { path }) => without(value, path), row);
    found.set(name, telling(rest));
    for (const { path, piece } of own) found.set(`${name}/${path.join("/")}`, piece);
}

function without(value: unknown, [first = "", ...more]: string[]): unknown {
    const { [first]: member, ...rest } = value as Members;
    return more.length === 0 ? rest : { ...rest, [first]: without(member, more) };
}

/** Without members that are null, an empty text, list or object; places of a list are kept, whatever is there. */
function telling(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(telling);
    if (!isObject(value)) return value;
    const kept = Object.entries(value).map(([name, member]) => [name, telling(member)] as const).filter(([, member]) => says(member));
    return Object.fromEntries(kept);
}

function says(value: unknown): boolean {
    if (value == null || value === "") return false;
    if (Array.isArray(value)) return value.length > 0;
    return !isObject(value) || Object.keys(value).length > 0;
}
