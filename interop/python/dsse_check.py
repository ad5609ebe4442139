"""Verifies the signed acts of an unpacked evidence file with securesystemslib's DSSE."""

import base64
import json
import pathlib
import sys

from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey

root = pathlib.Path(sys.argv[1])
failed = False


def check(ok, name):
    global failed
    failed = failed or not ok
    print("PASS" if ok else "FAIL", name)


def key_of(party, official, keyid):
    card = json.loads((root / "keys" / f"{party}.card").read_text())
    card = json.loads(base64.b64decode(card["payload"]))
    (found,) = [o for o in card["officials"] if o["id"] == official]
    public = base64.b64decode(found["keys"]["ed25519"]).hex()
    return SSlibKey(keyid, "ed25519", "ed25519", {"public": public})


acts = sorted((root / "agreement" / "acts").glob("*.dsse.json"))
check(len(acts) >= 6, f"{len(acts)} signed acts")
for path in acts:
    raw = json.loads(path.read_text())
    act = json.loads(base64.b64decode(raw["payload"]))
    ((deed, body),) = act["do"].items()
    keyid = next(s["keyid"] for s in raw["signatures"] if not s["keyid"].endswith("-mldsa44"))
    # The library reads the envelope as it stands; its signatures are named by key.
    envelope = Envelope.from_dict(
        {**raw, "signatures": [{**s, "sig": s["sig"]} for s in raw["signatures"]]}
    )
    expected = b"DSSEv1 %d %s %d %s" % (
        len(raw["payloadType"]),
        raw["payloadType"].encode(),
        len(envelope.payload),
        envelope.payload,
    )
    check(envelope.pae() == expected, f"{path.name} PAE")
    key = key_of(act["by"], body["official"], keyid)
    try:
        accepted = envelope.verify([key], 1)
        check(keyid in accepted, f"{path.name} {deed} by {body['official']}")
    except VerificationError as error:
        check(False, f"{path.name}: {error}")
    envelope.payload = envelope.payload.replace(b'"n":', b'"n": ', 1)
    try:
        envelope.verify([key], 1)
        check(False, f"{path.name} altered payload refused")
    except VerificationError:
        check(True, f"{path.name} altered payload refused")
sys.exit(1 if failed else 0)
