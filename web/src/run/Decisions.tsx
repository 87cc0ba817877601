import type { DeviceDecision, VerdictDocument } from "../api/types";
import { Badge, look } from "../ui/Badge";
import { buttonLook } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Name } from "../ui/Name";
import { variantsOf } from "./rows";
import styles from "./decisions.module.css";

/** What to ship on each device, before anything else; the numbers in it were rounded where it was decided. */
export function Decisions({ document }: { document: VerdictDocument }) {
    const made = document.decisions ?? [];
    if (made.length === 0) {
        return <p className={styles.old}>This verdict is older than decisions: see what the rules say of each variant below.</p>;
    }
    return (
        <section className={styles.all} aria-label="What to ship">
            {made.map((each) => <One key={`${each.deviceClass} ${each.node}`} made={each} document={document} />)}
        </section>
    );
}

function One({ made, document }: { made: DeviceDecision; document: VerdictDocument }) {
    const { decision } = made;
    if (decision === undefined) return null;
    const outcome = decision.outcome ?? "INVALID";
    const row = variantsOf(document).find((each) => each.recipe === made.recipe && (each.device?.deviceClass ?? null) === (made.deviceClass ?? null));
    const missing = (decision.missing ?? []).filter((sentence) => sentence !== decision.reason);
    return (
        <article className={`${styles.one} ${styles[look(outcome).tone]}`}>
            <h2 className={outcome === "SHIP" || outcome === "SHIP_FP32" ? styles.decided : styles.undecided}>
                <span className={styles.icon}><Icon shape={look(outcome).shape} /></span><span><Headline made={made} /></span>
            </h2>
            <p className={styles.reason}>{decision.reason}</p>
            {missing.length > 0 && <ul>{missing.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>}
            <div className={styles.more}>
                {outcome === "SHIP" && row?.variantId && <a className={buttonLook("main")} href={`/v1/variants/${row.variantId}/content`} download="">Download {decision.subject}</a>}
                {row?.variantId && <a className={buttonLook()} href={`/v1/variants/${row.variantId}/report.html`}>Quality report</a>}
                <Findings made={made} />
            </div>
        </article>
    );
}

function Headline({ made: { deviceClass, node, recipe, decision } }: { made: DeviceDecision }) {
    const place = deviceClass && <> on <span title={node ?? undefined}><Name>{deviceClass}</Name></span></>;
    switch (decision?.outcome) {
        case "SHIP":
            return <>Ship {decision.subject} (<Name>{recipe ?? ""}</Name>){place}</>;
        case "SHIP_FP32":
            return <>Ship FP32{place}</>;
        case "CANNOT_TELL":
            return <>Cannot tell yet{place}</>;
        default:
            return <>No valid result{place}</>;
    }
}

function Findings({ made }: { made: DeviceDecision }) {
    const findings = made.decision?.findings ?? [];
    if (findings.length === 0) return null;
    return (
        <details className={styles.findings}>
            <summary>What was compared with which limit</summary>
            <ul>
                {findings.map((finding) => <li key={finding.sentence}><Badge of={finding.state ?? "UNDECIDED"} /> {finding.sentence}</li>)}
            </ul>
        </details>
    );
}
