import type { ReleaseStep } from "../api/types";
import { moment } from "../number/time";
import { Badge } from "../ui/Badge";
import { Name } from "../ui/Name";
import styles from "./releases.module.css";

/** Who said what of a release, the oldest first; where the service asks nobody for a key it knows no names. */
export function Steps({ steps }: { steps: ReleaseStep[] }) {
    return (
        <ol className={styles.steps}>
            {steps.map(({ state = "", at = "", by, reason = "" }) => (
                <li key={`${at} ${state}`}>
                    <Badge of={state} quiet /> <span>{moment(at)}{by && <> by <Name>{by}</Name></>}: <Name>{reason}</Name></span>
                </li>
            ))}
        </ol>
    );
}
