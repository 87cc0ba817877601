import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { type Kind, uploads } from "../api/queries";
import type { Dataset, Model } from "../api/types";
import { bytes } from "../number/number";
import { moment } from "../number/time";
import { Button } from "../ui/Button";
import { useTyped } from "../ui/useTyped";
import { visible } from "../ui/visible";
import { listed } from "./listed";
import { Upload } from "./Upload";
import styles from "./submit.module.css";

interface Props {
    kind: Kind;
    label: string;
    accept: string;
    value: string;
    choose: (id: string) => void;
    trouble: string | undefined;
    children?: React.ReactNode;
}

/** What was uploaded before, or a file. */
export function Picker({ kind, label, accept, value, choose, trouble, children }: Props) {
    const client = useQueryClient();
    const id = useId();
    const [asked, setAsked] = useState("");
    const [chosen, setChosen] = useState<Model | Dataset>();
    const { text, setText, done: find } = useTyped(asked, setAsked);
    const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(uploads(kind, asked));
    const items = listed(data?.pages.flatMap((page) => page.items) ?? [], chosen, value);
    const take = (item: Model | Dataset | undefined): void => {
        setChosen(item);
        choose(item?.id ?? "");
    };
    /** Searches, and does not start the run. */
    const press = (event: React.KeyboardEvent): void => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        find();
    };
    const done = async (uploaded: Model | Dataset): Promise<void> => {
        await client.invalidateQueries({ queryKey: [kind] });
        take(uploaded);
    };
    return (
        <div className={styles.field}>
            <label htmlFor={id}>{label}</label>
            {(hasNextPage || asked !== "") && (
                <div className={styles.find}>
                    <input type="search" aria-label="A part of its name" placeholder="A part of its name" value={text} onChange={(event) => setText(event.target.value)} onKeyDown={press} />
                    {hasNextPage && <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>List older ones, too</Button>}
                </div>
            )}
            <select id={id} value={value} required aria-invalid={trouble !== undefined} aria-describedby={trouble && `${id}-trouble`} onChange={(event) => take(items.find((item) => item.id === event.target.value))}>
                <option value="">{items.length === 0 && asked !== "" ? "None is called like that" : "Choose one that was uploaded…"}</option>
                {items.map((item) => <option key={item.id} value={item.id}>{visible(item.name).slice(0, 80)}, {bytes(item.sizeBytes)}, {moment(item.createdAt)}</option>)}
            </select>
            <Upload kind={kind} label={kind === "models" ? "a model" : "data"} accept={accept} done={(uploaded) => void done(uploaded)} />
            {trouble && <p id={`${id}-trouble`} role="alert" className={styles.trouble}>{trouble}</p>}
            {children}
        </div>
    );
}
