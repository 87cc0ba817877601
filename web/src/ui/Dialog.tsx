import { useEffect, useId, useRef } from "react";
import { Button } from "./Button";
import styles from "./dialog.module.css";

interface Props { title: string; onClose: () => void; children: React.ReactNode; actions?: React.ReactNode; closing?: string }

/** In front of everything, with the focus inside until it is closed. */
export function Dialog({ title, onClose, children, actions, closing = "Close" }: Props) {
    const box = useRef<HTMLDialogElement>(null);
    const id = useId();
    useEffect(() => box.current?.showModal(), []);
    return (
        <dialog ref={box} className={styles.dialog} aria-labelledby={id} onClose={onClose}>
            <h2 id={id}>{title}</h2>
            {children}
            <div className={styles.actions}>
                <Button onClick={() => box.current?.close()}>{closing}</Button>
                {actions}
            </div>
        </dialog>
    );
}
