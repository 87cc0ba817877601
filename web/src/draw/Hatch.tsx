import styles from "./drawing.module.css";

/** How what is not allowed is filled, once for all drawings of a page. */
export function Hatch() {
    return (
        <svg width="0" height="0" className={styles.hatch} aria-hidden="true" focusable="false">
            <defs>
                <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <line x1="0" y1="0" x2="0" y2="6" stroke="var(--edge)" strokeWidth="1" opacity="0.55" />
                </pattern>
            </defs>
        </svg>
    );
}
