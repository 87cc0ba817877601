const RUN = "#run=";
const PLACES: Record<string, string> = { "#use": "#/use", "#audit": "#/audit" };

/**
 * The address of today for one that was handed out: comments of pipelines and webhooks say `#run=ID`, and where they speak of
 * one variant on one device `#run=ID&row=RECIPE@CLASS`.
 */
export function today(hash: string): string | null {
    if (!hash.startsWith(RUN)) return PLACES[hash] ?? null;
    const [id = "", ...rest] = hash.slice(RUN.length).split("&");
    const row = new URLSearchParams(rest.join("&")).get("row");
    return `#/runs/${encodeURIComponent(id)}${row === null ? "" : `?${new URLSearchParams({ row })}`}`;
}

/** Before the router looks, as it would take the address for one that it does not know. */
export function keepOldAddresses(): void {
    const look = (): void => {
        const now = today(location.hash);
        if (now !== null) history.replaceState(history.state, "", now);
    };
    look();
    addEventListener("popstate", look);
}
