import { get, type Page } from "./api";
import { byId, el } from "./dom";

interface Project { name: string }

/** A cookie, because event streams and downloads carry no header of the page's. */
const CHOSEN = "narrowgauge_project";
const FIRST = "default";

function chosen(): string | undefined {
    return document.cookie.split("; ").find((pair) => pair.startsWith(`${CHOSEN}=`))?.slice(CHOSEN.length + 1);
}

const forget = (): void => void (document.cookie = `${CHOSEN}=; Path=/; SameSite=Strict; Max-Age=0`);

/** Offers the projects that the session may enter, where there are several. */
export async function offerProjects(): Promise<void> {
    const { items } = await projects();
    const select = byId("project") as HTMLSelectElement;
    const names = items.map((project) => project.name);
    select.hidden = names.length < 2;
    select.replaceChildren(...names.map((name) => el("option", { value: name }, name)));
    const usual = names.includes(FIRST) ? FIRST : names[0];
    if (chosen() === undefined && names.length > 1 && usual !== undefined) choose(usual);
    select.value = chosen() ?? usual ?? "";
    select.onchange = () => {
        choose(select.value);
        location.replace(location.pathname);
    };
}

function choose(name: string): void {
    document.cookie = `${CHOSEN}=${name}; Path=/; SameSite=Strict`;
}

/** What was chosen once may be gone. */
async function projects(): Promise<Page<Project>> {
    try {
        return await get<Page<Project>>("/v1/projects");
    } catch (failure) {
        if (chosen() === undefined) throw failure;
        forget();
        return await get<Page<Project>>("/v1/projects");
    }
}
