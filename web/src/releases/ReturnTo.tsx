import type { Release } from "../api/types";
import styles from "../ui/dialog.module.css";
import { visible } from "../ui/visible";
import { titleOf } from "./rights";

/** Unless somebody says so, the service knows which was active before. */
export function ReturnTo({ replaced, to, choose }: { replaced: Release[]; to: number | undefined; choose: (to: number | undefined) => void }) {
    return (
        <label className={styles.field}>
            Return to
            <select value={to ?? ""} onChange={(event) => choose(event.target.value === "" ? undefined : Number(event.target.value))}>
                <option value="">The one that was active before it</option>
                {replaced.map((each) => <option key={each.id} value={each.number}>{visible(titleOf(each))} ({visible(each.recipe ?? "")})</option>)}
            </select>
        </label>
    );
}
