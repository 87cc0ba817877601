import { useSyncExternalStore } from "react";
import { Badge } from "./Badge";
import { current, dismiss, subscribe } from "./toasts";
import styles from "./toasts.module.css";

export function Toasts() {
    const toasts = useSyncExternalStore(subscribe, current);
    return (
        <div className={styles.toasts} role="status" aria-live="polite">
            {toasts.map(({ id, text, state }) => (
                <div key={id} className={styles.toast}>
                    {state && <Badge of={state} />}
                    <span>{text}</span>
                    <button type="button" aria-label="Dismiss" onClick={() => dismiss(id)}>×</button>
                </div>
            ))}
        </div>
    );
}
