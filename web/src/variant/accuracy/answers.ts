/** What was answered to each sample, as far as this page shows it; of the kinds of answers that it does not, nothing. */
export interface Answers { groups: number[]; groupNames: string[]; classes: ClassAnswers | null; agreements: Agreement[] }

/** An element for each answer, sample after sample; a negative label is none. */
export interface ClassAnswers { perSample: number; labels: number[]; baseline: number[]; variant: number[] }

/** Of each sample how many answers of an output there are, and how many of them changed. */
export interface Agreement { output: string; answers: number[]; changed: number[] }

const VERSION = 1;
const MOST_BYTES = 1 << 25;

/** By the numbers that stand for them in an archive. */
const [AGREEMENT, CLASSES, DETECTION, NEIGHBOURS, SEQUENCES, VALUES] = [0, 1, 2, 3, 4, 5];

/** Reads what the evidence keeps as `answerArchive`: columns of numbers, deflated, in Base64. */
export async function readAnswers(archive: string): Promise<Answers> {
    const read = new Columns(await inflated(Uint8Array.from(atob(archive), (character) => character.charCodeAt(0))));
    if (read.byte() !== VERSION) throw new Error("These answers were written by a newer version.");
    const answers: Answers = { groups: read.ints(), groupNames: read.list(() => read.text()), classes: null, agreements: [] };
    read.ints();
    read.list(() => add(read, answers));
    return answers;
}

function add(read: Columns, answers: Answers): void {
    switch (read.byte()) {
        case AGREEMENT:
            answers.agreements.push({ output: read.text(), answers: read.ints(), changed: read.ints() });
            return read.skip("fff");
        case CLASSES: {
            const [perSample, labels, baseline] = [read.int(), read.ints(), read.ints()];
            read.ints();
            answers.classes ??= { perSample, labels, baseline, variant: read.ints() };
            return read.skip("i");
        }
        case DETECTION:
            read.int();
            return read.skip("iiffiiiffiiff");
        case NEIGHBOURS:
            return read.skip("ii");
        case SEQUENCES:
            return read.skip("iiiiii");
        case VALUES:
            read.int();
            return read.skip("fff");
        default:
            throw new Error("These answers were written by a newer version.");
    }
}

async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
    const parts: Uint8Array[] = [];
    let length = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
        length += part.value.length;
        if (length > MOST_BYTES) throw new Error("These answers are longer than any that are kept.");
        parts.push(part.value);
    }
    const all = new Uint8Array(length);
    parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
    return all;
}

/** Whole numbers of 7 bits a byte, the lowest first, with the sign in the lowest bit; floats of 4 bytes. */
class Columns {
    private at = 0;

    constructor(private readonly bytes: Uint8Array) {}

    byte(): number {
        const value = this.bytes[this.at++];
        if (value === undefined) throw new Error("These answers are cut short.");
        return value;
    }

    int(): number {
        let value = 0;
        for (let shift = 0; shift < 35; shift += 7) {
            const read = this.byte();
            value |= (read & 0x7f) << shift;
            if ((read & 0x80) === 0) break;
        }
        return (value >>> 1) ^ -(value & 1);
    }

    list<T>(item: () => T): T[] {
        const length = this.int();
        if (length < 0 || length > this.bytes.length) throw new Error("These answers are damaged.");
        return Array.from({ length }, item);
    }

    ints(): number[] {
        return this.list(() => this.int());
    }

    private floats(): void {
        const length = this.int();
        this.at += 4 * length;
    }

    text(): string {
        const length = (this.byte() << 8) | this.byte();
        return new TextDecoder().decode(this.bytes.subarray(this.at, (this.at += length)));
    }

    /** @param columns `i` for one of whole numbers and `f` for one of floats */
    skip(columns: string): void {
        for (const kind of columns) {
            if (kind === "i") this.ints();
            else this.floats();
        }
    }
}
