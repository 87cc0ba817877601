import { Link } from "@tanstack/react-router";
import type { Place } from "./place";

interface Props { change: Partial<Place>; label?: string; className?: string | undefined; children: React.ReactNode }

/** To the same variant, with a part of the address changed. */
export function Within({ change, label, className, children }: Props) {
    return (
        <Link from="/runs/$id/variants/$variant" to="." search={(now) => ({ ...now, ...change })} resetScroll={false} className={className} aria-label={label}>
            {children}
        </Link>
    );
}
