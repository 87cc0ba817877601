import { expect, test } from "vitest";
import type { Envelope, VerdictDocument } from "../src/api/types";
import { canonical } from "../src/proof/canonical";
import { differences } from "../src/proof/digests";
import { open } from "../src/proof/dsse";
import { pieces } from "../src/proof/pieces";
import { prove } from "../src/proof/prove";
import { signed as kept } from "./signed";

const { subtle } = crypto;
const TYPE = "application/vnd.in-toto+json";
const keys = await newKeys();
const other = await newKeys();
const { pem, keyId } = keys;

interface Keys { privateKey: CryptoKey; pem: string; keyId: string }

async function newKeys(): Promise<Keys> {
    const { publicKey, privateKey } = (await subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
    const der = new Uint8Array(await subtle.exportKey("spki", publicKey));
    const keyId = [...new Uint8Array(await subtle.digest("SHA-256", der))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return { privateKey, keyId, pem: armored(der) };
}

function base64(bytes: Uint8Array): string {
    return btoa(String.fromCharCode(...bytes));
}

function armored(der: Uint8Array): string {
    return `-----BEGIN PUBLIC KEY-----\n${base64(der)}\n-----END PUBLIC KEY-----\n`;
}

/** Put together byte by byte, as DSSE says, and not as the page does. */
async function envelope(payload: string, type = TYPE, by = keys): Promise<Envelope & { signatures: { keyid: string; sig: string }[]; payload: string }> {
    const text = new TextEncoder();
    const document = text.encode(payload);
    const message = Uint8Array.from([...text.encode(`DSSEv1 ${type.length} ${type} ${document.length} `), ...document]);
    const signature = new Uint8Array(await subtle.sign("Ed25519", by.privateKey, message));
    return { payload: base64(document), payloadType: type, signatures: [{ keyid: keyId, sig: base64(signature) }] };
}

function altered(text: string, at: number): string {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return base64(bytes);
}

test("what the key has signed is signed", async () => {
    expect(await open(await envelope("é {}"), pem, subtle)).toEqual({ state: "SIGNED", keyId, document: "é {}" });
});

test("a byte that was changed is found, wherever it is", async () => {
    const whole = await envelope('{"verdict":"PASS"}');
    for (let at = 0; at < 18; at++) expect((await open({ ...whole, payload: altered(whole.payload, at) }, pem, subtle)).state).toBe("CHANGED");
    for (const at of [0, 31, 32, 63]) expect((await open({ ...whole, signatures: [{ keyid: keyId, sig: altered(whole.signatures[0]?.sig ?? "", at) }] }, pem, subtle)).state).toBe("CHANGED");
});

test("a document of another type, without a signature or that is no Base64 was never signed", async () => {
    const whole = await envelope("{}");
    for (const broken of [await envelope("{}", "text/plain"), { ...whole, payloadType: "text/plain" }, { ...whole, payload: "%%%" }, { ...whole, signatures: [{ keyid: keyId, sig: "%%%" }] }, { ...whole, signatures: [{ keyid: keyId, sig: "" }] }]) {
        expect((await open(broken, pem, subtle)).state).toBe("CHANGED");
    }
    expect((await open({ ...whole, signatures: [] }, pem, subtle)).state).toBe("OTHER_KEY");
    expect((await open({}, pem, subtle)).state).toBe("OTHER_KEY");
});

test("what another key has signed is not signed, whatever key it names", async () => {
    const whole = await envelope("{}", TYPE, other);
    expect((await open(whole, pem, subtle)).state).toBe("CHANGED");
    expect(await open({ ...whole, signatures: [{ keyid: "ab", sig: whole.signatures[0]?.sig ?? "" }] }, pem, subtle)).toEqual({ state: "OTHER_KEY", keyId, named: ["ab"] });
});

test("a browser that cannot check says so, and never that it is signed", async () => {
    const lacking = { ...methods(), importKey: () => Promise.reject(new DOMException("no such algorithm", "NotSupportedError")) } as unknown as SubtleCrypto;
    expect(await open(await envelope("{}"), pem, lacking)).toEqual({ state: "CANNOT_TELL", why: "WebCrypto of this browser has no Ed25519." });
    expect((await open(await envelope("{}"), pem, undefined)).state).toBe("CANNOT_TELL");
    const { publicKey } = (await subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"])) as CryptoKeyPair;
    expect(await open(await envelope("{}"), armored(new Uint8Array(await subtle.exportKey("spki", publicKey))), subtle)).toEqual({ state: "CANNOT_TELL", why: "What the service gives as its key is no public key of Ed25519." });
    expect((await open(await envelope("{}"), "no key", subtle)).state).toBe("CANNOT_TELL");
});

const methods = () => ({ digest: subtle.digest.bind(subtle), verify: subtle.verify.bind(subtle) });

test("canonical JSON is that of RFC 8785", () => {
    // From appendix B and section 3.2.3 of it.
    expect(canonical({ numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 1e-27], string: "€$\u000f\nA'B\"\\\\\"/", literals: [null, true, false] })).toBe(
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    expect(Object.keys(JSON.parse(canonical({ "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7 })) as object)).toEqual(["1", "\r", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33"]);
});

test("a document is cut as the service cuts it, and what says nothing is in no piece", () => {
    const cut = pieces({ b: 1, "a/~": [null], none: null, empty: { x: [] }, digests: {}, variants: [{ recipe: "r", note: "", device: { node: "n" }, accuracy: { flips: 0, evidence: { samples: 3, astray: "" } }, latency: null }] });
    expect([...cut]).toEqual([
        ["/a~1~0", [null]],
        ["/b", 1],
        ["/variants/0", { recipe: "r", accuracy: { flips: 0 } }],
        ["/variants/0/accuracy/evidence", { samples: 3 }],
        ["/variants/0/device", { node: "n" }],
    ]);
});

test("what the service signed proves itself here, too", async () => {
    const { signature, statement, changed } = await prove(kept.document as VerdictDocument, kept.envelope, kept.pem, subtle);
    expect(signature.state).toBe("SIGNED");
    expect(statement).toMatchObject({ state: "SAME" });
    expect(changed).toEqual([]);
});

test("a number that was changed after signing is named, and so is a digest", async () => {
    const document = structuredClone(kept.document) as unknown as VerdictDocument;
    const first = document.variants?.[1];
    if (first?.latency?.evidence === undefined || document.digests?.leaves?.[0] === undefined) throw new Error("nothing to change");
    first.gating = !first.gating;
    expect((await prove(document, kept.envelope, kept.pem, subtle)).changed).toEqual(["/variants/1 was changed."]);
    document.digests.leaves[0].sha256 = "00";
    const changed = await differences(document as Record<string, unknown>, document.digests, subtle);
    expect(changed).toContain("The root is not that of the digests.");
    document.digests.root = "00";
    expect((await prove(document, kept.envelope, kept.pem, subtle)).statement).toMatchObject({ state: "OTHER" });
});

test("a statement about something else is no verdict", async () => {
    const { statement } = await prove({ digests: { root: "ab", leaves: [] } }, await envelope('{"_type":"https://in-toto.io/Statement/v1"}'), pem, subtle);
    expect(statement).toEqual({ state: "NO_VERDICT" });
    expect((await prove({}, await envelope("no JSON"), pem, subtle)).statement).toEqual({ state: "NO_VERDICT" });
});
