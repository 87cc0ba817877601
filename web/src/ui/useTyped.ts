import { useEffect, useRef, useState } from "react";

const TYPED_MILLIS = 250;

/** What somebody types, and tells it once they rest or say that they are done; what else renders meanwhile delays nothing. */
export function useTyped(value: string, change: (to: string) => void) {
    const [text, setText] = useState(value);
    const told = useRef(value);
    const latest = useRef(change);
    useEffect(() => void (latest.current = change));
    useEffect(() => {
        // What was told comes back as the value while its writer types on.
        if (value === told.current) return;
        told.current = value;
        setText(value);
    }, [value]);
    useEffect(() => {
        if (text === told.current) return;
        const rest = setTimeout(() => tell(text), TYPED_MILLIS);
        return () => clearTimeout(rest);
    }, [text]);
    const tell = (to: string): void => {
        if (to === told.current) return;
        told.current = to;
        latest.current(to);
    };
    return { text, setText, done: () => tell(text) };
}
