import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { said } from "../api/refused";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import styles from "./releases.module.css";

const MOST_LETTERS = 500;

interface Props {
    title: string;
    action: string;
    /** What whoever reads it later wants to know. */
    question: string;
    danger?: boolean;
    act: (reason: string) => Promise<unknown>;
    onClose: () => void;
    children?: React.ReactNode;
}

/** Does what has to have a reason; of a refusal it shows why. */
export function ReasonDialog({ title, action, question, danger = false, act, onClose, children }: Props) {
    const [reason, setReason] = useState("");
    const { mutate, isPending, error } = useMutation({ mutationFn: () => act(reason.trim()), onSuccess: onClose });
    return (
        <Dialog title={title} onClose={onClose} closing="Leave it" actions={<Button kind={danger ? "danger" : "main"} disabled={reason.trim() === "" || isPending} onClick={() => mutate()}>{action}</Button>}>
            {children}
            <label className={styles.field}>{question}<textarea rows={3} maxLength={MOST_LETTERS} required value={reason} onChange={(event) => setReason(event.target.value)} /></label>
            {error && <p role="alert" className={styles.trouble}>{said(error)}</p>}
        </Dialog>
    );
}
