import { queryOptions } from "@tanstack/react-query";
import { answered, service } from "../api/client";
import { drop } from "../api/kept";
import { isNobody, refusal } from "../api/refused";
import type { Project, Session } from "../api/types";
import { choose } from "../compare/chosen";
import { enter } from "./project";

export interface Entered { session: Session; projects: Project[] }

const LINK = "#sign-in=";
const PLACE = "narrowgauge-place";

/** Who is signed in and which projects they may enter; null while nobody is. */
export const entered = queryOptions({
    queryKey: ["session"],
    queryFn: async (): Promise<Entered | null> => {
        try {
            // First, since a project of whoever was signed in before would have all else refused.
            const projects = await enter();
            return { session: await answered(service.GET("/v1/session")), projects };
        } catch (failure) {
            if (isNobody(failure)) return null;
            throw failure;
        }
    },
    staleTime: Infinity,
});

export const comesToSignIn = (): boolean => location.hash.startsWith(LINK) || new URLSearchParams(location.search).has("state");

/** Opens a session with what the browser came with; it is good once, and is not to stay in the history. */
export async function open(): Promise<void> {
    const query = new URLSearchParams(location.search);
    const state = query.get("state");
    if (location.hash.startsWith(LINK)) {
        const code = location.hash.slice(LINK.length);
        history.replaceState(null, "", location.pathname);
        await answered(service.POST("/v1/session", { body: { code } }));
    } else if (state !== null) {
        history.replaceState(null, "", location.pathname + (sessionStorage.getItem(PLACE) ?? ""));
        sessionStorage.removeItem(PLACE);
        await identified(query, state);
    }
}

async function identified(query: URLSearchParams, state: string): Promise<void> {
    const code = query.get("code");
    if (code === null) {
        throw new Error(`The identity provider has not signed you in: ${query.get("error_description") ?? query.get("error") ?? "it gives no reason"}`);
    }
    const iss = query.get("iss");
    await answered(service.POST("/v1/sign-in", { body: iss === null ? { code, state } : { code, state, iss } }));
}

/** Goes to the provider's own page, and comes back to this place. */
export async function begin(provider: string): Promise<void> {
    const start = await answered(service.POST("/v1/sign-in/{provider}", { params: { path: { provider } } }));
    sessionStorage.setItem(PLACE, location.hash);
    location.assign(start.url);
}

/** Opens a session with an API key, which is not kept. */
export async function withKey(key: string): Promise<void> {
    const made = await fetch("/v1/session/codes", { method: "POST", headers: { Authorization: `Bearer ${key}` }, credentials: "omit" });
    const answer: unknown = await made.json().catch(() => undefined);
    if (!made.ok) throw refusal(made.status, answer as Parameters<typeof refusal>[1]);
    await answered(service.POST("/v1/session", { body: { code: (answer as { code: string }).code } }));
}

export async function end(): Promise<void> {
    const ended = await answered(service.POST("/v1/session/end"));
    forget();
    location.assign(ended.signOutUrl ?? location.pathname);
}

/** What is of this session alone; whoever signs in next may not even know of it. */
export function forget(): void {
    choose(null);
    drop();
}

/** What one may not do is not offered. */
export function may({ session }: Entered, scope: "submit" | "approve" | "admin"): boolean {
    return session.scopes.includes(scope) || session.scopes.includes("admin");
}
