import { useState } from "react";
import { Dialog } from "../ui/Dialog";
import { areOn, SHORTCUTS, turn } from "./shortcuts";
import styles from "./shell.module.css";

export function Help({ onClose }: { onClose: () => void }) {
    const [on, setOn] = useState(areOn);
    const change = (value: boolean): void => {
        turn(value);
        setOn(value);
    };
    return (
        <Dialog title="Keys" onClose={onClose}>
            <dl className={styles.keys}>
                {SHORTCUTS.map(({ keys, what }) => (
                    <div key={keys}>
                        <dt>{keys.split(" ").map((key) => <kbd key={key}>{key}</kbd>)}</dt>
                        <dd>{what}</dd>
                    </div>
                ))}
            </dl>
            <label><input type="checkbox" checked={on} onChange={(event) => change(event.target.checked)} /> Keys alone act on this page</label>
        </Dialog>
    );
}
