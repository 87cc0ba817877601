"""Checks a file, its signature by OpenSSF Model Signing 1.0 and the public key, with nothing but the standard library.

usage: model_signature.py FILE BUNDLE.json KEY.pem
"""
import base64
import hashlib
import json
import os
import sys

# P-256 of FIPS 186-5, with points in affine coordinates; None is the one at infinity.
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)


def add(a, b):
    if a is None or b is None:
        return a or b
    (x1, y1), (x2, y2) = a, b
    if x1 == x2 and (y1 + y2) % P == 0:
        return None
    slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, P) if a == b else (y2 - y1) * pow(x2 - x1, -1, P)
    x = (slope * slope - x1 - x2) % P
    return x, (slope * (x1 - x) - y1) % P


def times(scalar, point):
    total = None
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point = add(point, point)
        scalar >>= 1
    return total


def integers(der):
    """Of a sequence of two, as ECDSA-Sig-Value has them."""
    assert der[0] == 0x30 and der[1] == len(der) - 2, "no sequence"
    found, rest = [], der[2:]
    while rest:
        assert rest[0] == 2, "no integer"
        found.append(int.from_bytes(rest[2:2 + rest[1]], "big"))
        rest = rest[2 + rest[1]:]
    return found


def has_signed(key, message, signature):
    r, s = integers(signature)
    assert 0 < r < N and 0 < s < N, "out of range"
    hashed = int.from_bytes(hashlib.sha256(message).digest(), "big")
    inverse = pow(s, -1, N)
    point = add(times(hashed * inverse % N, G), times(r * inverse % N, key))
    return point is not None and point[0] % N == r


def public_point(pem):
    der = base64.b64decode("".join(pem.split("\n")[1:-2]))
    assert der[:-65] == bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200"), "not on P-256"
    assert der[-65] == 4, "compressed"
    x, y = int.from_bytes(der[-64:-32], "big"), int.from_bytes(der[-32:], "big")
    assert (y * y - x * x * x + 3 * x - B) % P == 0, "no point of the curve"
    return x, y


def main(file, bundle, key):
    pem = open(key, encoding="ascii").read()
    signed = json.load(open(bundle, encoding="utf-8"))
    # Section 4 of the specification, and the schemas of bundle and envelope.
    assert signed.keys() == {"mediaType", "verificationMaterial", "dsseEnvelope"}, signed.keys()
    assert signed["mediaType"] == "application/vnd.dev.sigstore.bundle.v0.3+json"
    assert signed["verificationMaterial"] == {
        "publicKey": {"hint": hashlib.sha256(pem.encode()).hexdigest()}, "tlogEntries": []}
    envelope = signed["dsseEnvelope"]
    assert envelope.keys() == {"payload", "payloadType", "signatures"}, envelope.keys()
    assert envelope["payloadType"] == "application/vnd.in-toto+json"
    [signature] = envelope["signatures"]
    assert signature.keys() <= {"sig", "keyid"} and signature.get("keyid") in (None, "")
    payload = base64.b64decode(envelope["payload"], validate=True)
    kind = envelope["payloadType"].encode()
    message = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    assert has_signed(public_point(pem), message, base64.b64decode(signature["sig"], validate=True)), "the signature is wrong"

    # Sections 5 and 6.
    statement = json.loads(payload)
    assert statement.keys() == {"_type", "subject", "predicateType", "predicate"}, statement.keys()
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert statement["predicateType"] == "https://model_signing/signature/v1.0"
    predicate = statement["predicate"]
    assert predicate.keys() == {"resources", "serialization"}, predicate.keys()
    assert predicate["serialization"] == {"method": "files", "hash_type": "sha256", "allow_symlinks": False}
    names = [resource["name"] for resource in predicate["resources"]]
    assert names == sorted(names) and names == [os.path.basename(file)], names
    assert all(resource["algorithm"] == "sha256" for resource in predicate["resources"])
    root = hashlib.sha256(b"".join(bytes.fromhex(resource["digest"]) for resource in predicate["resources"]))
    assert statement["subject"] == [{"name": os.path.basename(file), "digest": {"sha256": root.hexdigest()}}]

    # Section 8.4.
    content = hashlib.sha256(open(file, "rb").read()).hexdigest()
    assert predicate["resources"][0]["digest"] == content, "another file"
    print("VERIFIED")


main(*sys.argv[1:])
