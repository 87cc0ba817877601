import type { VerdictDocument } from "../api/types";
import { bound, isKnown, limitOf, title } from "../draw/forest";
import { EFFECTS } from "../draw/effects";
import { words } from "../draw/words";
import { writing, written } from "../number/metric";
import { UNKNOWN } from "../number/number";
import { visible } from "../ui/visible";
import { classOf, variantsOf } from "./rows";
import { cellsOf, differs, HEADINGS, sentence } from "./since";

/** Everything that means something to Markdown as itself. */
export const plain = (text: string): string => visible(text).replace(/[\\`*_{}[\]<>()#|~!&@-]/g, "\\$&");

/** The verdict for a comment or a chat: what to ship, then what each rule says. */
export function markdown(document: VerdictDocument, address: string): string {
    const decisions = (document.decisions ?? []).map(({ deviceClass, recipe, decision }) => {
        const place = deviceClass ? ` on ${plain(deviceClass)}` : "";
        return `**${(decision?.outcome ?? "INVALID").replaceAll("_", " ")}${place}** (${plain(recipe ?? "")}): ${plain(decision?.reason ?? "")}`;
    });
    const rows = variantsOf(document).flatMap((row) =>
        (row.rules ?? []).map((outcome) => {
            const metric = outcome.metric ?? "";
            const limit = limitOf(outcome);
            const value = outcome.observed && outcome.verdict !== "INVALID" ? written(metric, outcome.observed) : UNKNOWN;
            const effect = EFFECTS[outcome.effect ?? "DECIDES"];
            const verdict = [outcome.verdict, effect, words(outcome)].filter(Boolean).join(": ");
            return [title(outcome), row.recipe ?? "", classOf(row), value, isKnown(limit) ? bound(limit, writing(metric).plain) : UNKNOWN, verdict];
        }),
    );
    return [
        `## ${plain(document.runName ?? "Run")}: ${document.verdict}`,
        ...decisions,
        table(["rule", "variant", "device", "value [interval]", "limit", "outcome"], rows),
        ...since(document.previous),
        `[the run's page](<${address}>)`,
    ].join("\n\n");
}

/** What changed; all outcomes stand on the page. */
function since(previous: VerdictDocument["previous"]): string[] {
    if (previous == null) return [];
    const changed = (previous.outcomes ?? []).filter(differs).map(cellsOf);
    const said = plain(sentence(previous, (instant) => instant).join(previous.runId ?? ""));
    return changed.length === 0 ? [said] : [said, table(HEADINGS, changed)];
}

function table(heads: string[], rows: string[][]): string {
    const line = (cells: string[]): string => `| ${cells.map(plain).join(" | ")} |`;
    return [line(heads), `|${"---|".repeat(heads.length)}`, ...rows.map(line)].join("\n");
}
