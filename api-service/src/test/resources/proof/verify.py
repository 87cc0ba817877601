"""Checks a verdict document and its attestation as its description says, with nothing but the standard library.

usage: verify.py VERDICT.json ENVELOPE.json KEY.pem
"""
import base64
import hashlib
import json
import sys


def sha256(data):
    return hashlib.sha256(data).digest()


# Ed25519 by RFC 8032, with points in affine coordinates.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def add(a, b):
    (x1, y1), (x2, y2) = a, b
    product = D * x1 * x2 * y1 * y2 % P
    return ((x1 * y2 + x2 * y1) * pow(1 + product, -1, P) % P,
            (y1 * y2 + x1 * x2) * pow(1 - product, -1, P) % P)


def times(scalar, point):
    total = (0, 1)
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point = add(point, point)
        scalar >>= 1
    return total


def point(encoded):
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    assert x * x % P == square, "no point of the curve"
    return (P - x if x & 1 != sign else x, y)


BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def has_signed(key, message, signature):
    s = int.from_bytes(signature[32:], "little")
    hashed = hashlib.sha512(signature[:32] + key + message).digest()
    scalar = int.from_bytes(hashed, "little") % ORDER
    return (len(signature) == 64 and s < ORDER
            and times(s, BASE) == add(point(signature[:32]), times(scalar, point(key))))


# Canonical JSON by RFC 8785.
def number(value):
    digits, _, exponent = f"{value!r}".lstrip("-").partition("e")
    whole, _, fraction = digits.partition(".")
    places = len(whole) + int(exponent or 0)
    text = (whole + fraction).lstrip("0")
    places -= len(whole + fraction) - len(text)
    text = text.rstrip("0")
    if not text:
        return "0"
    if -6 < places <= 21:
        if places <= 0:
            text = "0." + "0" * -places + text
        elif places < len(text):
            text = text[:places] + "." + text[places:]
        else:
            text += "0" * (places - len(text))
    else:
        text = text[0] + ("." + text[1:] if len(text) > 1 else "") + f"e{places - 1:+d}"
    return "-" + text if value < 0 else text


def canonical(value):
    if value is None or isinstance(value, (bool, str)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (int, float)):
        return number(float(value))
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
    return "{" + ",".join(json.dumps(name, ensure_ascii=False) + ":" + canonical(member) for name, member in members) + "}"


def telling(value):
    if isinstance(value, list):
        return [telling(item) for item in value]
    if isinstance(value, dict):
        kept = {name: telling(member) for name, member in value.items()}
        return {name: member for name, member in kept.items() if member not in (None, "", [], {})}
    return value


# The tree of RFC 9162.
def root(entries):
    if len(entries) == 1:
        return sha256(b"\0" + entries[0])
    left = 1
    while 2 * left < len(entries):
        left *= 2
    return sha256(b"\1" + root(entries[:left]) + root(entries[left:]))


def without(holder, path):
    """The value at the end of the path, which is taken out; None where there is none."""
    for name in path[:-1]:
        holder = holder.get(name) or {}
    return holder.pop(path[-1], None)


def pieces(document):
    for name, value in sorted(telling(document).items()):
        if name == "digests":
            continue
        if name != "variants":
            yield f"/{name}", value
            continue
        for place, row in enumerate(value):
            parts = [(path, without(row, path.split("/")))
                     for path in ("accuracy/evidence", "device", "latency/evidence")]
            yield f"/variants/{place}", telling(row)
            yield from ((f"/variants/{place}/{path}", part) for path, part in parts if part is not None)


def main(verdict, envelope, pem):
    document = json.load(open(verdict, encoding="utf-8"))
    signed = json.load(open(envelope, encoding="utf-8"))
    der = base64.b64decode("".join(open(pem, encoding="ascii").read().split("\n")[1:-2]))
    payload = base64.b64decode(signed["payload"])
    kind = signed["payloadType"].encode()
    message = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    [signature] = signed["signatures"]
    assert signature["keyid"] == hashlib.sha256(der).hexdigest(), "another key"
    assert has_signed(der[-32:], message, base64.b64decode(signature["sig"])), "the signature is wrong"

    leaves = [{"name": name, "sha256": sha256(canonical(value).encode()).hex()} for name, value in pieces(document)]
    assert leaves == document["digests"]["leaves"], [
        (made, stated) for made, stated in zip(leaves, document["digests"]["leaves"]) if made != stated]
    made = root([canonical(leaf).encode() for leaf in leaves]).hex()
    assert made == document["digests"]["root"], "the root is wrong"
    predicate = json.loads(payload)["predicate"]
    assert predicate["narrowgauge"]["evidenceRoot"] == made, "another document"
    print(predicate["result"])


main(*sys.argv[1:])
