const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Co}\p{Zl}\p{Zp}]/gu;

/**
 * A text that somebody else chose, with everything that is invisible or turns the direction of reading spelled out, as in the
 * comments of pipelines: nothing reads otherwise than it is.
 */
export function visible(text: string): string {
    return text.replace(/[\n\t\r]/g, " ").replace(INVISIBLE, spelled);
}

function spelled(character: string): string {
    const point = character.codePointAt(0) ?? 0;
    return `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
}
