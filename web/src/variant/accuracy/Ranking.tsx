import { useSearch } from "@tanstack/react-router";
import type { QualityReport, RankingReport } from "../../api/types";
import { Card } from "../../ui/Card";
import { Copy } from "../../ui/Copy";
import { Fold } from "../../ui/Fold";
import { ShowAll } from "../ShowAll";
import { NoiseBars, NoiseTable } from "./NoiseBars";
import styles from "../variant.module.css";

export const WORST = 10;

/** Of each node what it alone costs the outputs, the worst first, and how many of them that is known of. */
export function Ranking({ report: { ranking, sensitivity = [] } }: { report: QualityReport }) {
    const { nodes } = useSearch({ from: "/runs/$id/variants/$variant" });
    if (ranking == null) {
        return <Card title="Which layer lost the accuracy"><p>Nothing is known of single nodes: the quality report of this variant has no ranking.</p></Card>;
    }
    return (
        <Card title="Which layer lost the accuracy">
            <Coverage ranking={ranking} />
            {sensitivity.length > 0 && (
                <>
                    <p className={styles.soft}>Each bar is the float model with this one node as it is in the variant and all others float: its share of the noise that all of them make alone, and the signal to noise of the outputs. What is estimated is hollow.</p>
                    <NoiseBars ranked={nodes === undefined ? sensitivity.slice(0, WORST) : sensitivity} />
                    <div className={styles.after}>
                        <ShowAll list="nodes" shown={nodes} first={WORST} all={sensitivity.length} noun="node" />
                        <Fold title="These nodes as a table"><NoiseTable ranked={sensitivity} /></Fold>
                    </div>
                    <Ready ranking={ranking} />
                </>
            )}
        </Card>
    );
}

/** How many were tried, before any of them; a list of the worst of few is not one of the worst of all. */
export function Coverage({ ranking: { ranked, quantized, sentence } }: { ranking: RankingReport }) {
    return (
        <>
            {ranked !== undefined && quantized !== undefined && <p><strong>{ranked} of {quantized} quantized nodes tried</strong></p>}
            <p className={styles.soft}>{sentence}</p>
        </>
    );
}

function Ready({ ranking: { readyRecipe } }: { ranking: RankingReport }) {
    if (readyRecipe == null) return <p className={styles.soft}>No better recipe is known.</p>;
    const text = JSON.stringify(readyRecipe.recipe, null, 2);
    return (
        <div className={styles.part}>
            <h3>Recipe to try</h3>
            <p>{readyRecipe.sentence}</p>
            <pre className={styles.code} tabIndex={0} role="group" aria-label="Recipe to try">{text}</pre>
            <Copy label="Copy recipe" text={() => text} />
        </div>
    );
}
