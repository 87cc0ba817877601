import type { Envelope } from "../api/types";
import { type Bytes, encoded, joined, sha256 } from "./digests";

const IN_TOTO = "application/vnd.in-toto+json";

/** Whether a key has signed the document in an envelope. What cannot be found out is never called signed. */
export type Opened =
    | { state: "SIGNED"; keyId: string; document: string }
    /** The envelope names this key, and the signature is not that of its content. */
    | { state: "CHANGED"; keyId: string }
    | { state: "OTHER_KEY"; keyId: string; named: string[] }
    | { state: "CANNOT_TELL"; why: string };

/** @param subtle absent where a page came without TLS, but from this very machine */
export async function open({ payload = "", payloadType = "", signatures = [] }: Envelope, pem: string, subtle: SubtleCrypto | undefined): Promise<Opened> {
    if (subtle === undefined) return { state: "CANNOT_TELL", why: "The browser gives WebCrypto only to pages that come over HTTPS or from this very machine." };
    const der = fromPem(pem);
    if (der === null) return { state: "CANNOT_TELL", why: "What the service gives as its key is no public key in PEM." };
    const keyId = await sha256(der, subtle);
    const key = await imported(der, subtle);
    if (typeof key === "string") return { state: "CANNOT_TELL", why: key };
    const document = fromBase64(payload);
    const named = signatures.map(({ keyid = "" }) => keyid);
    if (document !== null && payloadType === IN_TOTO) {
        const message = preauthenticated(payloadType, document);
        for (const { sig = "" } of signatures) {
            const signature = fromBase64(sig);
            if (signature !== null && (await subtle.verify("Ed25519", key, signature, message))) return { state: "SIGNED", keyId, document: new TextDecoder().decode(document) };
        }
    }
    // The id is a hint that nobody signed: it says what to look for, and nothing else.
    return named.includes(keyId) ? { state: "CHANGED", keyId } : { state: "OTHER_KEY", keyId, named };
}

/** The key, or why there is none. */
async function imported(der: Bytes, subtle: SubtleCrypto): Promise<CryptoKey | string> {
    try {
        return await subtle.importKey("spki", der, "Ed25519", false, ["verify"]);
    } catch (failure) {
        return failure instanceof DOMException && failure.name === "DataError"
            ? "What the service gives as its key is no public key of Ed25519."
            : "WebCrypto of this browser has no Ed25519.";
    }
}

/** What is signed: no two pairs of type and document give the same bytes. */
export function preauthenticated(type: string, document: Bytes): Bytes {
    const name = encoded(type);
    return joined(encoded(`DSSEv1 ${name.length} `), name, encoded(` ${document.length} `), document);
}

const PEM = /^-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----$/;

function fromPem(pem: string): Bytes | null {
    const text = PEM.exec(pem.trim())?.[1];
    return text === undefined ? null : fromBase64(text.replace(/\s/g, ""));
}

function fromBase64(text: string): Bytes | null {
    try {
        return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    } catch {
        return null;
    }
}
