import styles from "./icon.module.css";

/** Each has a shape of its own, so that nobody needs the colour. */
const SHAPES: Record<string, React.ReactNode> = {
    pass: <><circle cx="8" cy="8" r="7" className={styles.filled} /><path d="M4.8 8.2l2.2 2.3 4.2-4.8" className={styles.mark} /></>,
    fail: <><path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" className={styles.filled} /><path d="M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4" className={styles.mark} /></>,
    unsure: <><circle cx="8" cy="8" r="6.6" className={styles.dashed} /><path d="M6.2 6.3a1.9 1.9 0 1 1 2.7 1.8c-.6.3-.9.6-.9 1.2" className={styles.stroke} /><circle cx="8" cy="11.3" r=".9" className={styles.filled} /></>,
    invalid: <><circle cx="8" cy="8" r="6.6" className={styles.outline} /><path d="M3.6 3.6l8.8 8.8" className={styles.stroke} /></>,
    waiting: <><circle cx="8" cy="8" r="6.6" className={styles.outline} /><path d="M8 4.4V8l2.6 1.6" className={styles.stroke} /></>,
    running: <><circle cx="8" cy="8" r="6.6" className={styles.outline} /><path d="M6.4 5l4.6 3-4.6 3z" className={styles.filled} /></>,
    ended: <><circle cx="8" cy="8" r="6.6" className={styles.outline} /><path d="M5 8h6" className={styles.stroke} /></>,
};

export function Icon({ shape }: { shape: string }) {
    return (
        <svg className={styles.icon} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            {SHAPES[shape]}
        </svg>
    );
}
