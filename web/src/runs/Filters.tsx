import type { RunFilter } from "../api/queries";
import { useTyped } from "../ui/useTyped";
import { STATES, VERDICTS } from "./filter";
import styles from "./filters.module.css";

interface Props { filter: RunFilter; change: (to: RunFilter) => void }

/** What is chosen stands in the address; a search once its writer rests. */
export function Filters({ filter, change }: Props) {
    const { text, setText, done } = useTyped(filter.text ?? "", (to) => change({ ...filter, text: to }));
    return (
        <form className={styles.filters} role="search" aria-label="Runs" onSubmit={(event) => (event.preventDefault(), done())}>
            <label className={styles.search}>
                <span>Search</span>
                <input type="search" data-search value={text} placeholder="Name, tag, commit or model" onChange={(event) => setText(event.target.value)} />
            </label>
            <Choice label="Verdict" values={VERDICTS} value={filter.verdict} choose={(verdict) => change({ ...filter, verdict })} />
            <Choice label="State" values={STATES} value={filter.state} choose={(state) => change({ ...filter, state })} />
            {filter.model && <Chosen what={`model ${filter.model}`} drop={() => change({ ...filter, model: undefined })} />}
            {filter.tag && <Chosen what={`tag ${filter.tag}`} drop={() => change({ ...filter, tag: undefined })} />}
        </form>
    );
}

interface ChoiceProps<T extends string> { label: string; values: readonly T[]; value: T | undefined; choose: (value: T | undefined) => void }

function Choice<T extends string>({ label, values, value, choose }: ChoiceProps<T>) {
    return (
        <label>
            <span>{label}</span>
            <select value={value ?? ""} onChange={(event) => choose(values.find((each) => each === event.target.value))}>
                <option value="">Any</option>
                {values.map((each) => <option key={each} value={each}>{each}</option>)}
            </select>
        </label>
    );
}

function Chosen({ what, drop }: { what: string; drop: () => void }) {
    return <button type="button" className={styles.chosen} onClick={drop} aria-label={`Any instead of ${what}`}><bdi>{what}</bdi> ×</button>;
}
