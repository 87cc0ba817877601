import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { said } from "../api/refused";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import styles from "./dialog.module.css";

const MOST_LETTERS = 500;

interface Props {
    title: string;
    action: string;
    /** What whoever reads it later wants to know; nothing where no reason is kept. */
    question?: string;
    danger?: boolean;
    act: (reason: string) => Promise<unknown>;
    onClose: () => void;
    children?: React.ReactNode;
}

/** Does what somebody has to mean, with its reason; of a refusal it shows why. */
export function ReasonDialog({ title, action, question, danger = false, act, onClose, children }: Props) {
    const [reason, setReason] = useState("");
    const { mutate, isPending, error } = useMutation({ mutationFn: () => act(reason.trim()), onSuccess: onClose });
    const isOpen = question !== undefined && reason.trim() === "";
    return (
        <Dialog title={title} onClose={onClose} closing="Leave it" actions={<Button kind={danger ? "danger" : "main"} disabled={isOpen || isPending} onClick={() => mutate()}>{action}</Button>}>
            {children}
            {question && <label className={styles.field}>{question}<textarea rows={3} maxLength={MOST_LETTERS} required value={reason} onChange={(event) => setReason(event.target.value)} /></label>}
            {error && <p role="alert" className={styles.trouble}>{said(error)}</p>}
        </Dialog>
    );
}
