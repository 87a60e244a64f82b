#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""make_bank.py FOLDER: writes the hostile bank for DKIM into FOLDER.

Writes NAME.eml for each case, the master files `zone` and `*.zone`, and
bank.json: a list of
  name      family and defect; the defect is the only one in the message
  eml, zone the files; zone is a list, all are loaded
  now       the time of the verification
  options   of `zegel verify`
  rfc, sentence  the rule, and its sentence in our words
  expect    for each signature, from the top: result, reason (a list of which
            one is right) where that is fixed, also (other results) where the
            RFCs leave it open. null: the message is refused as a whole
  exit      of `zegel verify`
  library   expect of the library, when it is fed the octets as they are and
            sees what the command does not (a bare LF); null: refused
The same folder contents come out each time.
"""
import pathlib
import sys

sys.dont_write_bytecode = True

import family_canon
import family_crypto
import family_eai
import family_fields
import family_gap
import family_good
import family_keys
import family_many
import family_names
import family_tags
from hostile_case import Bank

FAMILIES = (family_good, family_tags, family_names, family_canon, family_fields, family_keys,
            family_crypto, family_many, family_gap, family_eai)


def main():
    if len(sys.argv) != 2:
        sys.exit("use: make_bank.py FOLDER")
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    bank = Bank()
    for family in FAMILIES:
        family.cases(bank)
    bank.write(folder)
    print("%d cases" % len(bank.cases))


main()
