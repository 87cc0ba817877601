import { useQueryClient } from "@tanstack/react-query";
import { measurements, variants } from "../api/queries";
import { said } from "../api/refused";
import type { Row } from "../api/types";
import { useChoose } from "../compare/useChoose";
import { Button } from "../ui/Button";
import { tell } from "../ui/toasts";
import { visible } from "../ui/visible";
import { classOf, sameBytes } from "./rows";

/** Chooses the measurement of a row to compare it. Which one that is, is asked when somebody wants it: the answer is large. */
export function ChooseRow({ run, row }: { run: string; row: Row }) {
    const client = useQueryClient();
    const { first, act } = useChoose();
    const label = `${row.recipe ?? ""} on ${classOf(row)}`;
    const choose = async (): Promise<void> => {
        try {
            const source = row.reused?.run ?? run;
            const { items } = await client.fetchQuery(measurements(source));
            const own = row.reused ? sameBytes(row, (await client.fetchQuery(variants(source, "DONE"))).items) : [row.variantId];
            const found = items.find((each) => own.includes(each.variantId) && each.device?.node === row.device?.node);
            if (found?.id === undefined) return tell("Nothing was measured of it.");
            act({ measurement: found.id, label });
        } catch (failure) {
            tell(said(failure));
        }
    };
    const text = first === null ? "Compare…" : "Compare with it";
    return <Button onClick={() => void choose()} aria-label={`${text} ${visible(label)}`}>{text}</Button>;
}
