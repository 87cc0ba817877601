import { micros } from "../../number/number";
import { Take } from "../../take/Take";
import { Name } from "../../ui/Name";
import { Line, Table } from "../../ui/Table";
import { SIDES, type Segment, total } from "./segments";
import styles from "./stack.module.css";

const WIDTH = 720;
const LEFT = 46;
const RIGHT = 78;
const HEIGHT = 30;
const GAP = 8;
const COLUMNS = [{ head: "Part of a run" }, { head: "FP32", numeric: true }, { head: "Variant", numeric: true }];

/** Narrower segments have no number in them. */
const LEAST_NUMBERED = 14;

/** FP32 and the variant on one scale of time; the same part has the same number and look in both. */
export function Stack({ segments, precision }: { segments: Segment[]; precision: string }) {
    const most = Math.max(...SIDES.map((side) => total(segments, side)), Number.MIN_VALUE);
    return (
        <Take title={`Time of a run by operator, FP32 and ${precision}`}>
            <div className={styles.scroll} tabIndex={0} role="group" aria-label="Time of a run by operator">
                <svg className={styles.stack} viewBox={`0 0 ${WIDTH} ${2 * HEIGHT + GAP}`} role="img" aria-label={`FP32 ${micros(total(segments, "baseline"))}, ${precision} ${micros(total(segments, "variant"))}; the table below has the parts.`} data-drawing>
                    {SIDES.map((side, index) => <Side key={side} segments={segments} side={side} name={side === "baseline" ? "FP32" : precision} y={index * (HEIGHT + GAP)} scale={(WIDTH - LEFT - RIGHT) / most} />)}
                </svg>
            </div>
            <ol className={styles.legend}>
                {segments.map((each, index) => (
                    <li key={each.name}>
                        <svg width="26" height="20" aria-hidden="true"><Mark segment={each} index={index} x={0} y={0} width={26} height={20} /></svg>
                        <Name>{each.name}</Name>
                    </li>
                ))}
            </ol>
        </Take>
    );
}

interface SideProps { segments: Segment[]; side: (typeof SIDES)[number]; name: string; y: number; scale: number }

function Side({ segments, side, name, y, scale }: SideProps) {
    const starts = segments.map((_, index) => LEFT + scale * total(segments.slice(0, index), side));
    return (
        <g data-side={side}>
            <text className={styles.name} x="0" y={y + HEIGHT / 2 + 4}>{name}</text>
            {segments.map((each, index) => each[side] > 0 && <Mark key={each.name} segment={each} index={index} x={starts[index] ?? LEFT} y={y} width={scale * each[side]} height={HEIGHT} />)}
            <text className={styles.name} x={LEFT + scale * total(segments, side) + 6} y={y + HEIGHT / 2 + 4}>{micros(total(segments, side))}</text>
        </g>
    );
}

interface MarkProps { segment: Segment; index: number; x: number; y: number; width: number; height: number }

function Mark({ segment, index, x, y, width, height }: MarkProps) {
    const place = { x: x.toFixed(2), y, width: width.toFixed(2), height };
    return (
        <g data-part={segment.name}>
            <rect className={look(segment, index)} {...place} />
            {segment.kind === "between" && <rect className={styles.hatch} {...place} />}
            {width >= LEAST_NUMBERED && <text className={ink(segment, index)} x={x + width / 2} y={y + height / 2 + 4} textAnchor="middle">{index + 1}</text>}
        </g>
    );
}

/** What the bars show, in numbers. */
export function StackTable({ segments }: { segments: Segment[] }) {
    return (
        <Table label="Time of a run by operator, as a table" columns={COLUMNS}>
            {segments.map((each, index) => <Line key={each.name} columns={COLUMNS} cells={[<span>{index + 1}. <Name>{each.name}</Name></span>, micros(each.baseline), micros(each.variant)]} />)}
        </Table>
    );
}

const STEPS = [styles.first, styles.second, styles.third, styles.fourth, styles.fifth, styles.sixth];
const INKS = [styles.onDark, styles.onDark, styles.onMiddle];

const look = ({ kind }: Segment, index: number): string => `${styles.segment} ${kind === "operator" ? STEPS[index] : styles[kind]}`;

const ink = ({ kind }: Segment, index: number): string | undefined => (kind === "operator" ? INKS[index] : undefined) ?? styles.onLight;
