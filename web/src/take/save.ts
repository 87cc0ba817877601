import type { Paper, Sheet } from "./sheet";

const DENSITY = 2;

/** What the drawing lies on. */
export function paperOf(element: Element): Paper {
    const ink = getComputedStyle(element).color;
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const ground = getComputedStyle(at).backgroundColor;
        if (ground !== "" && ground !== "transparent" && !/, 0\)$/.test(ground)) return { ink, ground };
    }
    return { ink, ground: "#fff" };
}

export const svgOf = ({ markup }: Sheet): Blob => new Blob([markup], { type: "image/svg+xml" });

/** The policy of the page lets no picture come from a blob, but from data. */
export async function pngOf({ markup, width, height }: Sheet): Promise<Blob> {
    const picture = new Image();
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`;
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * DENSITY;
    canvas.height = height * DENSITY;
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob === null ? reject(new Error("The browser has made no picture.")) : resolve(blob)), "image/png"));
}

export function save(content: Blob, name: string): void {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href));
}

/** A name of a file on every system. */
export const fileName = (title: string): string => title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 80) || "drawing";
