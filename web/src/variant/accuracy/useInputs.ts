import { useQuery } from "@tanstack/react-query";
import { content, dataset as datasetOf } from "../../api/queries";
import { arrayIn } from "./npz";
import { isPicture, pictureOf, type Picture } from "./pictures";

/** More is not fetched to look at some samples of it. */
const MOST_BYTES = 1 << 25;

export interface Inputs {
    /** Whether it is worth asking for them. */
    offered: boolean;
    /** Null where they are no pictures, or not known yet. */
    pictureOf: ((sample: number) => Picture | null) | null;
    waits: boolean;
    failure: unknown;
}

/** What a dataset has of single samples, as pictures, once they are wanted. */
export function useInputs(id: string | undefined, wanted: boolean): Inputs {
    const described = useQuery({ ...datasetOf(id ?? ""), enabled: id !== undefined });
    const offered = described.data !== undefined && described.data.sizeBytes <= MOST_BYTES && described.data.description.tensors.some(({ dims }) => dims.length === 3 || dims.length === 4);
    const names = described.data?.description.tensors.map(({ name }) => name) ?? [];
    const { data, isLoading, error } = useQuery({
        queryKey: ["inputs", id, names],
        queryFn: async () => {
            const file = await content(id ?? "");
            for (const name of names) {
                const array = await arrayIn(file, name);
                if (array !== null && isPicture(array)) return array;
            }
            return null;
        },
        enabled: wanted && offered,
        staleTime: Infinity,
    });
    return { offered, pictureOf: data ? (sample) => pictureOf(data, sample) : null, waits: isLoading, failure: error };
}
