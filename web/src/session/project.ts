import { answered, service } from "../api/client";
import { Refused } from "../api/refused";
import type { Project } from "../api/types";

/** A cookie, because event streams and downloads carry no header of the page's. */
const CHOSEN = "narrowgauge_project";
const FIRST = "default";

export function chosen(): string | undefined {
    return document.cookie.split("; ").find((pair) => pair.startsWith(`${CHOSEN}=`))?.slice(CHOSEN.length + 1);
}

export function choose(name: string): void {
    document.cookie = `${CHOSEN}=${name}; Path=/; SameSite=Strict`;
}

const forget = (): void => void (document.cookie = `${CHOSEN}=; Path=/; SameSite=Strict; Max-Age=0`);

/** The projects that the session may enter; of several one is chosen. */
export async function enter(): Promise<Project[]> {
    const projects = await entered();
    const names = projects.map((project) => project.name);
    const usual = names.includes(FIRST) ? FIRST : names[0];
    if (chosen() === undefined && names.length > 1 && usual !== undefined) choose(usual);
    return projects;
}

/** What was chosen once may be gone, or was chosen by whoever was signed in before. */
async function entered(): Promise<Project[]> {
    try {
        return (await answered(service.GET("/v1/projects"))).items;
    } catch (failure) {
        if (chosen() === undefined || !(failure instanceof Refused) || failure.status === 401 || failure.status >= 500) throw failure;
        forget();
        return (await answered(service.GET("/v1/projects"))).items;
    }
}
