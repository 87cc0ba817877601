import { useEffect, useRef, useState } from "react";

/** Calls that when the element comes near the screen. */
export function useEnd(near: () => void): (element: Element | null) => void {
    const [element, setElement] = useState<Element | null>(null);
    const latest = useRef(near);
    useEffect(() => void (latest.current = near));
    useEffect(() => {
        if (element === null) return;
        const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), { rootMargin: "400px" });
        watch.observe(element);
        return () => watch.disconnect();
    }, [element]);
    return setElement;
}
