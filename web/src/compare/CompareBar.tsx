import { useSyncExternalStore } from "react";
import { Button } from "../ui/Button";
import { Name } from "../ui/Name";
import { choose, chosen, subscribe } from "./chosen";
import styles from "./compare.module.css";

/** Stays in sight until the second of two measurements is chosen. */
export function CompareBar() {
    const first = useSyncExternalStore(subscribe, chosen);
    if (first === null) return null;
    return (
        <div className={styles.bar} role="region" aria-label="Comparison">
            <span><strong><Name>{first.label}</Name></strong> is chosen. Choose what to hold against it, on any page of a run or a history.</span>
            <Button onClick={() => choose(null)}>Do not compare</Button>
        </div>
    );
}
