import { Link } from "@tanstack/react-router";
import type { Run } from "../api/types";
import { moment } from "../number/time";
import { Badge } from "../ui/Badge";
import { Name } from "../ui/Name";
import styles from "./run-list.module.css";

export function RunList({ runs }: { runs: Run[] }) {
    return (
        <ol className={styles.list} id="runs">
            {runs.map((run) => <Item key={run.id} run={run} />)}
        </ol>
    );
}

function Item({ run }: { run: Run }) {
    return (
        <li className={styles.item}>
            <Badge of={run.verdict ?? run.state} />
            <Link to="/runs/$id" params={{ id: run.id }} className={styles.name}><Name>{run.name}</Name></Link>
            <span className={styles.what}>{recipes(run)}</span>
            <ul className={styles.tags} aria-label="Tags">
                {run.tags.map((tag) => <li key={tag}><Link to="/runs" search={{ tag }}><Name>{tag}</Name></Link></li>)}
            </ul>
            <span className={styles.commit}>{run.commit && <code>{run.commit.slice(0, 10)}</code>}</span>
            <time dateTime={run.createdAt}>{moment(run.createdAt)}</time>
        </li>
    );
}

/** What it made, and where that is measured. */
function recipes(run: Run): React.ReactNode {
    const [first, ...others] = run.recipes;
    const more = others.length > 0 ? ` and ${others.length} more` : "";
    return (
        <>
            {first && <Name>{first.name ?? "recipe"}</Name>}{more}
            {run.deviceClasses.length > 0 && <> on {run.deviceClasses.map((device, index) => <span key={device}>{index > 0 && ", "}<Name>{device}</Name></span>)}</>}
        </>
    );
}
