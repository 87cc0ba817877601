import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { comparison } from "../api/queries";
import type { ComparedMeasurement, Comparison } from "../api/types";
import { File } from "../take/File";
import { Card } from "../ui/Card";
import { Empty, Failed, Loading } from "../ui/Note";
import { Page } from "../ui/Page";
import { Conditions } from "./Conditions";
import { Sides } from "./Sides";
import { Values } from "./Values";
import styles from "./compare.module.css";

/** Two measurements side by side; nothing is called changed of what cannot be compared. */
export function ComparePage() {
    const { a, b } = useSearch({ from: "/compare" });
    return (
        <Page title="Compare" actions={a && b && <Files pair={new URLSearchParams({ a, b }).toString()} />}>
            {a && b ? <Pair key={a + b} a={a} b={b} /> : <Nothing />}
        </Page>
    );
}

function Files({ pair }: { pair: string }) {
    return (
        <>
            <File form="CSV" href={`/v1/compare/csv?${pair}`} name="compare" />
            <File form="JSON" href={`/v1/compare?${pair}`} name="compare" />
        </>
    );
}

function Nothing() {
    return (
        <Empty title="Choose two measurements">
            <p>Take <em>Compare…</em> beside a variant of <Link to="/runs">a run</Link> or beside a value of <Link to="/history">a history</Link>, and then beside another.</p>
        </Empty>
    );
}

function Pair({ a, b }: { a: string; b: string }) {
    const { data, error, refetch } = useQuery(comparison(a, b));
    if (error) return <Failed failure={error} retry={() => void refetch()} />;
    return data ? <Shown pair={data} /> : <Loading what="the comparison" />;
}

function Shown({ pair }: { pair: Comparison }) {
    const [only, setOnly] = useState(true);
    return (
        <>
            <p className={styles.sentence}>
                {pair.comparable
                    ? "Both were measured under the same conditions: what differs is the variant's."
                    : "Not everything can be compared: conditions that count were not the same."}
            </p>
            <label className={styles.only}><input type="checkbox" checked={only} onChange={(event) => setOnly(event.target.checked)} /> Only differences</label>
            <Sides first={pair.first} second={pair.second} only={only} />
            <Values values={only ? pair.values.filter((value) => value.outcome !== "UNCHANGED") : pair.values} all={pair.values.length} />
            <Conditions differences={pair.differences} />
            <Why first={pair.first} second={pair.second} />
        </>
    );
}

function Why({ first, second }: { first: ComparedMeasurement; second: ComparedMeasurement }) {
    if (first.reasons.length + second.reasons.length === 0) return null;
    return (
        <Card title="Why each is as fast as it is">
            <div className={styles.two}>
                {[first, second].map((side, index) => <ul key={index}>{side.reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>)}
            </div>
        </Card>
    );
}
