import type { Row, RuleOutcome } from "../../api/types";

/** Why the times of a row explain nothing, a sentence each, as `narrowgauge run why` tells it; none where they do. */
export function invalid(row: Row): string[] {
    const isTimedInVain = row.latency?.speed === "INVALID";
    if (row.verdict !== "INVALID" && !isTimedInVain) return [];
    const times = isTimedInVain ? [row.latency?.reason ?? ""] : [];
    const failure = row.failure ? [`${row.failure.code}: ${row.failure.message}`] : [];
    const rules = (row.rules ?? []).filter(decidesInvalid).map(({ sentence = "" }) => sentence);
    const all = [...new Set([...times, ...failure, ...rules])].filter((sentence) => sentence !== "");
    return all.length > 0 ? all : ["The verdict gives no reason."];
}

const decidesInvalid = ({ verdict, effect }: RuleOutcome): boolean => verdict === "INVALID" && (effect ?? "DECIDES") === "DECIDES";
