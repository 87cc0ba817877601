import { useTyped } from "./useTyped";
import styles from "./search.module.css";

interface Props { label: string; placeholder: string; value: string; change: (to: string) => void }

/** Asks once its writer rests. */
export function Search({ label, placeholder, value, change }: Props) {
    const { text, setText, done } = useTyped(value, change);
    return (
        <form className={styles.search} role="search" aria-label={label} onSubmit={(event) => (event.preventDefault(), done())}>
            <input type="search" aria-label={`Search: ${label}`} data-search placeholder={placeholder} value={text} onChange={(event) => setText(event.target.value)} />
        </form>
    );
}
