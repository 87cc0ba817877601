/** Of an address those of the members that are texts; one such as `?text=7` comes as a number. */
export function texts<K extends string>(...names: K[]): (search: Record<string, unknown>) => { [key in K]?: string } {
    return (search) => {
        const found = names.flatMap((name) => {
            const value = search[name];
            return typeof value === "string" || typeof value === "number" ? [[name, String(value)] as const] : [];
        });
        return Object.fromEntries(found) as { [key in K]?: string };
    };
}
