import { useQuery } from "@tanstack/react-query";
import { nodes } from "../api/queries";
import { Name } from "../ui/Name";
import type { Draft } from "./draft";
import styles from "./submit.module.css";

interface Props { draft: Draft; set: (change: Partial<Draft>) => void; fault: string | undefined }

/** What live nodes offer. */
export function Devices({ draft, set, fault }: Props) {
    const live = (useQuery(nodes).data?.items ?? []).filter((node) => node.live);
    const offered = [...new Set(live.flatMap((node) => node.deviceClasses))].sort();
    const toggle = (name: string): void =>
        set({ deviceClasses: draft.deviceClasses.includes(name) ? draft.deviceClasses.filter((each) => each !== name) : [...draft.deviceClasses, name] });
    return (
        <fieldset className={styles.choices}>
            <legend>None: the best class of each live node</legend>
            {offered.map((name) => (
                <label key={name}>
                    <input type="checkbox" checked={draft.deviceClasses.includes(name)} onChange={() => toggle(name)} />
                    <Name>{name}</Name>
                </label>
            ))}
            {offered.length === 0 && <p>No node is live: the run waits until one comes.</p>}
            {fault && <p role="alert" className={styles.trouble}>{fault}</p>}
        </fieldset>
    );
}
