import type { LatencyEvidence } from "../../api/types";
import { counted } from "../../number/number";
import { Take } from "../../take/Take";
import { Card } from "../../ui/Card";
import { Fold } from "../../ui/Fold";
import { RoundTable } from "./RoundTable";
import { counts, type Round, roundsOf } from "./blocks";
import { Slopes } from "./Slopes";
import styles from "./slopes.module.css";
import page from "../variant.module.css";

/** Everything that was timed, in order. */
export function Rounds({ evidence }: { evidence: LatencyEvidence }) {
    const rounds = roundsOf(evidence);
    if (rounds.length === 0) return <Card title="What was timed, in order"><p>This evidence is older than forks: nothing of single blocks is known.</p></Card>;
    return (
        <Card title="What was timed, in order">
            <p className={page.soft}>{summary(rounds)} Each fork is of fresh processes that took turns. A round with a void block is no comparison. The times of a fork go up and down together where the machine drifts; the ratio is of pairs, so that drifts alone do not change it.</p>
            <Key />
            <Take title="What was timed, in order"><Slopes rounds={rounds} /></Take>
            <div className={page.after}>
                <Causes rounds={rounds} />
                <Fold title="These rounds as a table"><RoundTable rounds={rounds} /></Fold>
            </div>
        </Card>
    );
}

export function summary(rounds: Round[]): string {
    const voided = rounds.filter((round) => !counts(round)).length;
    const forks = new Set(rounds.map(({ fork }) => fork)).size;
    return `${counted(rounds.length, "round")} of ${counted(forks, "fork")}, ${voided === 0 ? "none of them void" : `${voided} of them void`}.`;
}

/** Which causes, and how often. */
export function Causes({ rounds }: { rounds: Round[] }) {
    const all = new Map<string, number>();
    for (const cause of rounds.flatMap(({ causes }) => causes)) all.set(cause, (all.get(cause) ?? 0) + 1);
    if (all.size === 0) return null;
    return <details open><summary>Why blocks are void</summary><ul>{[...all].map(([cause, times]) => <li key={cause}>{cause} ({counted(times, "block")})</li>)}</ul></details>;
}

function Key() {
    const dot = (look: string | undefined) => <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path className={look} d="M6 6h0" /></svg>;
    return (
        <ul className={styles.legend}>
            <li>{dot(styles.controls)}control, which is FP32 in another process</li>
            <li>{dot(styles.baselines)}FP32</li>
            <li>{dot(styles.variants)}variant</li>
            <li><svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path className={styles.cross} d="M2 2l8 8m0 -8l-8 8" /></svg>void</li>
            <li>numbers below: forks</li>
        </ul>
    );
}
