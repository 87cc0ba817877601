import { Outlet } from "@tanstack/react-router";
import { CompareBar } from "../compare/CompareBar";
import { SessionMenu } from "../session/SessionMenu";
import { Toasts } from "../ui/Toasts";
import { Help } from "./Help";
import { Menu } from "./Menu";
import { useShortcuts } from "./shortcuts";
import { ThemeChoice } from "./ThemeChoice";
import styles from "./shell.module.css";

/** What is around every page. */
export function Shell() {
    const { help, setHelp } = useShortcuts();
    return (
        <>
            <a className={styles.skip} href="#main" onClick={(event) => (event.preventDefault(), document.getElementById("main")?.focus())}>Skip to the content</a>
            <header className={styles.bar}>
                <span className={styles.brand}>Narrowgauge</span>
                <Menu />
                <div className={styles.tools}>
                    <button type="button" className={styles.help} aria-label="Keys" title="Keys (?)" onClick={() => setHelp(true)}>?</button>
                    <ThemeChoice />
                    <SessionMenu />
                </div>
            </header>
            <main id="main" className={styles.main} tabIndex={-1}>
                <Outlet />
            </main>
            <CompareBar />
            <Toasts />
            {help && <Help onClose={() => setHelp(false)} />}
        </>
    );
}
