import { type Draft, type Faults, OFFERED } from "./draft";
import { TextField } from "./TextField";
import styles from "./submit.module.css";

interface Props { draft: Draft; set: (change: Partial<Draft>) => void; faults: Faults }

/** One variant is made for each. */
export function Recipes({ draft, set, faults }: Props) {
    const toggle = (name: string): void =>
        set({ recipes: draft.recipes.includes(name) ? draft.recipes.filter((each) => each !== name) : [...draft.recipes, name] });
    return (
        <>
            <fieldset className={styles.choices}>
                <legend>One variant is made for each</legend>
                {OFFERED.map(({ name, what }) => (
                    <label key={name}>
                        <input type="checkbox" checked={draft.recipes.includes(name)} onChange={() => toggle(name)} />
                        <span><strong>{name}</strong><small>{what}</small></span>
                    </label>
                ))}
            </fieldset>
            {faults.recipes && <p role="alert" className={styles.trouble}>{faults.recipes}</p>}
            <details open={draft.ownRecipe !== "" || faults.ownRecipe !== undefined}>
                <summary>A recipe of your own</summary>
                <TextField label="Recipe as JSON" hint='Such as {"mode": "static", "exclude": {"opTypes": ["Softmax"]}}' lines={5} value={draft.ownRecipe} change={(ownRecipe) => set({ ownRecipe })} fault={faults.ownRecipe} />
            </details>
        </>
    );
}
