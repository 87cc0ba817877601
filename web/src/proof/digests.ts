import type { EvidenceDigests } from "../api/types";
import { canonical } from "./canonical";
import { pieces } from "./pieces";

/** What of a document is not as it was when its digests were made, by the pointers of the pieces; the root is one of them. */
export async function differences(document: Record<string, unknown>, { root, leaves = [] }: EvidenceDigests, subtle: SubtleCrypto): Promise<string[]> {
    const made = pieces(document);
    const stated = new Map(leaves.map(({ name = "", sha256 = "" }) => [name, sha256]));
    const changed: string[] = [];
    for (const [name, piece] of made) {
        if (!stated.has(name)) changed.push(`${name} was added.`);
        else if (stated.get(name) !== (await sha256(encoded(canonical(piece)), subtle))) changed.push(`${name} was changed.`);
    }
    for (const name of stated.keys()) if (!made.has(name)) changed.push(`${name} is missing.`);
    // Over the digests as they are stated, so that a list of them that was altered has another root.
    const entries = leaves.map(({ name, sha256 }) => encoded(canonical({ name, sha256 })));
    if (hexadecimal(await rootOf(entries, subtle)) !== root) changed.push("The root is not that of the digests.");
    return changed;
}

/** By section 2.1.1 of RFC 9162: entries begin with a byte 0 and nodes with a byte 1. */
async function rootOf(entries: Bytes[], subtle: SubtleCrypto): Promise<Bytes> {
    const [first] = entries;
    if (first === undefined) return digest(new Uint8Array(), subtle);
    if (entries.length === 1) return digest(joined(Uint8Array.of(0), first), subtle);
    let left = 1;
    while (2 * left < entries.length) left *= 2;
    const [one, other] = [await rootOf(entries.slice(0, left), subtle), await rootOf(entries.slice(left), subtle)];
    return digest(joined(Uint8Array.of(1), one, other), subtle);
}

export type Bytes = Uint8Array<ArrayBuffer>;

export const encoded = (text: string): Bytes => new TextEncoder().encode(text);

export const sha256 = async (bytes: Bytes, subtle: SubtleCrypto): Promise<string> => hexadecimal(await digest(bytes, subtle));

const digest = async (bytes: Bytes, subtle: SubtleCrypto): Promise<Bytes> => new Uint8Array(await subtle.digest("SHA-256", bytes));

const hexadecimal = (bytes: Bytes): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export function joined(...parts: Bytes[]): Bytes {
    const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
    return all;
}
