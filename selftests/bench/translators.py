#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Turn what translators.sh has measured into a table.

Arguments: the measurements, and where the table goes as CSV.
"""
import sys

from report import EMPTY, number, print_table, ratio, write_csv

AARCH32 = "aarch32"
TRANSLATORS = ("gate32-run", "qemu-arm")


def read(path):
    """label -> operation -> cost, None where it fails"""
    runs = {label: {} for label in (AARCH32, *TRANSLATORS)}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 3 and fields[0] in runs:
                label, operation, cost = fields
                runs[label][operation] = (None if cost == "fails"
                                          else float(cost))
    if not all(runs.values()):
        sys.exit("translators.py: not all of them have been measured")
    return runs


def main():
    runs = read(sys.argv[1])
    rows = []
    for operation, reference in runs[AARCH32].items():
        row = [operation, number(reference)]
        for label in TRANSLATORS:
            cost = runs[label].get(operation)
            if cost is None:
                row += ["fails", ""]
            else:
                row += [number(cost), ratio(cost, reference)]
        rows.append(row)
    header = ("operation", AARCH32, *(
        name for label in TRANSLATORS for name in (label, "ratio")))
    write_csv(sys.argv[2], header, rows)
    print_table(header, rows)
    print(f"The loop is not subtracted; '{EMPTY}' shows what it takes.")


main()
