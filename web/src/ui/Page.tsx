import { useEffect, useRef } from "react";
import { visible } from "./visible";
import styles from "./page.module.css";

interface Props {
    title: string;
    /** Instead of the title, where it is more than a text. */
    heading?: React.ReactNode;
    soft?: React.ReactNode;
    actions?: React.ReactNode;
    children: React.ReactNode;
}

let visited = false;

/** A place of the dashboard: its title is that of the window, and who comes to it from another one begins at its heading. */
export function Page({ title, heading, soft, actions, children }: Props) {
    const head = useRef<HTMLHeadingElement>(null);
    useEffect(() => {
        document.title = `${visible(title)} · Narrowgauge`;
    }, [title]);
    useEffect(() => {
        // A link to a row has taken the focus there.
        if (visited && !document.activeElement?.closest("[data-marked]")) head.current?.focus({ preventScroll: true });
        visited = true;
    }, []);
    return (
        <>
            <header className={styles.head}>
                <div className={styles.words}>
                    <h1 ref={head} tabIndex={-1}>{heading ?? title}</h1>
                    {soft && <div className={styles.soft}>{soft}</div>}
                </div>
                {actions && <div className={styles.actions}>{actions}</div>}
            </header>
            {children}
        </>
    );
}
