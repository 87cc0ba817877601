import { Link } from "@tanstack/react-router";
import type { Release } from "../api/types";
import { moment } from "../number/time";
import { Badge } from "../ui/Badge";
import { Name } from "../ui/Name";
import { Acts } from "./Acts";
import { titleOf } from "./rights";
import { Steps } from "./Steps";
import styles from "./releases.module.css";

/** A release: what it is, how it came to where it stands, and what one may do with it. */
export function Version({ release, replaced }: { release: Release; replaced: Release[] }) {
    const { recipe = "", precision = "", deviceClasses = [], runId = "", variantId, sha256 = "", createdAt } = release;
    return (
        <article className={styles.version}>
            <h3><Name>{titleOf(release)}</Name> <Badge of={release.state ?? ""} /></h3>
            <p className={styles.soft}>
                <Name>{recipe}</Name>, {precision.toUpperCase()}, passed on <Name>{deviceClasses.join(", ")}</Name>{createdAt && <>, proposed {moment(createdAt)}</>}
            </p>
            <p className={styles.soft}>SHA-256 <code>{sha256.slice(0, 16)}</code></p>
            <Steps steps={release.steps ?? []} />
            <p className={styles.links}>
                <Link to="/runs/$id" params={{ id: runId }}>The run that judged it</Link>
                {variantId && <a href={`/v1/variants/${variantId}/content`} download="">ONNX file</a>}
            </p>
            <Acts release={release} replaced={replaced} />
        </article>
    );
}
