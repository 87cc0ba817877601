import { useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import type { Dataset, Model } from "../api/types";
import { bytes } from "../number/number";
import { moment } from "../number/time";
import { visible } from "../ui/visible";
import { Upload } from "./Upload";
import type { Kind } from "./upload";
import styles from "./submit.module.css";

interface Props {
    kind: Kind;
    label: string;
    accept: string;
    items: (Model | Dataset)[];
    value: string;
    choose: (id: string) => void;
    trouble: string | undefined;
    children?: React.ReactNode;
}

/** What was uploaded before, or a file. */
export function Picker({ kind, label, accept, items, value, choose, trouble, children }: Props) {
    const client = useQueryClient();
    const id = useId();
    const done = async (uploaded: Model | Dataset): Promise<void> => {
        await client.invalidateQueries({ queryKey: [kind] });
        choose(uploaded.id);
    };
    return (
        <div className={styles.field}>
            <label htmlFor={id}>{label}</label>
            <select id={id} value={value} required aria-invalid={trouble !== undefined} aria-describedby={trouble && `${id}-trouble`} onChange={(event) => choose(event.target.value)}>
                <option value="">Choose one that was uploaded…</option>
                {items.map((item) => <option key={item.id} value={item.id}>{visible(item.name).slice(0, 80)}, {bytes(item.sizeBytes)}, {moment(item.createdAt)}</option>)}
            </select>
            <Upload kind={kind} label={kind === "models" ? "a model" : "data"} accept={accept} done={(uploaded) => void done(uploaded)} />
            {trouble && <p id={`${id}-trouble`} role="alert" className={styles.trouble}>{trouble}</p>}
            {children}
        </div>
    );
}
