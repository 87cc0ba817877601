import type { Model } from "../api/types";
import { counted } from "../number/number";
import { Name } from "../ui/Name";
import styles from "./submit.module.css";

const SHOWN = 6;

/** What the inspection of a model saw. */
export function ModelFacts({ model }: { model: Model | undefined }) {
    if (model === undefined) return null;
    const { opset, nodeCount, parameterCount, inputs, opCounts, quantized } = model.description;
    const operators = Object.entries(opCounts).sort(([, one], [, other]) => other - one);
    return (
        <div className={styles.facts}>
            <p>opset {opset}, {counted(nodeCount, "node")}, {parameterCount.toLocaleString()} parameters</p>
            <p>Inputs: {inputs.map(({ name, elementType, dims }, index) => <span key={name}>{index > 0 && ", "}<Name>{name}</Name> <code>{elementType}[{dims.map((size) => (size < 0 ? "?" : size)).join(", ")}]</code></span>)}</p>
            <p>Operators: {operators.slice(0, SHOWN).map(([type, count]) => `${type} × ${count}`).join(", ")}{operators.length > SHOWN && ` and ${operators.length - SHOWN} other types`}</p>
            {quantized && <p role="alert" className={styles.trouble}>This model is quantized already: give the float model that it was made from.</p>}
        </div>
    );
}
