import type { ProfiledPart, SpeedInsight } from "../../api/types";
import { Bars } from "../../draw/Bars";
import { Card } from "../../ui/Card";
import { Fold } from "../../ui/Fold";
import { Name } from "../../ui/Name";
import { ShowAll } from "../ShowAll";
import { becomes, hasEveryPart } from "./segments";
import { change, PartTable } from "./PartTable";
import styles from "../variant.module.css";

const FIRST = 10;

/** The kernels that ran, part by part: those that change most. */
export function Parts({ insight, shown }: { insight: SpeedInsight; shown: string | undefined }) {
    const { parts = [], transitionChangeMicros } = insight;
    if (parts.length === 0) return null;
    return (
        <Card title="Kernels that ran, side by side" aside={<small>{hasEveryPart(insight) ? "every part of the model" : `the ${parts.length} parts that change most`}</small>}>
            <PartBars parts={shown === undefined ? parts.slice(0, FIRST) : parts} />
            <div className={styles.after}>
                <ShowAll list="parts" shown={shown} first={FIRST} all={parts.length} noun="part" />
                <Fold title="These kernels as a table"><PartTable parts={parts} between={transitionChangeMicros} /></Fold>
            </div>
        </Card>
    );
}

/** What the variant takes less is left of the line, what it takes more right of it. */
export function PartBars({ parts }: { parts: ProfiledPart[] }) {
    const most = Math.max(...parts.map(({ changeMicros = 0 }) => Math.abs(changeMicros)), Number.MIN_VALUE);
    const bars = parts.map(({ name, baseline, variant, changeMicros = 0 }, index) => ({
        key: String(index),
        name: <><Name>{name || "(no name)"}</Name><small><Name>{becomes(baseline?.operator, variant?.operator)}</Name></small></>,
        from: 0.5,
        to: 0.5 + changeMicros / most / 2,
        tone: changeMicros > 0 ? ("more" as const) : ("less" as const),
        value: change(changeMicros),
    }));
    return <Bars label="What each part takes more or less than in FP32" heads={["Part of the model", "Bar", "Change"]} bars={bars} mark={0.5} />;
}
