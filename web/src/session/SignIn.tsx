import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { providers } from "../api/queries";
import { said } from "../api/refused";
import { Button } from "../ui/Button";
import { begin, withKey } from "./session";
import styles from "./sign-in.module.css";

/** The ways in. */
export function SignIn({ trouble }: { trouble: string | null }) {
    const [failed, setFailed] = useState(trouble);
    const { data } = useQuery(providers);
    const offered = (data?.items ?? []).filter((provider) => provider.page);
    useEffect(() => setFailed(trouble), [trouble]);
    useEffect(() => void (document.title = "Sign in · Narrowgauge"), []);
    const attempt = (action: Promise<void>): void => void action.catch((failure: unknown) => setFailed(said(failure)));
    return (
        <main className={styles.page}>
            <div className={styles.card}>
                <h1>Narrowgauge</h1>
                <p className={styles.soft}>Which variant may ship on which device, and why. Sign in to see.</p>
                {failed && <p role="alert" className={styles.trouble}>{failed}</p>}
                {offered.map(({ name }) => (
                    <Button key={name} kind="main" onClick={() => attempt(begin(name))}>Sign in with {name}</Button>
                ))}
                <KeyForm attempt={attempt} />
                <p className={styles.soft}>
                    <code>narrowgauge key link</code> prints a link that signs this browser in, as <code>narrowgauge up</code> does when it starts.
                </p>
            </div>
        </main>
    );
}

function KeyForm({ attempt }: { attempt: (action: Promise<void>) => void }) {
    const client = useQueryClient();
    const [key, setKey] = useState("");
    const enter = async (): Promise<void> => {
        await withKey(key.trim());
        await client.resetQueries();
    };
    return (
        <form className={styles.key} onSubmit={(event) => (event.preventDefault(), attempt(enter()))}>
            <label htmlFor="key">API key</label>
            <div>
                <input id="key" type="password" autoComplete="off" placeholder="ng_…" value={key} onChange={(event) => setKey(event.target.value)} required />
                <Button type="submit">Sign in</Button>
            </div>
        </form>
    );
}
