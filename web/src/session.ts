import { get, type Page, post } from "./api";
import { byId, el } from "./dom";

interface Provider { name: string; page: boolean }
interface Session { key: string | null; identity: { name: string } | null; scopes: string[] }
type Guarded = (action: () => Promise<void>) => Promise<void>;

const LINK = "#sign-in=";
const PLACE = "narrowgauge-place";

/** Opens a session with what the browser came with; it is good once, and is not to stay in the history. */
export async function open(): Promise<void> {
    try {
        await opened();
    } catch (failure) {
        // Not that nobody is signed in is the news, but why.
        throw new Error(failure instanceof Error ? failure.message : String(failure));
    }
}

async function opened(): Promise<void> {
    const query = new URLSearchParams(location.search);
    const state = query.get("state");
    if (location.hash.startsWith(LINK)) {
        const code = location.hash.slice(LINK.length);
        history.replaceState(null, "", location.pathname);
        await post("/v1/session", { code });
    } else if (state !== null) {
        history.replaceState(null, "", location.pathname + (sessionStorage.getItem(PLACE) ?? ""));
        sessionStorage.removeItem(PLACE);
        const code = query.get("code");
        if (code === null) throw new Error(`The identity provider has not signed you in: ${query.get("error_description") ?? query.get("error") ?? "it gives no reason"}`);
        await post("/v1/sign-in", { code, state, iss: query.get("iss") ?? undefined });
    }
}

/** Who is signed in and may see what, and the way out. */
export async function show(guarded: Guarded): Promise<void> {
    const session = await get<Session>("/v1/session");
    byId("of-admins").hidden = !session.scopes.includes("admin");
    const name = session.identity?.name ?? session.key;
    if (name === null) return;
    byId("session").replaceChildren(el("span", { class: "soft" }, name), button("Sign out", () => guarded(end)));
}

/** The ways in for whoever is not signed in; false where there are none. */
export async function offer(guarded: Guarded): Promise<boolean> {
    const providers = (await get<Page<Provider>>("/v1/sign-in")).items.filter((provider) => provider.page);
    const shown = byId("session").querySelectorAll("button[data-provider]").length;
    // What has the focus keeps it.
    if (shown !== providers.length || shown === 0) {
        byId("session").replaceChildren(...providers.map((provider) => button(`Sign in with ${provider.name}`, () => guarded(() => begin(provider.name)), { "data-provider": provider.name })));
    }
    return providers.length > 0;
}

async function begin(provider: string): Promise<void> {
    const start = await post<{ url: string }>(`/v1/sign-in/${encodeURIComponent(provider)}`, {});
    sessionStorage.setItem(PLACE, location.hash);
    location.assign(start.url);
}

async function end(): Promise<void> {
    const ended = await post<{ signOutUrl: string | null }>("/v1/session/end", {});
    location.assign(ended.signOutUrl ?? location.pathname);
}

function button(text: string, act: () => Promise<void>, attributes: Record<string, string> = {}): HTMLElement {
    const made = el("button", { type: "button", ...attributes }, text);
    made.addEventListener("click", () => void act());
    return made;
}
