import type { Part } from "./sheet";

/** What of its look a mark takes from the style sheets of the page. */
export const LOOK = [
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
    "opacity", "paint-order", "font-size", "font-weight", "text-anchor",
] as const;

const REFERENCE = /url\("?#([^")]+)"?\)/;

const MIXED = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)$/;

/** Drawings as they are to be taken along, and what they refer to. */
export interface Taken { parts: Part[]; definitions: string[] }

/** Every drawing inside, with the texts that stand beside it in its line of a table. */
export function taken(inside: Element): Taken {
    const references = new Set<string>();
    const parts = [...inside.querySelectorAll<SVGSVGElement>("svg[data-drawing]")].map((drawing) => part(drawing, references));
    return { parts, definitions: [...references].flatMap(definition) };
}

function part(drawing: SVGSVGElement, references: Set<string>): Part {
    const { width, height } = drawing.viewBox.baseVal;
    const line = drawing.closest("tr");
    const [head, ...values] = line === null ? [] : [...line.cells].filter((cell) => !cell.contains(drawing));
    return { head: head === undefined ? [] : said(head), value: values.flatMap(valueOf), width, height, markup: [...drawing.children].map((mark) => markup(mark, references)).join("") };
}

const said = (cell: HTMLElement): string[] => cell.innerText.split("\n").map((line) => line.trim()).filter((line) => line !== "");

/** Under what it stands, which on the page is the head of its column. */
function valueOf(cell: HTMLElement): string[] {
    const lines = said(cell);
    const head = cell.dataset["head"];
    return head === undefined || lines.length === 0 ? lines : [`${head}: ${lines.join(", ")}`];
}

/** With every look that a style sheet gives as an attribute of its own, in colours that no longer depend on the page. */
function markup(mark: Element, references: Set<string>): string {
    const copy = mark.cloneNode(true) as Element;
    const originals = [mark, ...mark.querySelectorAll("*")];
    [copy, ...copy.querySelectorAll("*")].forEach((each, index) => {
        const look = getComputedStyle(originals[index] ?? mark);
        each.removeAttribute("class");
        for (const name of LOOK) {
            const value = look.getPropertyValue(name);
            const reference = REFERENCE.exec(value)?.[1];
            if (reference !== undefined) references.add(reference);
            each.setAttribute(name, reference === undefined ? known(value) : `url(#${reference})`);
        }
    });
    return new XMLSerializer().serializeToString(copy);
}

/** Colours that are mixed have a form that browsers write and few other programs read. */
export function known(value: string): string {
    const [, red, green, blue, alpha] = MIXED.exec(value) ?? [];
    if (red === undefined) return value;
    const parts = [red, green, blue].map((part) => Math.round(255 * Number(part))).join(", ");
    return alpha === undefined ? `rgb(${parts})` : `rgba(${parts}, ${alpha})`;
}

function definition(id: string): string[] {
    const found = document.getElementById(id);
    return found === null ? [] : [markup(found, new Set())];
}
