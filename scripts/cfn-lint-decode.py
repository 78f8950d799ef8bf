"""Reads the templates named on standard input with cfn-lint's decoder, and writes one JSON document per line:
cfn-lint's version, then `data` or `error` of each file. A value that JSON cannot represent becomes a mapping whose key
names it."""

import datetime
import json
import logging
import math
import sys

import cfnlint.decode
from cfnlint.version import __version__


def plain(value):
    if isinstance(value, dict):
        return {key if isinstance(key, str) else json.dumps(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, datetime.date):
        return {"a date": str(value)}
    if isinstance(value, bytes):
        return {"binary data": value.hex()}
    if isinstance(value, int) and abs(value) >= 2**53:
        return {"a number of more than 53 bits": str(value)}
    if isinstance(value, float) and not math.isfinite(value):
        return {"no finite number": str(value)}
    return value


def read(name):
    try:
        data, errors = cfnlint.decode.decode(name)
        return {"error": errors[0].message} if errors else {"data": plain(data)}
    except Exception as error:  # some files crash the decoder, which is also a result
        return {"error": str(error)}


logging.disable(logging.CRITICAL)
print(json.dumps(__version__))
for line in sys.stdin.read().splitlines():
    print(json.dumps(read(line)))
