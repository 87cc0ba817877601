import { useEffect, useState } from "react";
import styles from "./search.module.css";

const TYPED_MILLIS = 250;

interface Props { label: string; placeholder: string; value: string; change: (to: string) => void }

/** Asks once its writer rests. */
export function Search({ label, placeholder, value, change }: Props) {
    const [text, setText] = useState(value);
    useEffect(() => setText(value), [value]);
    useEffect(() => {
        if (text === value) return;
        const rest = setTimeout(() => change(text), TYPED_MILLIS);
        return () => clearTimeout(rest);
    }, [text, value, change]);
    return (
        <form className={styles.search} role="search" aria-label={label} onSubmit={(event) => (event.preventDefault(), change(text))}>
            <input type="search" aria-label={`Search: ${label}`} data-search placeholder={placeholder} value={text} onChange={(event) => setText(event.target.value)} />
        </form>
    );
}
