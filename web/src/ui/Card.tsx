import { useId } from "react";
import styles from "./card.module.css";

/** A part of a page under its heading. */
export function Card({ title, aside, children }: { title: string; aside?: React.ReactNode; children: React.ReactNode }) {
    const id = useId();
    return (
        <section className={styles.card} aria-labelledby={id}>
            <header className={styles.head}>
                <h2 id={id}>{title}</h2>
                {aside}
            </header>
            {children}
        </section>
    );
}
