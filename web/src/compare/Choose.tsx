import { Button } from "../ui/Button";
import { visible } from "../ui/visible";
import type { Chosen } from "./chosen";
import { useChoose } from "./useChoose";

/** Holds a measurement against the one that was chosen before, or is itself the first. */
export function Choose({ measurement, label }: Chosen) {
    const { first, act } = useChoose();
    const text = first === null ? "Compare…" : first.measurement === measurement ? "Chosen ×" : "Compare with it";
    return <Button onClick={() => act({ measurement, label })} aria-label={`${text} ${visible(label)}`}>{text}</Button>;
}
