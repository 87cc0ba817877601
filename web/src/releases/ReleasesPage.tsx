import { useSearch } from "@tanstack/react-router";
import { Named } from "./Named";
import { Overview } from "./Overview";

/** What is deployed of each model name, or all releases of one. */
export function ReleasesPage() {
    const { name } = useSearch({ from: "/releases" });
    return name === undefined ? <Overview /> : <Named key={name} name={name} />;
}
