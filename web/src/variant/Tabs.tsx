import type { Tab } from "./place";
import { Within } from "./Within";
import styles from "./variant.module.css";

const WORDS: [Tab, string][] = [["accuracy", "Accuracy"], ["speed", "Speed"], ["evidence", "Evidence"]];

/** The parts of the page, each with an address. */
export function Tabs({ now }: { now: Tab }) {
    return (
        <nav className={styles.tabs} aria-label="Parts of this page">
            {WORDS.map(([tab, word]) => <Within key={tab} change={{ tab }} className={tab === now ? styles.now : undefined}>{word}</Within>)}
        </nav>
    );
}
