import { useId } from "react";
import styles from "./submit.module.css";

interface Props { label: string; value: string; change: (value: string) => void; hint?: string; lines?: number; fault?: string | undefined }

export function TextField({ label, value, change, hint, lines, fault }: Props) {
    const id = useId();
    const shared = {
        id,
        value,
        spellCheck: false,
        "aria-invalid": fault !== undefined,
        "aria-describedby": fault !== undefined ? `${id}-fault` : hint ? `${id}-hint` : undefined,
    };
    return (
        <div className={styles.field}>
            <label htmlFor={id}>{label}</label>
            {lines === undefined ? (
                <input {...shared} onChange={(event) => change(event.target.value)} />
            ) : (
                <textarea {...shared} rows={lines} className={styles.code} onChange={(event) => change(event.target.value)} />
            )}
            {hint && <small id={`${id}-hint`}>{hint}</small>}
            {fault && <p id={`${id}-fault`} role="alert" className={styles.trouble}>{fault}</p>}
        </div>
    );
}
