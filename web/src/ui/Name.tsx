import { visible } from "./visible";

/** A name that somebody chose, which turns nothing beside it around. */
export function Name({ children }: { children: string }) {
    return <bdi>{visible(children)}</bdi>;
}
