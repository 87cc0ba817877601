import type { VerdictDocument } from "../../api/types";
import type { Opened } from "../../proof/dsse";
import type { Proof } from "../../proof/prove";
import { counted } from "../../number/number";

export interface Finding { state: "pass" | "fail" | "unsure"; word: string; sentence: string; details?: string[] }

/** In the words of `narrowgauge verify`; what could not be found out is never good. */
export function findingsOf({ signature, statement, changed }: Proof, document: VerdictDocument): Finding[] {
    return [ofSignature(signature), ...(statement === null ? [] : [ofStatement(statement, document)]), ofPieces(signature, changed, document)];
}

function ofSignature(signature: Opened): Finding {
    switch (signature.state) {
        case "SIGNED":
            return { state: "pass", word: "SIGNED", sentence: `by the key that this service gives, whose id is ${signature.keyId}.` };
        case "CHANGED":
            return { state: "fail", word: "DIFFERENT", sentence: `The attestation was changed after it was signed: its signature is not that of its content by the key ${signature.keyId}, which it names.` };
        case "OTHER_KEY":
            return { state: "unsure", word: "CANNOT TELL", sentence: `The attestation is not signed by the key that this service gives, whose id is ${signature.keyId}; it names ${signature.named.join(", ") || "none"}. Where the key was replaced, check it with the one of then.` };
        default:
            return { state: "unsure", word: "CANNOT TELL", sentence: `${signature.why} Check it with the command below.` };
    }
}

function ofStatement(statement: NonNullable<Proof["statement"]>, { runId, digests }: VerdictDocument): Finding {
    switch (statement.state) {
        case "SAME":
            return { state: "pass", word: "THIS DOCUMENT", sentence: `What is signed speaks of this very document, by its root ${statement.root}.` };
        case "OTHER":
            return { state: "fail", word: "DIFFERENT", sentence: `What is signed speaks of another document: of run ${statement.run} with the evidence root ${statement.root}; this one is of run ${runId} with ${digests?.root ?? "none"}.` };
        default:
            return { state: "fail", word: "DIFFERENT", sentence: "The attestation is signed, but says nothing of a verdict." };
    }
}

function ofPieces(signature: Opened, changed: string[], { digests }: VerdictDocument): Finding {
    if (digests == null) return { state: "unsure", word: "CANNOT TELL", sentence: "This verdict is older than digests." };
    if (signature.state === "CANNOT_TELL" && crypto.subtle === undefined) return { state: "unsure", word: "CANNOT TELL", sentence: "Digests are not checked, either." };
    if (changed.length > 0) return { state: "fail", word: "DIFFERENT", sentence: "The document is not what its digests are of:", details: changed };
    return { state: "pass", word: "UNCHANGED", sentence: `Each of the ${counted(digests.leaves?.length ?? 0, "piece")} of the document has its digest, and they have its root.` };
}
