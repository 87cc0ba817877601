import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { said } from "../../api/refused";
import type { AccuracyEvidence, VerdictDocument } from "../../api/types";
import { Card } from "../../ui/Card";
import { Name } from "../../ui/Name";
import { Loading } from "../../ui/Note";
import { ShowAll } from "../ShowAll";
import { type Answers, readAnswers } from "./answers";
import { FlipBars } from "./FlipBars";
import { ChangedTable, FlipTable } from "./FlipTable";
import { changedOf, flipsOf } from "./changes";
import { Within } from "../Within";
import { useInputs } from "./useInputs";
import styles from "../variant.module.css";

const FIRST = 10;
const SHOWN = "shown";

interface Props { evidence: AccuracyEvidence | undefined; dataset: VerdictDocument["evaluationDataset"] }

/** The samples that are answered otherwise than by FP32. */
export function Flips({ evidence, dataset }: Props) {
    if (evidence === undefined) return null;
    const { flips = 0, answers = 0, answerArchive } = evidence;
    return (
        <Card title="Answers that changed">
            <p><strong>{flips} of {answers} answers of the first output are not FP32's.</strong></p>
            {evidence.labelled && <FlipBars evidence={evidence} />}
            {answerArchive == null ? <p>Which ones is not known: the answers to single samples were not kept.</p> : <Kept archive={answerArchive} dataset={dataset?.id} />}
            {dataset && (
                <p className={styles.soft}>
                    Samples are counted from 0, in the order of <a href={`/v1/datasets/${dataset.id}/content`} download=""><Name>{dataset.name ?? "the evaluation data"}</Name></a>, which has their inputs.
                </p>
            )}
        </Card>
    );
}

function Kept({ archive, dataset }: { archive: string; dataset: string | undefined }) {
    // The text itself is too long for a key; it never changes under the address of a run, and is read in a moment.
    const { data, error } = useQuery({ queryKey: ["answers", archive.length, archive.slice(-64)], queryFn: () => readAnswers(archive), staleTime: Infinity });
    if (error) return <p role="alert">{said(error)}</p>;
    return data ? <Listed answers={data} dataset={dataset} /> : <Loading what="the answers" />;
}

function Listed({ answers, dataset }: { answers: Answers; dataset: string | undefined }) {
    const { samples, inputs } = useSearch({ from: "/runs/$id/variants/$variant" });
    const known = useInputs(dataset, inputs !== undefined);
    const flips = flipsOf(answers);
    const changed = answers.classes === null ? changedOf(answers) : [];
    const all = Math.max(flips.length, changed.length);
    const most = samples === undefined ? FIRST : all;
    if (all === 0) return <p>The answers to single samples say no more of it.</p>;
    return (
        <>
            {flips.length > 0 ? <FlipTable flips={flips.slice(0, most)} inputOf={known.pictureOf} /> : <ChangedTable changed={changed.slice(0, most)} />}
            {known.waits && inputs !== undefined && <Loading what="the inputs" />}
            {known.failure != null && <p role="alert">{said(known.failure)}</p>}
            <p className={styles.after}>
                <ShowAll list="samples" shown={samples} first={FIRST} all={all} noun={flips.length > 0 ? "changed answer" : "changed sample"} />
                {flips.length > 0 && known.offered && <Within change={{ inputs: inputs === undefined ? SHOWN : undefined }}>{inputs === undefined ? "Show what the models saw" : "Do not show what the models saw"}</Within>}
            </p>
        </>
    );
}
