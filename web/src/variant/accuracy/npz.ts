/** An array of NumPy's, as a dataset has one for each input; its first axis counts the samples. */
export interface NumpyArray { shape: number[]; values: ArrayLike<number> }

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

/** That array of a file of arrays (npz, a zip); null where it has none that is known how to read. */
export async function arrayIn(file: ArrayBuffer, name: string): Promise<NumpyArray | null> {
    const view = new DataView(file);
    const entry = entryOf(view, `${name}.npy`);
    if (entry === null) return null;
    const { method, from, length } = entry;
    const bytes = new Uint8Array(file, from, length);
    if (method === STORED) return parsed(bytes.slice().buffer);
    return method === DEFLATED ? parsed(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer()) : null;
}

interface Entry { method: number; from: number; length: number }

function entryOf(view: DataView, wanted: string): Entry | null {
    const end = endOf(view);
    if (end === null) return null;
    let at = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0 && at + 46 <= view.byteLength && view.getUint32(at, true) === ENTRY; left--) {
        const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [number, number, number];
        if (new TextDecoder().decode(new Uint8Array(view.buffer, at + 46, name)) === wanted) {
            const local = view.getUint32(at + 42, true);
            return { method: view.getUint16(at + 10, true), length: view.getUint32(at + 20, true), from: local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true) };
        }
        at += 46 + name + extra + comment;
    }
    return null;
}

/** The record at the end of a zip, which may be followed by a comment. */
function endOf(view: DataView): number | null {
    for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--) if (view.getUint32(at, true) === END) return at;
    return null;
}

const TYPES: Record<string, ((bytes: ArrayBuffer) => ArrayLike<number>) | undefined> = {
    "<f4": (bytes) => new Float32Array(bytes),
    "<f8": (bytes) => new Float64Array(bytes),
    "|u1": (bytes) => new Uint8Array(bytes),
    "|i1": (bytes) => new Int8Array(bytes),
};

function parsed(file: ArrayBuffer): NumpyArray | null {
    const view = new DataView(file);
    const from = view.getUint8(6) === 1 ? 10 : 12;
    const length = from === 10 ? view.getUint16(8, true) : view.getUint32(8, true);
    const header = new TextDecoder().decode(new Uint8Array(file, from, length));
    const read = TYPES[/'descr': '([^']+)'/.exec(header)?.[1] ?? ""];
    const shape = /'shape': \(([^)]*)\)/.exec(header)?.[1]?.split(",").map((each) => each.trim()).filter((each) => each !== "").map(Number);
    if (read === undefined || shape === undefined || /'fortran_order': True/.test(header)) return null;
    return { shape, values: read(file.slice(from + length)) };
}
