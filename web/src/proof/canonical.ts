/** The one text that stands for a JSON value, by RFC 8785: ECMAScript writes numbers and texts as it asks for. */
export function canonical(value: unknown): string {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (!isObject(value)) return JSON.stringify(value);
    // By UTF-16 code units, which is how texts compare.
    const names = Object.keys(value).sort((one, other) => (one < other ? -1 : 1));
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

export const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
