import type { Row } from "../api/types";
import { Name } from "../ui/Name";
import { Within } from "./Within";
import styles from "./variant.module.css";

/** Where there are several devices, which of them is spoken of. */
export function Devices({ rows, row }: { rows: Row[]; row: Row | undefined }) {
    if (rows.length < 2) return null;
    return (
        <nav className={styles.devices} aria-label="Devices">
            {rows.map((each) => (
                <Within key={`${each.device?.deviceClass} ${each.device?.node}`} change={{ class: each.device?.deviceClass, node: each.device?.node ?? undefined }} className={each === row ? styles.now : undefined}>
                    <Name>{each.device?.deviceClass ?? "no device"}</Name>{each.device?.node && <small><Name>{each.device.node}</Name></small>}
                </Within>
            ))}
        </nav>
    );
}
