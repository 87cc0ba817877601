import type { Row } from "../api/types";
import { floorText } from "../number/noise";
import { visible } from "../ui/visible";
import styles from "./reasons.module.css";

/** What a difference between two latencies is to be held against; once for all that one node has measured. */
export function Floors({ rows }: { rows: Row[] }) {
    const all = rows.flatMap(({ device, latency }) => (latency?.noiseFloor ? [`Smallest difference that node ${visible(device?.node ?? "")} can see: ${floorText(latency.noiseFloor)}.`] : []));
    return [...new Set(all)].map((floor) => <p key={floor} className={styles.soft}>{floor}</p>);
}
