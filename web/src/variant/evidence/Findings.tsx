import { Icon } from "../../ui/Icon";
import type { Finding } from "./told";
import styles from "./findings.module.css";

export function Findings({ findings }: { findings: Finding[] }) {
    return (
        <ul className={styles.all}>
            {findings.map(({ state, word, sentence, details = [] }) => (
                <li key={word + sentence} data-finding={word}>
                    <strong className={styles[state]}><Icon shape={state} /> {word}</strong> <span>{sentence}{details.length > 0 && <ul>{details.map((each) => <li key={each}>{each}</li>)}</ul>}</span>
                </li>
            ))}
        </ul>
    );
}
