import { useNavigate, useSearch } from "@tanstack/react-router";
import type { TensorReport } from "../../api/types";
import { Card } from "../../ui/Card";
import { Search } from "../../ui/Search";
import { ShowAll } from "../ShowAll";
import { byNoise } from "./codes";
import { TensorTable } from "./TensorTable";
import styles from "../variant.module.css";

const WORST = 10;

/** Every quantized tensor: what was seen of it, which range it was given, and what that cost. */
export function Tensors({ tensors }: { tensors: TensorReport[] }) {
    const { tensors: shown, text = "" } = useSearch({ from: "/runs/$id/variants/$variant" });
    const navigate = useNavigate({ from: "/runs/$id/variants/$variant" });
    if (tensors.length === 0) return null;
    const wanted = text.toLowerCase();
    const found = byNoise(tensors).filter(({ name = "" }) => name.toLowerCase().includes(wanted));
    return (
        <Card title="Quantized tensors" aside={<Search label="Tensors" placeholder="A part of the name" value={text} change={(to) => void navigate({ to: ".", search: (now) => ({ ...now, text: to || undefined }), replace: true, resetScroll: false })} />}>
            <p className={styles.soft}>The worst first. The signal to noise of an activation is that of the running variant, so it has the noise of everything before it. In a histogram the shaded part has codes, and what is outside of it is cut off.</p>
            {found.length === 0 ? <p>No tensor is called like that.</p> : <TensorTable tensors={shown === undefined ? found.slice(0, WORST) : found} />}
            <p className={styles.after}><ShowAll list="tensors" shown={shown} first={WORST} all={found.length} noun="tensor" /></p>
        </Card>
    );
}
