import styles from "./drawing.module.css";

/** What the marks of the drawings mean. */
export function Legend() {
    return (
        <ul className={styles.legend}>
            <li><Sample><rect className={styles.thick} x="2" y="6" width="36" height="7" rx="2" /><circle className={styles.dot} cx="20" cy="9.5" r="4.5" /></Sample>estimate and the interval that the rule used: decided</li>
            <li><Sample tone={styles.unsure}><rect className={styles.undecided} x="2" y="6" width="36" height="7" rx="2" /><circle className={styles.hollow} cx="20" cy="9.5" r="4.5" /></Sample>not decided</li>
            <li><Sample><line className={styles.thin} x1="2" x2="38" y1="9.5" y2="9.5" /></Sample>two-sided 95 %</li>
            <li><Sample><rect className={styles.forbidden} x="20" y="0" width="20" height="19" /><line className={styles.limit} x1="20" x2="20" y1="0" y2="19" /></Sample>limit, and what is not allowed</li>
            <li><Sample><line className={styles.neutral} x1="20" x2="20" y1="1" y2="18" /></Sample>same as FP32</li>
        </ul>
    );
}

function Sample({ tone = "", children }: { tone?: string | undefined; children: React.ReactNode }) {
    return <svg viewBox="0 0 40 19" width="40" height="19" aria-hidden="true" className={tone}>{children}</svg>;
}
