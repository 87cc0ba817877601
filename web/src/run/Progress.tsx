import { useQuery } from "@tanstack/react-query";
import { ended, jobs, variants } from "../api/queries";
import type { Job, Run, Variant } from "../api/types";
import { Badge } from "../ui/Badge";
import { Card } from "../ui/Card";
import { Name } from "../ui/Name";
import { clock, duration } from "../number/time";
import { type Live, useLive } from "./useLive";
import styles from "./progress.module.css";

/** The jobs of a run, live until it has ended and folded from then on. */
export function Progress({ run }: { run: Run }) {
    const live = useLive(run);
    const { data } = useQuery(jobs(run.id, run.state));
    const made = useQuery(variants(run.id, run.state)).data?.items ?? [];
    const items = data?.items ?? [];
    const done = items.filter((job) => job.endedAt !== null).length;
    const list = (
        <ul className={styles.jobs}>
            {items.map((job) => <Line key={job.id} job={job} run={run} variants={made} live={live} />)}
        </ul>
    );
    if (ended(run.state)) {
        return <Card title="Progress"><details><summary>{done} of {items.length} jobs ended</summary>{list}</details></Card>;
    }
    return (
        <Card title="Progress" aside={<span className={styles.soft} role="status">{live.isConnected ? `${done} of ${items.length} jobs done` : "The service does not answer; it is asked again by itself."}</span>}>
            {list}
        </Card>
    );
}

interface LineProps { job: Job; run: Run; variants: Variant[]; live: Live }

function Line({ job, run, variants, live }: LineProps) {
    const progress = live.progress.get(job.id);
    const isAtWork = job.state === "RUNNING" && progress !== undefined;
    return (
        <li>
            <span>{title(job, run, variants)}</span>
            <Badge of={job.state} />
            <span className={styles.more}>
                {job.error?.message ?? (isAtWork ? <Stage {...progress} /> : took(job))}
                {job.state === "QUEUED" && <small>{waits(job, live)}</small>}
            </span>
        </li>
    );
}

function title(job: Job, run: Run, variants: Variant[]): React.ReactNode {
    if (job.kind === "QUANTIZE") return <>Quantize <Name>{run.recipes[Number(job.subject)]?.name ?? job.subject}</Name></>;
    const variant = variants.find((each) => each.id === job.subject);
    return <>Measure <Name>{variant?.recipe.name ?? job.subject}</Name> on <Name>{job.deviceClass ?? ""}</Name></>;
}

interface StageProps { stage: string; done: number; total: number; remainingSeconds?: number; found?: string }

function Stage({ stage, done, total, remainingSeconds, found }: StageProps) {
    const left = remainingSeconds === undefined ? ", time left not known yet" : remainingSeconds > 0 ? `, about ${duration(Math.ceil(remainingSeconds))} left` : "";
    return (
        <>
            <progress aria-label={stage} max={total > 0 ? total : undefined} value={total > 0 ? done : undefined} />
            <small>{stage}{found !== undefined && `: ${found}`}{left}</small>
        </>
    );
}

function took({ startedAt, endedAt }: Job): string {
    if (startedAt === null || endedAt === null) return "";
    return `from ${clock(startedAt)}, ${((Date.parse(endedAt) - Date.parse(startedAt)) / 1000).toFixed(1)} s`;
}

function waits(job: Job, live: Live): string {
    const waiting = live.waiting.get(job.id);
    const place = waiting?.place ?? job.place;
    return `waiting since ${clock(job.queuedAt)}${place == null ? "" : `, place ${place} in the queue`}${waiting?.obstacle ? `: ${waiting.obstacle}` : ""}`;
}
