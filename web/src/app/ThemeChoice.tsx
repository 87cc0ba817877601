import { useState } from "react";
import { setTheme, theme, type Theme } from "./theme";
import styles from "./shell.module.css";

const NAMES: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };

export function ThemeChoice() {
    const [chosen, setChosen] = useState(theme);
    const change = (value: Theme): void => {
        setTheme(value);
        setChosen(value);
    };
    return (
        <select aria-label="Colours" className={styles.select} value={chosen} onChange={(event) => change(event.target.value as Theme)}>
            {Object.entries(NAMES).map(([value, name]) => <option key={value} value={value}>{name}</option>)}
        </select>
    );
}
