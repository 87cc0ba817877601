import { useRef, useState } from "react";
import type { Kind } from "../api/queries";
import { said } from "../api/refused";
import type { Dataset, Model } from "../api/types";
import { bytes, percent } from "../number/number";
import { Button } from "../ui/Button";
import { Name } from "../ui/Name";
import { upload } from "./upload";
import styles from "./submit.module.css";

interface Props { kind: Kind; label: string; accept: string; done: (uploaded: Model | Dataset) => void }

interface Sending { file: File; share: number; stop: AbortController }

/** Takes a file by drop or choice; what is wrong with it is said where it was dropped. */
export function Upload({ kind, label, accept, done }: Props) {
    const [sending, setSending] = useState<Sending | null>(null);
    const [trouble, setTrouble] = useState<string | null>(null);
    const [over, setOver] = useState(false);
    const input = useRef<HTMLInputElement>(null);
    const send = async (file: File | undefined): Promise<void> => {
        if (file === undefined) return;
        const stop = new AbortController();
        setTrouble(null);
        setSending({ file, share: 0, stop });
        try {
            done(await upload(kind, file, (share) => setSending({ file, share, stop }), stop.signal));
        } catch (failure) {
            setTrouble(said(failure));
        }
        setSending(null);
    };
    const drop = (event: React.DragEvent): void => {
        event.preventDefault();
        setOver(false);
        void send(event.dataTransfer.files[0]);
    };
    return (
        <div className={`${styles.drop} ${over ? styles.over : ""}`} onDragOver={(event) => (event.preventDefault(), setOver(true))} onDragLeave={() => setOver(false)} onDrop={drop}>
            {sending ? (
                <>
                    <progress aria-label={`Upload of ${sending.file.name}`} value={sending.share} />
                    <span><Name>{sending.file.name}</Name>, {bytes(sending.file.size)}: {sending.share < 1 ? percent(sending.share, 0) : "arrived, being inspected"}</span>
                    <Button onClick={() => sending.stop.abort()}>Stop</Button>
                </>
            ) : (
                <>
                    <span>Drop a file here, or</span>
                    <Button onClick={() => input.current?.click()}>Upload {label}…</Button>
                    <input ref={input} type="file" accept={accept} hidden aria-label={`Upload ${label}`} onChange={(event) => void send(event.target.files?.[0])} />
                </>
            )}
            {trouble && <p role="alert" className={styles.trouble}>{trouble}</p>}
        </div>
    );
}
