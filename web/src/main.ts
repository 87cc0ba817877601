import { get, type JobEvent, type Page, type ProgressEvent, type Run, type Variant, type VerdictDocument } from "./api";
import { decisions } from "./decision";
import { badge, byId, el } from "./dom";
import { comparison } from "./table";

const REFRESH_MILLIS = 4000;

interface JobLine { label: HTMLElement; state: HTMLElement; bar: HTMLElement }

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
    if (first && selectedId() === null) location.replace(`#run=${first.id}`);
    if (!first) byId("run").replaceChildren(el("p", { class: "soft" }, "No runs yet. File one: POST /v1/runs, or narrowgauge demo."));
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

async function showRun(): Promise<void> {
    following?.close();
    const id = selectedId();
    if (id === null) return;
    const run = await get<Run>(`/v1/runs/${id}`);
    if (id !== selectedId()) return;
    const status = el("span", { "aria-live": "polite" }, badge(run.verdict ?? run.state));
    const jobs = el("ul", { class: "jobs" });
    const result = el("section", {});
    byId("run").replaceChildren(
        el("h2", {}, `${run.name} `, status),
        el("p", { class: "soft" }, `${run.id} · measured on ${run.deviceClasses.join(", ")}`),
        el("h3", {}, "Progress"),
        jobs,
        result,
    );
    follow(run, jobs, async (state) => {
        status.replaceChildren(badge(state));
        if (state === "DONE") {
            const verdict = await get<VerdictDocument>(`/v1/runs/${id}/verdict`);
            status.replaceChildren(badge(verdict.verdict));
            result.replaceChildren(decisions(verdict.decisions ?? []), el("h3", {}, "Comparison"), comparison(verdict));
        }
        await listRuns();
    });
}

/** Replays the run from its first event, then follows it; the browser resumes by itself when the line breaks. */
function follow(run: Run, list: HTMLElement, ended: (state: string) => Promise<void>): void {
    const lines = new Map<string, JobLine>();
    const variants = new Map<string, string>();
    const source = new EventSource(`/v1/runs/${run.id}/events`);
    following = source;
    const on = <T>(type: string, handle: (data: T) => Promise<void> | void): void =>
        source.addEventListener(type, (event) => guarded(async () => handle(JSON.parse((event as MessageEvent<string>).data) as T)));

    on<JobEvent>("job-state", async (job) => {
        const line = lines.get(job.jobId) ?? newLine(list);
        lines.set(job.jobId, line);
        line.state.replaceChildren(badge(job.state === "SUCCEEDED" ? "DONE" : job.state));
        line.bar.replaceChildren(job.errorMessage ?? "");
        line.label.textContent = await title(run, job, variants);
    });
    on<ProgressEvent>("progress", (progress) => {
        const seconds = Math.ceil(progress.remainingSeconds ?? 0);
        const eta = progress.found !== undefined
            ? `: ${progress.found}${seconds > 0 ? `, about ${seconds} s left` : ""}`
            : progress.remainingSeconds === undefined ? "" : `, ${seconds} s left`;
        const bar = el("progress", { "aria-label": progress.stage, ...(progress.total > 0 ? { max: `${progress.total}`, value: `${progress.done}` } : {}) });
        const count = progress.total > 0 ? ` ${progress.done}/${progress.total}` : "";
        lines.get(progress.jobId)?.bar.replaceChildren(bar, el("small", { class: "soft" }, `${progress.stage}${count}${eta}`));
    });
    on<{ state: string }>("run-state", async (event) => {
        if (event.state === "RUNNING") return;
        source.close();
        await ended(event.state);
    });
}

function newLine(list: HTMLElement): JobLine {
    const line = { label: el("span"), state: el("span"), bar: el("span") };
    list.append(el("li", {}, line.label, line.state, line.bar));
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
        byId("trouble").textContent = "";
    } catch (failure) {
        byId("trouble").textContent = failure instanceof Error ? failure.message : String(failure);
    }
}

byId("older").addEventListener("click", () => guarded(() => (pages++, listRuns())));
addEventListener("hashchange", () => guarded(async () => (await Promise.all([showRun(), listRuns()]), undefined)));
setInterval(() => guarded(listRuns), REFRESH_MILLIS);
await guarded(listRuns);
await guarded(showRun);
