import type { SpeedInsight } from "../../api/types";
import { Bars } from "../../draw/Bars";
import { fixed, known, percentShort } from "../../number/number";
import { Card } from "../../ui/Card";
import { Line, Table } from "../../ui/Table";
import { Roofs } from "./Roofs";
import styles from "../variant.module.css";

const COLUMNS = [{ head: "Kernels that multiply" }, { head: "FP32", numeric: true }, { head: "Variant", numeric: true }];

/** How close both models come to what the machine can do, and what INT8 could bring at most. */
export function Bound({ insight }: { insight: SpeedInsight }) {
    const { baseline = {}, variant = {}, roofline } = insight;
    return (
        <Card title="What INT8 could bring at most here">
            <Ratios insight={insight} />
            <Table label="Share of the roofline" columns={COLUMNS}>
                <Line columns={COLUMNS} cells={["Share of the peak of their numbers", known(baseline.bound?.peakShare, percentShort), known(variant.bound?.peakShare, percentShort)]} />
                <Line columns={COLUMNS} cells={["Share of the time of all kernels", shareOf(baseline.bound), shareOf(variant.bound)]} />
            </Table>
            {roofline && <div className={styles.part}><h3>What the machine reaches at most</h3><Roofs roofline={roofline} /></div>}
        </Card>
    );
}

type Limits = NonNullable<NonNullable<SpeedInsight["baseline"]>["bound"]>;

const shareOf = (bound: Limits | undefined): string => known(bound?.kernelMicros ? (bound.multiplyingMicros ?? 0) / bound.kernelMicros : null, percentShort);

/** Ratios of the time in kernels to FP32's, on a scale that has FP32 itself. */
export function Ratios({ insight: { baseline, variant } }: { insight: SpeedInsight }) {
    const now = baseline?.kernelMicros && variant?.kernelMicros ? variant.kernelMicros / baseline.kernelMicros : null;
    const ratios = [
        ["This variant, by its kernels", now, false],
        ["With convolutions and matrix products at this machine's measured INT8 peak, and all else as it is", baseline?.bound?.int8PeakRatio, true],
        ["The same if all else took no time", baseline?.bound?.leastInt8Ratio, true],
    ] as const;
    const known = ratios.flatMap(([name, ratio, hollow]) => (ratio == null ? [] : [{ name, ratio, hollow }]));
    if (known.length < 2) return <p>What INT8 could bring here is not known: nothing that multiplies was counted, or ONNX Runtime has no INT8 kernel here.</p>;
    const most = Math.max(1, ...known.map(({ ratio }) => ratio)) * 1.04;
    return (
        <>
            <p className={styles.soft}>Time in kernels as a ratio to FP32's, which is the line. The hollow bars are no measurement: no conversion is added to them, and INT8 can fall below the second one, as it moves fewer bytes, but not below the last.</p>
            <Bars label="Time in kernels as a ratio to FP32's" heads={["What", "Bar", "Ratio"]} mark={1 / most} bars={known.map(({ name, ratio, hollow }) => ({ key: name, name, from: 0, to: ratio / most, hollow, value: fixed(ratio, 3) }))} />
        </>
    );
}
