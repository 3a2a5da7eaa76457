#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Turn what guest.sh has measured into tables, and judge it.

Writes bench.csv and bench-detail.csv to a folder, prints the tables; the exit
status is 1 if a limit is exceeded. README.md in this folder explains the limits.
"""
import argparse
import collections
import csv
import os
import sys

EMPTY = "empty loop"
# Routed getpid against AArch32's
DIRECT_LIMIT = 1.3      # where entry is direct
BUILT_IN_LIMIT = 1.05

# What a module that nobody uses must not make dearer.
MUST_BE_FREE = ("getpid", "read 1 B", "write 1 B", "mmap2+munmap 64 KB",
                "fork+exit+wait")
# Functions that stay hooked while nobody uses the module. None of the above
# goes through them.
MAY_BE_HOOKED = {"sys_ni_syscall", "__arm64_sys_prctl"}

# Noise. One tick of the counter is 16 instructions in 480 calls. What
# allocates memory depends on the state of free lists, too, which loading a
# module changes: seen up to 0.4 % for fork, 0.6 % for mmap.
TICK = 0.1
ALLOCATING = {"mmap2+munmap 64 KB": 0.008, "fork+exit+wait": 0.005}

DETAIL = ("verbs", "gated", "others", "aarch32-others")
VARIANTS = ("direct", "ftrace", "kprobe")


class Measured:
    """What the guest has printed."""

    def __init__(self, lines):
        self.runs = collections.OrderedDict()   # label -> operation -> cost
        self.hooks = {}
        self.missing = []
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if fields[0] == "hooks":
                self.hooks[fields[1]] = fields[2:]
            elif fields[0] == "missing":
                self.missing.append(fields[1])
            elif len(fields) == 3:
                label, operation, cost = fields
                self.runs.setdefault(label, {})[operation] = float(cost)
        if "absent1" not in self.runs or "routed" not in self.runs:
            sys.exit("report.py: no measurements in the input")
        self.operations = list(self.runs["absent1"])

    def all(self, label, operation):
        """Costs in all runs of a label, numbered ones included."""
        return [self.one(run, operation) for run in self.runs
                if run == label or
                run.startswith(label) and run[len(label):].isdigit()]

    def one(self, run, operation):
        cost = self.runs[run][operation]
        return cost if operation == EMPTY else cost - self.runs[run][EMPTY]

    def least(self, label, operation):
        """The cost, without the loop; None if it was not measured."""
        return min(self.all(label, operation), default=None)

    def noise(self, operation):
        absent = self.all("absent", operation)
        return max(max(absent) - min(absent), TICK,
                   ALLOCATING.get(operation, 0) * min(absent))


def number(value):
    return "" if value is None else f"{value:.1f}"


def ratio(value, base):
    return "" if value is None or not base else f"{value / base:.2f}"


def difference(value, base):
    return "" if value is None or base is None else f"{value - base:+.1f}"


def print_table(header, rows):
    widths = [max(len(row[i]) for row in [header] + rows)
              for i in range(len(header))]
    for row in [header] + rows:
        print("  ".join([f"{row[0]:{widths[0]}}"] + [
            f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:])]))
    print()


def write_csv(path, header, rows):
    with open(path + ".new", "w", encoding="ascii", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    os.rename(path + ".new", path)


def main_table(measured, folder):
    costs = [(op, measured.least("absent", op), measured.least("aarch32", op),
              measured.least("routed", op), measured.least("unused", op))
             for op in measured.operations]
    write_csv(os.path.join(folder, "bench.csv"),
              ("operation", "native64", "aarch32", "routed", "unused"),
              [(op, *map(number, values)) for op, *values in costs])
    rows = []
    for op, native, aarch32, routed, unused in costs:
        rows.append((op, number(native), number(aarch32), number(routed),
                     ratio(routed, aarch32), difference(routed, aarch32),
                     number(unused), difference(unused, native),
                     f"{measured.noise(op):.1f}"))
    print_table(("operation", "native64", "aarch32", "routed", "routed/a32",
                 "routed-a32", "unused", "unused-n64", "noise"), rows)


def detail_table(measured, folder):
    columns = list(DETAIL)
    for variant in VARIANTS:
        columns += [f"{variant}-{state}"
                    for state in ("unused", "routed", "others")]
    columns = [c for c in columns if c in measured.runs]
    rows = [[op] + [number(measured.least(c, op)) for c in columns]
            for op in measured.operations]
    write_csv(os.path.join(folder, "bench-detail.csv"),
              ["operation"] + columns, rows)

    print("Other states. verbs: routed by GATE32_CALL and GATE32_IOCTL; gated: "
          "native call in a\nprocess with a gate; others: native call while "
          "another process has one. As differences:\nverbs to routed, gated "
          "and others to native64, aarch32-others to aarch32.\n")
    base = {"verbs": "routed", "aarch32-others": "aarch32"}
    rows = [[op] + [difference(measured.least(c, op),
                               measured.least(base.get(c, "absent"), op))
                    for c in DETAIL if c in columns]
            for op in measured.operations]
    print_table(["operation"] + [c for c in DETAIL if c in columns], rows)

    some = [c for c in columns if c not in DETAIL]
    if not some:
        return
    print("By mechanism (module parameter \"hook\"). As differences: unused and "
          "others to native64,\nrouted to aarch32.\n")
    some = [c for c in columns if c not in DETAIL]
    rows = [[op] + [difference(
        measured.least(c, op),
        measured.least("aarch32" if c.endswith("routed") else "absent", op))
        for c in some] for op in measured.operations]
    print_table(["operation"] + some, rows)
    for variant in measured.missing:
        print(f"This kernel has no hook={variant}.\n")


def judge(measured, limit, has_aarch32, built_in):
    """Print the verdict on each limit; return how many are exceeded."""
    failed = 0

    def verdict(ok, text):
        nonlocal failed
        failed += not ok
        print(f"{'ok' if ok else 'EXCEEDED':8}  {text}")

    aarch32 = measured.least("aarch32", "getpid")
    routed = measured.least("routed", "getpid")
    if aarch32 is None:
        verdict(not has_aarch32, "routed getpid: not compared, " + (
            "AArch32's was not measured" if has_aarch32 else
            "the CPU has no AArch32"))
    elif limit is None:
        print(f"          routed getpid: {routed / aarch32:.3f} times AArch32's"
              " (no limit on this kernel: it has no direct calls)")
    else:
        verdict(routed <= limit * aarch32,
                f"routed getpid: {routed / aarch32:.3f} times AArch32's, "
                f"at most {limit}")
    for op in MUST_BE_FREE:
        more = measured.least("unused", op) - measured.least("absent", op)
        noise = measured.noise(op)
        verdict(more <= noise,
                f"unused {'gate' if built_in else 'module'}, {op}: {more:+.1f}, "
                f"at most 0 (noise {noise:.1f})")
    if built_in:
        return failed
    for label in sorted(label for label in measured.runs
                        if "unused" in label):
        functions = measured.hooks.get(label, [])
        verdict(set(functions) == MAY_BE_HOOKED,
                f"hooks while nobody uses the module ({label}): "
                f"{' '.join(sorted(functions)) or 'none'}")
    return failed


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("raw", help="output of guest.sh")
    parser.add_argument("--title", required=True, help="what was measured on")
    parser.add_argument("--folder", required=True, help="for the CSV files")
    parser.add_argument("--no-direct", action="store_true",
                        help="the kernel has no direct calls of ftrace: no "
                        "limit for getpid")
    parser.add_argument("--built-in", action="store_true",
                        help="the gate is built in; absent means another "
                        "kernel, without it")
    parser.add_argument("--no-aarch32", action="store_true",
                        help="the CPU cannot run 32-bit programs")
    args = parser.parse_args()

    with open(args.raw, encoding="ascii") as raw:
        measured = Measured(raw)
    print(f"\nInstructions per operation, empty loop subtracted: "
          f"{args.title}\n")
    main_table(measured, args.folder)
    detail_table(measured, args.folder)
    limit = DIRECT_LIMIT
    if args.no_direct:
        limit = None
    elif args.built_in:
        limit = BUILT_IN_LIMIT
    failed = judge(measured, limit, not args.no_aarch32, args.built_in)
    print()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
