import { said } from "../api/refused";
import { Button } from "./Button";
import styles from "./note.module.css";

/** Where nothing is to be shown: why, and what to do next. */
export function Empty({ title, children }: { title: string; children?: React.ReactNode }) {
    return (
        <div className={styles.note}>
            <h2>{title}</h2>
            {children}
        </div>
    );
}

/** What the service refused or could not do. */
export function Failed({ failure, retry }: { failure: unknown; retry?: () => void }) {
    return (
        <div className={`${styles.note} ${styles.bad}`} role="alert">
            <h2>This could not be shown</h2>
            <p>{said(failure)}</p>
            {retry && <Button onClick={retry}>Try again</Button>}
        </div>
    );
}

export function Loading({ what }: { what: string }) {
    return (
        <p className={styles.loading} role="status">
            Loading {what}…
        </p>
    );
}
