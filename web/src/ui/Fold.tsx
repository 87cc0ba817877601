import { useState } from "react";

/** What is made once somebody opens it. */
export function Fold({ title, children }: { title: string; children: React.ReactNode }) {
    const [opened, setOpened] = useState(false);
    return (
        <details onToggle={(event) => event.currentTarget.open && setOpened(true)}>
            <summary>{title}</summary>
            {opened && children}
        </details>
    );
}
