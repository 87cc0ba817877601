import {
    ended,
    get,
    type Job,
    type JobEvent,
    type Page,
    type ProgressEvent,
    Refused,
    type Run,
    type RunState,
    type RunStatus,
    type Variant,
    type VerdictDocument,
} from "./api";
import { audit } from "./audit";
import { decisions } from "./decision";
import { badge, byId, el } from "./dom";
import { offerProjects } from "./project";
import { offer, open, show } from "./session";
import { since } from "./previous";
import { comparison } from "./table";
import { use } from "./use";

const REFRESH_MILLIS = 4000;

interface JobLine { label: HTMLElement; state: HTMLElement; bar: HTMLElement; took: HTMLElement }

/** What there is to see beside runs, by the address of each. */
const VIEWS = new Map<string, () => Promise<HTMLElement>>([
    ["#use", use],
    ["#audit", () => audit(guarded)],
]);

let pages = 1;
let following: EventSource | null = null;

function selectedId(): string | null {
    return location.hash.startsWith("#run=") ? location.hash.slice("#run=".length) : null;
}

async function listRuns(): Promise<void> {
    const runs: Run[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < pages; page++) {
        const query: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
        const next: Page<Run> = await get<Page<Run>>(`/v1/runs?limit=20${query}`);
        runs.push(...next.items);
        cursor = next.nextCursor;
        if (cursor === null) break;
    }
    byId("older").hidden = cursor === null;
    const focused = document.activeElement?.getAttribute("href");
    byId("runs").replaceChildren(...runs.map(runLink));
    document.querySelector<HTMLElement>(`nav a[href="${focused}"]`)?.focus();
    const first = runs[0];
    if (VIEWS.has(location.hash)) return;
    if (first && selectedId() === null) location.replace(`#run=${first.id}`);
    if (!first) byId("run").replaceChildren(el("p", { class: "soft" }, "No runs yet. Submit one: POST /v1/runs, or narrowgauge demo."));
}

/** What was wrong is told until the service has answered again. */
async function refresh(): Promise<void> {
    await listRuns();
    byId("trouble").textContent = "";
}

function runLink(run: Run): HTMLElement {
    const link = el(
        "a",
        { href: `#run=${run.id}` },
        run.name,
        el("small", {}, new Date(run.createdAt).toLocaleString(undefined, { dateStyle: "short", timeStyle: "short" }), badge(run.verdict ?? run.state)),
    );
    if (run.id === selectedId()) link.setAttribute("aria-current", "page");
    return el("li", {}, link);
}

/** What the address says: a run, or one of the views beside. */
async function showPlace(): Promise<void> {
    following?.close();
    following = null;
    const place = location.hash;
    for (const link of byId("views").querySelectorAll("a")) {
        if (link.hash === place) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
    }
    const view = VIEWS.get(place);
    if (view === undefined) return showRun();
    const shown = await view();
    if (place === location.hash) byId("run").replaceChildren(shown);
}

async function showRun(): Promise<void> {
    const id = selectedId();
    if (id === null) return;
    const run = await get<Run>(`/v1/runs/${id}`);
    if (id !== selectedId()) return;
    const status = el("span", { "aria-live": "polite" }, badge(run.verdict ?? run.state));
    const jobs = el("ul", { class: "jobs" });
    const result = el("section", {});
    byId("run").replaceChildren(
        el("h2", {}, `${run.name} `, status),
        el("p", { class: "soft" }, [run.id, `measured on ${run.deviceClasses.join(", ")}`, ...run.tags, ...(run.commit ? [`commit ${run.commit}`] : [])].join(" · ")),
        el("h3", {}, "Progress"),
        jobs,
        result,
    );
    follow(run, jobs, async (state) => {
        status.replaceChildren(badge(state));
        if (!ended(state)) return;
        if (state === "DONE") {
            const verdict = await get<VerdictDocument>(`/v1/runs/${id}/verdict`);
            status.replaceChildren(badge(verdict.verdict));
            result.replaceChildren(decisions(verdict.decisions ?? []), el("h3", {}, "Comparison"), comparison(verdict), ...since(verdict.previous));
        }
        await listRuns();
    });
}

const RETRY_MS = 3000;

/** Replays the run from its first event, then follows it; the browser resumes by itself when the line breaks. */
function follow(run: Run, list: HTMLElement, told: (state: RunState) => Promise<void>): void {
    const lines = new Map<string, JobLine>();
    const variants = new Map<string, string>();
    const source = new EventSource(`/v1/runs/${run.id}/events`);
    following = source;
    // An answer that says no, as of a service that stops, ends a stream for good.
    source.addEventListener("error", () => {
        if (source.readyState === EventSource.CLOSED) setTimeout(() => following === source && follow(run, list, told), RETRY_MS);
    });
    const on = <T>(type: string, handle: (data: T) => Promise<void> | void): void =>
        source.addEventListener(type, (event) => guarded(async () => handle(JSON.parse((event as MessageEvent<string>).data) as T)));

    on<JobEvent>("job-state", async (job) => {
        const line = lines.get(job.jobId) ?? newLine(list);
        lines.set(job.jobId, line);
        line.state.replaceChildren(badge(job.state === "SUCCEEDED" ? "DONE" : job.state));
        line.bar.replaceChildren(job.errorMessage ?? "");
        line.label.textContent = await title(run, job, variants);
        if (!ended(run.state)) await times(run, lines);
    });
    on<RunStatus>("heartbeat", async (now) => {
        for (const job of now.waiting) lines.get(job.jobId)?.bar.replaceChildren(soft(`waiting since ${time(job.queuedAt)}, place ${job.place} in the queue${job.obstacle ? `: ${job.obstacle}` : ""}`));
        await told(now.state);
    });
    on<ProgressEvent>("progress", (progress) => {
        const seconds = Math.ceil(progress.remainingSeconds ?? 0);
        const known = progress.remainingSeconds !== undefined;
        const about = !known ? ", time left not known yet" : seconds > 0 ? `, about ${seconds} s left` : "";
        const eta = progress.found !== undefined
            ? `: ${progress.found}${about}`
            : known ? `, ${seconds} s left` : "";
        const bar = el("progress", { "aria-label": progress.stage, ...(progress.total > 0 ? { max: `${progress.total}`, value: `${progress.done}` } : {}) });
        const count = progress.total > 0 ? ` ${progress.done}/${progress.total}` : "";
        lines.get(progress.jobId)?.bar.replaceChildren(bar, soft(`${progress.stage}${count}${eta}`));
    });
    on<{ state: RunState }>("run-state", async (event) => {
        // What a run that has ended once was is no news.
        if (!ended(event.state) && ended(run.state)) return;
        if (ended(event.state)) {
            source.close();
            await times(run, lines);
        }
        await told(event.state);
    });
}

/** Says of the jobs that have ended how long they took. */
async function times(run: Run, lines: Map<string, JobLine>): Promise<void> {
    const page = await get<Page<Job>>(`/v1/runs/${run.id}/jobs`);
    for (const job of page.items) {
        if (job.startedAt === null || job.endedAt === null) continue;
        const seconds = (Date.parse(job.endedAt) - Date.parse(job.startedAt)) / 1000;
        lines.get(job.id)?.took.replaceChildren(soft(`from ${time(job.startedAt)}, ${seconds.toFixed(1)} s`));
    }
}

const time = (instant: string): string => new Date(instant).toLocaleTimeString();
const soft = (text: string): HTMLElement => el("small", { class: "soft" }, text);

function newLine(list: HTMLElement): JobLine {
    const line = { label: el("span"), state: el("span"), bar: el("span"), took: el("span") };
    list.append(el("li", {}, line.label, line.state, el("span", {}, line.bar, " ", line.took)));
    return line;
}

async function title(run: Run, job: JobEvent, variants: Map<string, string>): Promise<string> {
    if (job.kind === "QUANTIZE") return `Quantize ${run.recipes[Number(job.subject)]?.name ?? job.subject}`;
    if (!variants.has(job.subject)) {
        const page = await get<Page<Variant>>(`/v1/runs/${run.id}/variants`);
        page.items.forEach((variant) => variants.set(variant.id, variant.recipe.name));
    }
    return `Measure ${variants.get(job.subject) ?? job.subject} on ${job.deviceClass}`;
}

async function guarded(action: () => Promise<void> | void): Promise<void> {
    try {
        await action();
    } catch (failure) {
        const nobody = failure instanceof Refused && failure.status === 401;
        const offered = nobody && (await offer(guarded).catch(() => false));
        // Why a sign-in failed is told on.
        if (offered || (nobody && byId("trouble").textContent !== "")) return;
        byId("trouble").textContent = failure instanceof Error ? failure.message : String(failure);
    }
}

byId("older").addEventListener("click", () => guarded(() => (pages++, listRuns())));
addEventListener("hashchange", () => guarded(async () => (await open(), await offerProjects(), await show(guarded), await Promise.all([showPlace(), listRuns()]), undefined)));
setInterval(() => guarded(refresh), REFRESH_MILLIS);
await guarded(open);
// First, since a project of whoever was signed in before would have all else refused.
await guarded(offerProjects);
await guarded(() => show(guarded));
await guarded(listRuns);
await guarded(showPlace);
