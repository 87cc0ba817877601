import type { Envelope, VerdictDocument } from "../api/types";
import { isObject } from "./canonical";
import { differences } from "./digests";
import { open, type Opened } from "./dsse";

const STATEMENT = "https://in-toto.io/Statement/v1";
const PREDICATE = "https://in-toto.io/attestation/test-result/v0.1";

/** What a browser can find out: who signed, whether it was about this document, and what of the document is not as it was. */
export interface Proof { signature: Opened; statement: Statement | null; changed: string[] }

export type Statement = { state: "SAME" | "OTHER"; run: string; root: string } | { state: "NO_VERDICT" };

/** The document as it was sent, since its digests are over all of its members. */
export async function prove(document: VerdictDocument, envelope: Envelope, pem: string, subtle: SubtleCrypto | undefined): Promise<Proof> {
    const signature = await open(envelope, pem, subtle);
    const { digests } = document;
    const changed = subtle === undefined || digests == null ? [] : await differences(document as Record<string, unknown>, digests, subtle);
    return { signature, statement: signature.state === "SIGNED" ? statementOf(signature.document, digests?.root) : null, changed };
}

function statementOf(text: string, own: string | undefined): Statement {
    const statement = parsed(text);
    const predicate = isObject(statement) ? statement["predicate"] : undefined;
    const verdict = isObject(predicate) ? predicate["narrowgauge"] : undefined;
    if (!isObject(statement) || !isObject(verdict) || statement["_type"] !== STATEMENT || statement["predicateType"] !== PREDICATE) return { state: "NO_VERDICT" };
    const { evidenceRoot: root, runId: run } = verdict;
    if (typeof root !== "string" || root === "") return { state: "NO_VERDICT" };
    return { state: root === own ? "SAME" : "OTHER", root, run: String(run) };
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return null;
    }
}
