import { ALL, type Place } from "./place";
import { Within } from "./Within";

interface Props { list: keyof Place; shown: string | undefined; first: number; all: number; noun: string }

/** Between the first of a long list and all of it. */
export function ShowAll({ list, shown, first, all, noun }: Props) {
    if (all <= first) return null;
    return shown === undefined
        ? <Within change={{ [list]: ALL }}>Show all {all} {noun}s</Within>
        : <Within change={{ [list]: undefined }}>Show only {first} {noun}s</Within>;
}
