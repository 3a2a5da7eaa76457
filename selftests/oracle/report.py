#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tell what the oracle covers, call by call and command by command.

Usage: report.py [--output FOLDER] [--partial] RUN...
       report.py --check
       report.py --picture >coverage.svg

A RUN is KERNEL/CPU=FOLDER; the folder holds "reference", the traces of the
AArch32 side, and "log", what the tests printed that compared the gate with
it. Writes report.md, report.csv and coverage.svg to the output folder and, as
the last line, the sum of all runs:

  oracle: entries A/B, cases C, ioctls D, drivers E, differences F, exceptions G

B is the number of calls in the kernels' tables that are implemented and not
refused; A of them have a success, a fault and an error, but for what the file
"inapplicable" says they cannot have. C is the number of calls that were made
and compared, generated ones included, D that of ioctl commands that a driver
knew, E that of drivers with such commands. The exit status is 0 if A equals B
and F is 0; --partial does not ask for the first.

--check judges the recorded traces instead, as a test: is every call covered,
are there enough commands and drivers, is every line of "inapplicable" needed,
and is coverage.svg up to date? --picture prints that picture.
"""

import argparse
import collections
import csv
import glob
import os
import re
import sys
from xml.sax.saxutils import escape

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
CACHE = os.environ.get("GATE32_CACHE") or os.path.join(
    os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"),
    "gate32")
POLICY = os.path.join(TOP, "module", "abi_arm_policy.h")
PICTURE = os.path.join(HERE, "coverage.svg")
# The kernel of the picture: the newest, with the longest table.
PICTURE_KERNEL = "6.12"

KINDS = ("success", "fault", "error")
# What the issue of coverage is settled by, for the recorded traces.
IOCTLS_WANTED = 300
DRIVERS_WANTED = 25

# Scenarios of these groups are made by the generator.
GENERATED = ("seeds/",)

CALL = re.compile(r"^(\w+)\((.*?)\) = (.*)$")
COMMAND = re.compile(r"^[^,]*, (?:(\w+)=)?(0x[0-9a-f]+|\d+)")
BOUNDARY = re.compile(r"\b(0x7ffffff[0-9a-f]|0x8000000[01]|0xffffff[0-9a-f]{2})\b")
# "got (AArch32)" is about a recording that is out of date.
DIFFERENCE = re.compile(r"^#\s+(exception|expected|got)(?: \((.*?)\))?: (.*)$")


class Entry:
    """A call of the table, or an ioctl command of a driver."""

    def __init__(self, name, number, kind="WINDOW", driver=""):
        self.name = name
        self.number = number
        self.kind = kind        # class of the call
        self.driver = driver
        self.seen = collections.Counter()
        self.generated = self.boundary = 0
        self.differences = self.exceptions = 0
        self.lacking = []

    @property
    def cases(self):
        return sum(self.seen.values())

    def add(self, arguments, result, generated):
        if generated:
            self.generated += 1
            return
        if BOUNDARY.search(arguments):
            self.boundary += 1
        if not result.startswith("-1 "):
            self.seen["success"] += 1
        elif result.startswith("-1 EFAULT"):
            self.seen["fault"] += 1
        elif result.startswith(("-1 ENOSYS", "-1 ENOTTY")):
            self.seen["unknown"] += 1
        else:
            self.seen["error"] += 1

    @property
    def known(self):
        """Did anybody ever answer with something else than "what?"?"""
        return self.cases > self.seen["unknown"]

    @property
    def verdict(self):
        if self.differences:
            return "differs"
        if self.kind in ("REFUSED", "MISSING"):
            return self.kind.lower()
        if self.lacking:
            return "not covered"
        return "exception" if self.exceptions else "exact"


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def arch_file(kernel, name):
    """A file of the kernel's arch/arm64: of Debian's headers or selftests, or
    of what build-kernel.sh leaves of the source."""
    for tree in (os.path.join("kernels", kernel, "headers", "usr", "src",
                              "*-common"),
                 os.path.join("kernels", kernel, "build"), f"ksft-{kernel}"):
        found = glob.glob(os.path.join(CACHE, tree, "arch", "arm64", name))
        if len(found) == 1:
            return read(found[0])
    sys.exit(f"report.py: no arch/arm64/{name} of Linux {kernel} in the cache "
             "(make fetch)")


def table(kernel):
    """The calls of a kernel, by name."""
    policy = dict(re.findall(r"GATE32_(?:PRIVATE_)?POLICY\((\w+), (\w+)", read(POLICY)))
    rows = re.findall(r"__SYSCALL\(__NR_(\w+), (\w+)\)",
                      arch_file(kernel, "include/asm/unistd32.h"))
    numbers = dict(re.findall(r"#define __NR_(\w+)\s+(\d+)",
                              arch_file(kernel, "include/asm/unistd32.h")))
    if not rows:        # since v6.11 the headers are made from this
        tbl = arch_file(kernel, "tools/syscall_32.tbl")
        lines = [line.split() for line in tbl.splitlines()]
        lines = [f for f in lines if f and f[0].isdigit()]
        rows = [(f[2], f[-1]) for f in lines]
        numbers = {f[2]: f[0] for f in lines}
    calls = {}
    for name, handler in rows:
        kind = policy.get(name, "WINDOW")
        if handler == "sys_ni_syscall":
            kind = "MISSING"
        calls[name] = Entry(name, int(numbers[name]), kind)
    base = int(re.search(r"__ARM_NR_COMPAT_BASE\s+(0x[0-9a-f]+)",
                         arch_file(kernel, "include/asm/unistd.h"))[1], 16)
    for name, offset in re.findall(r"__ARM_NR_compat_(\w+)\s+"
                                   r"\(__ARM_NR_COMPAT_BASE \+ (\d+)\)",
                                   arch_file(kernel, "include/asm/unistd.h")):
        calls[name] = Entry(name, base + int(offset),
                            policy.get(name, "WINDOW"))
    if len(calls) < 400:
        sys.exit(f"report.py: only {len(calls)} calls for Linux {kernel}")
    return calls


def inapplicable():
    """Cases that a call cannot have: {(call, kind): reason}."""
    cases = {}
    for line in read(os.path.join(HERE, "inapplicable")).splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        word = line.split(None, 2)
        if len(word) != 3 or word[1] not in KINDS or tuple(word[:2]) in cases:
            sys.exit(f"report.py: inapplicable: bad line: {line}")
        cases[word[0], word[1]] = word[2]
    return cases


class Run:
    """What one kernel and CPU has shown."""

    def __init__(self, kernel, cpu, reference, log=""):
        self.kernel = kernel
        self.cpu = cpu
        self.calls = table(kernel)
        self.ioctls = {}
        self.cases = self.generated = 0
        self.differences = 0
        self.explained = set()
        self.read_reference(reference)
        self.read_log(log)
        self.excused = set()
        self.judge(inapplicable())

    def entry(self, call, arguments, driver):
        if call == "ioctl":
            command = COMMAND.match(arguments)
            if command:
                name, number = command[1] or "", int(command[2], 0)
                key = (driver, number)
                if key not in self.ioctls:
                    self.ioctls[key] = Entry(name, number, driver=driver)
                self.ioctls[key].name = self.ioctls[key].name or name
                return self.ioctls[key]
        return self.calls.get(call)

    def read_reference(self, text):
        driver, generated = "other", False
        self.drivers = {}
        for line in text.splitlines():
            if line.startswith("scenario "):
                driver = "other"
                generated = line[9:].startswith(GENERATED)
                continue
            if line.startswith("driver: "):
                driver = line[8:]
                continue
            call = CALL.match(line)
            if not call:
                continue
            self.cases += 1
            self.generated += generated
            if generated:
                driver = "generated"
            entry = self.entry(call[1], call[2], driver)
            if entry:
                entry.add(call[2], call[3], generated)
                self.drivers[line] = driver
            if call[1] == "ioctl":
                self.calls["ioctl"].add(call[2], call[3], generated)

    def read_log(self, text):
        reason = expected = None
        for line in text.splitlines():
            part = DIFFERENCE.match(line)
            if not part:
                continue
            if part[1] == "exception":
                reason = part[3]
            elif part[1] == "expected":
                expected = part[3]
            elif expected is not None:
                if part[2] == "gate":
                    self.add_difference(expected, part[3], reason)
                reason = expected = None

    def add_difference(self, expected, got, reason):
        call = CALL.match(expected) or CALL.match(got)
        entry = call and self.entry(call[1], call[2],
                                    self.drivers.get(expected, "other"))
        if reason:
            self.explained.add((call and call[1], reason))
        else:
            self.differences += 1
        if entry:
            entry.exceptions += bool(reason)
            entry.differences += not reason

    def judge(self, excuses):
        for entry in self.counted():
            for kind in KINDS:
                if entry.seen[kind]:
                    continue
                if (entry.name, kind) in excuses:
                    self.excused.add((entry.name, kind))
                else:
                    entry.lacking.append(kind)

    def counted(self):
        return [e for e in self.calls.values()
                if e.kind not in ("REFUSED", "MISSING")]

    def covered(self):
        return [e for e in self.counted() if not e.lacking]

    def commands(self):
        return {e.number for e in self.ioctls.values()
                if e.known and e.driver != "generated"}

    def known_drivers(self):
        return {e.driver for e in self.ioctls.values()
                if e.known and e.driver not in ("other", "generated")}

    @property
    def name(self):
        return f"{self.kernel}/{self.cpu}"

    def rows(self):
        calls = sorted(self.calls.values(), key=lambda e: e.number)
        ioctls = sorted((e for e in self.ioctls.values()
                         if e.driver != "generated"),
                        key=lambda e: (e.driver, e.number))
        return calls, ioctls


def closing(runs):
    """The sum: a call has to be covered wherever it exists."""
    counted, lacking = set(), set()
    for run in runs:
        counted |= {e.name for e in run.counted()}
        lacking |= {e.name for e in run.counted() if e.lacking}
    return ("entries {}/{}, cases {}, ioctls {}, drivers {}, differences {}, "
            "exceptions {}").format(
        len(counted - lacking), len(counted), sum(r.cases for r in runs),
        len(set().union(*(r.commands() for r in runs))),
        len(set().union(*(r.known_drivers() for r in runs))),
        sum(r.differences for r in runs),
        len(set().union(*(r.explained for r in runs))))


def write_csv(runs, path):
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["kernel", "cpu", "what", "driver", "number", "name",
                      "class", "cases", *KINDS, "unknown", "boundary",
                      "generated", "differences", "exceptions", "verdict"])
        for run in runs:
            for what, entries in zip(("call", "ioctl"), run.rows()):
                for e in entries:
                    out.writerow([run.kernel, run.cpu, what, e.driver,
                                  hex(e.number), e.name, e.kind, e.cases,
                                  *(e.seen[k] for k in KINDS),
                                  e.seen["unknown"], e.boundary, e.generated,
                                  e.differences, e.exceptions, e.verdict])


def write_markdown(runs, path):
    lines = ["# What the oracle covers", ""]
    for run in runs:
        lines += [f"- {run.name}: {closing([run])} "
                  f"({run.generated} of the cases generated)"]
    for run in runs:
        calls, ioctls = run.rows()
        lines += ["", f"## {run.name}: calls", "",
                  "| number | call | class | success | fault | error | "
                  "boundary | generated | verdict |",
                  "|---|---|---|---|---|---|---|---|---|"]
        for e in calls:
            verdict = e.verdict
            if e.lacking:
                verdict += ": " + ", ".join(e.lacking)
            lines.append(f"| {e.number:#x} | {e.name} | {e.kind} | "
                         f"{e.seen['success']} | {e.seen['fault']} | "
                         f"{e.seen['error']} | {e.boundary} | {e.generated} | "
                         f"{verdict} |")
        lines += ["", f"## {run.name}: ioctl commands", "",
                  "| driver | number | command | success | fault | error | "
                  "unknown | verdict |", "|---|---|---|---|---|---|---|---|"]
        for e in ioctls:
            lines.append(f"| {e.driver} | {e.number:#x} | {e.name} | "
                         f"{e.seen['success']} | {e.seen['fault']} | "
                         f"{e.seen['error']} | {e.seen['unknown']} | "
                         f"{e.verdict} |")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


# Told apart without red and green, and in grey, too.
COLOURS = collections.OrderedDict((
    ("exact", "#3b7dbd"), ("exception", "#f0b429"), ("refused", "#8c8c8c"),
    ("not covered", "#7b1e1e"), ("differs", "#000000"),
    ("missing", "#e4e4e4")))
WORDS = {"missing": "not implemented by this kernel"}


def picture(run):
    """The table as a grid: a square a call."""
    columns, size, left, top = 32, 20, 56, 34
    calls = run.rows()[0]
    common = [e for e in calls if e.number < 0xf0000]
    private = [e for e in calls if e.number >= 0xf0000]
    rows = max(e.number for e in common) // columns + 2
    legend = [v for v in COLOURS if any(e.verdict == v for e in calls)]
    width = left + columns * size + 12
    height = top + rows * size + 16 + 20 * len(legend) + 8
    out = ["<!-- SPDX-License-Identifier: GPL-2.0-only -->",
           f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" '
           f'height="{height}" viewBox="0 0 {width} {height}" '
           'font-family="sans-serif" font-size="12">',
           f'<title>ARM EABI calls of Linux {run.kernel}</title>',
           f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
           f'<text x="{left}" y="20" font-weight="bold">ARM EABI calls of '
           f'Linux {run.kernel}, compared with an AArch32 process</text>']

    def square(entry, column, row):
        out.append(f'<rect x="{left + column * size}" y="{top + row * size}" '
                   f'width="{size - 2}" height="{size - 2}" '
                   f'fill="{COLOURS[entry.verdict]}"><title>'
                   f'{entry.number} {escape(entry.name)}: {entry.verdict}'
                   '</title></rect>')

    def label(text, row):
        out.append(f'<text x="{left - 6}" y="{top + row * size + 13}" '
                   f'text-anchor="end" fill="#444444">{text}</text>')

    for row in range(rows - 1):
        label(row * columns, row)
    label("private", rows - 1)
    for entry in common:
        square(entry, entry.number % columns, entry.number // columns)
    for column, entry in enumerate(private):
        square(entry, column, rows - 1)
    for i, verdict in enumerate(legend):
        y = top + rows * size + 12 + 20 * i
        count = sum(e.verdict == verdict for e in calls)
        out.append(f'<rect x="{left}" y="{y}" width="{size - 2}" '
                   f'height="{size - 2}" fill="{COLOURS[verdict]}"/>')
        out.append(f'<text x="{left + size + 4}" y="{y + 13}">{count} '
                   f'{WORDS.get(verdict, verdict)}</text>')
    out.append("</svg>")
    return "\n".join(out) + "\n"


def recorded():
    runs = []
    for path in sorted(glob.glob(os.path.join(HERE, "recorded", "*"))):
        kernel = os.path.basename(path)
        if re.fullmatch(r"\d+\.\d+", kernel):
            runs.append(Run(kernel, "recorded", read(path)))
    return runs


def check():
    """The recorded traces, as a test."""
    runs = recorded()
    results = []
    for run in runs:
        lacking = [f"{e.name} lacks {', '.join(e.lacking)}"
                   for e in run.counted() if e.lacking]
        results.append((f"every call of {run.kernel} is covered", lacking))
        found = len(run.commands()), len(run.known_drivers())
        few = []
        if found[0] < IOCTLS_WANTED or found[1] < DRIVERS_WANTED:
            few = ["expected: %d commands, %d drivers" %
                   (IOCTLS_WANTED, DRIVERS_WANTED),
                   "got: %d commands, %d drivers" % found]
        results.append((f"enough ioctl commands on {run.kernel}", few))
    used = set().union(*(run.excused for run in runs))
    known = set().union(*(run.calls for run in runs))
    results.append(("every inapplicable case is needed",
                    [f"{call} {kind}: " +
                     ("a scenario has it" if call in known else "no such call")
                     for call, kind in inapplicable()
                     if (call, kind) not in used]))
    fresh = [run for run in runs if run.kernel == PICTURE_KERNEL]
    same = os.path.exists(PICTURE) and read(PICTURE) == picture(fresh[0])
    results.append(("coverage.svg is up to date", [] if same else
                    ["expected: what report.py --picture prints"]))
    print("TAP version 13")
    print(f"1..{len(results)}")
    for number, (name, complaints) in enumerate(results, 1):
        for complaint in complaints:
            print(f"#   {complaint}")
        print(f"{'not ok' if complaints else 'ok'} {number} {name}")
    return 1 if any(complaints for _, complaints in results) else 0


def report(arguments):
    runs = []
    for run in arguments.run:
        name, folder = run.split("=", 1)
        kernel, cpu = name.split("/")
        runs.append(Run(kernel, cpu, read(os.path.join(folder, "reference")),
                        read(os.path.join(folder, "log"))))
    os.makedirs(arguments.output, exist_ok=True)
    write_csv(runs, os.path.join(arguments.output, "report.csv"))
    write_markdown(runs, os.path.join(arguments.output, "report.md"))
    shown = [r for r in runs if r.kernel == PICTURE_KERNEL] or runs
    with open(os.path.join(arguments.output, "coverage.svg"), "w",
              encoding="utf-8") as file:
        file.write(picture(shown[0]))
    bad = False
    for run in runs:
        if not arguments.partial:
            for e in run.counted():
                if e.lacking:
                    print(f"{run.name}: {e.name} lacks {', '.join(e.lacking)}")
                    bad = True
        bad |= bool(run.differences)
        print(f"{run.name}: {closing([run])}")
    print(f"oracle: {closing(runs)}")
    return 1 if bad else 0


def main():
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--output", default="build/oracle")
    parser.add_argument("--partial", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--picture", action="store_true")
    parser.add_argument("run", nargs="*")
    arguments = parser.parse_args()
    if arguments.check:
        return check()
    if arguments.picture:
        run = next(r for r in recorded() if r.kernel == PICTURE_KERNEL)
        sys.stdout.write(picture(run))
        return 0
    if not arguments.run:
        parser.error("no run")
    return report(arguments)


if __name__ == "__main__":
    sys.exit(main())
