#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tell in which functions of the kernel the instructions of a call are spent.

Boots a guest, lets bench repeat one operation by each of the ways that are
compared, and has QEMU log every instruction for a moment. One pass through
the loop, from one svc to the next, is counted by function and printed as a
table. Nothing is sampled: the sums are the figures that bench measures.
"""
import argparse
import collections
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time

WAYS = {
    # column: (program, way)
    "native64": ("bench", "native"),
    "aarch32": ("bench32", "native"),
    "routed": ("bench", "routed"),
}
LOG_ENOUGH = 6 << 20    # bytes: dozens of passes
KERNEL = 1 << 63
# Entry code that KPTI maps at another address than the one it has a name for.
TRAMPOLINE = "(KPTI trampoline)"
USER = "(user space)"

TRACE = re.compile(rb"Trace 0: 0x[0-9a-f]+ \[[0-9a-f]+/([0-9a-f]+)/")


class Failure(Exception):
    """Something that the user must be told without a traceback."""


class Monitor:
    """QEMU's monitor, by QMP."""

    def __init__(self, path):
        self.sock = connect(path)
        self.lines = self.sock.makefile("r")
        self.lines.readline()   # greeting
        self.command("qmp_capabilities")

    def command(self, name, **arguments):
        request = {"execute": name, "arguments": arguments}
        self.sock.sendall(json.dumps(request).encode() + b"\n")
        while True:
            answer = json.loads(self.lines.readline())
            if "error" in answer:
                raise Failure(f"QEMU: {name}: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]

    def human(self, line):
        """A command that QMP does not have."""
        self.command("human-monitor-command", **{"command-line": line})


def connect(path):
    """Connect to a socket that QEMU may still have to make."""
    for _ in range(200):
        sock = socket.socket(socket.AF_UNIX)
        try:
            sock.connect(path)
            return sock
        except OSError:
            sock.close()
            time.sleep(0.05)
    raise Failure(f"QEMU has made no socket {path}")


def record(monitor, path):
    """Log instructions until there are enough of them; return the log."""
    start = os.path.getsize(path) if os.path.exists(path) else 0
    monitor.command("stop")
    monitor.human("singlestep on")
    monitor.human("log exec,nochain")
    monitor.command("cont")
    deadline = time.monotonic() + 60
    while not os.path.exists(path) or \
            os.path.getsize(path) - start < LOG_ENOUGH:
        if time.monotonic() > deadline:
            raise Failure("QEMU logs no instructions")
        time.sleep(0.01)
    monitor.command("stop")
    monitor.human("log none")
    monitor.human("singlestep off")
    monitor.command("cont")
    with open(path, "rb") as log:
        log.seek(start)
        return [int(pc, 16) for pc in TRACE.findall(log.read())]


class Symbols:
    """Names for addresses, from /proc/kallsyms."""

    def __init__(self):
        self.found = []
        self.addresses = None

    def add(self, line):
        fields = line.split()
        # No mapping symbols, no data.
        if len(fields) < 3 or fields[1] not in "tTwW" or fields[2][0] == "$":
            return
        self.found.append((int(fields[0], 16), fields[2],
                           fields[3] if len(fields) > 3 else ""))

    def close(self):
        # Of several names for one address the last one is as good as any.
        self.found.sort()
        self.addresses = [address for address, _, _ in self.found]

    def name(self, pc):
        import bisect
        if pc < KERNEL:
            return USER
        i = bisect.bisect_right(self.addresses, pc) - 1
        if i < 0 or i == len(self.addresses) - 1 or \
                pc - self.addresses[i] > 0x10000:
            return TRAMPOLINE
        _, name, module = self.found[i]
        return f"{name} {module}".strip()


def one_pass(pcs):
    """The most frequent pass through the loop: one without an interrupt."""
    # The svc is the user instruction before each entry into the kernel.
    entries = collections.Counter(
        a for a, b in zip(pcs, pcs[1:]) if a < KERNEL <= b)
    if not entries:
        raise Failure("no system call in the log")
    svc = entries.most_common(1)[0][0]
    marks = [i for i, pc in enumerate(pcs) if pc == svc]
    passes = collections.Counter(
        tuple(pcs[a:b]) for a, b in zip(marks, marks[1:]))
    path, seen = passes.most_common(1)[0]
    if seen < 3:
        raise Failure("no two passes are alike")
    return path


def run_guest(args, folder):
    """Boot, record, return {column: path} and the symbols."""
    here = os.path.dirname(os.path.abspath(__file__))
    log = os.path.join(folder, "log")
    qmp = os.path.join(folder, "qmp")
    go = os.path.join(folder, "go")
    files = [os.path.join(args.programs, name) for name in ("bench", "bench32")]
    guest = subprocess.Popen(
        [os.path.join(here, "../../scripts/run-guest.sh"),
         "--quiet", "--kernel", args.kernel, "--cpu", args.cpu, "--smp", "1",
         "--mem", "1G", "--load", "vivid", "--dir", folder,
         *(["--no-module"] if args.no_module
           else ["--modparams", args.modparams]), "--files", " ".join(
             files + [os.path.join(here, "guest-attribute.sh")]),
         "--qemu", f"-icount shift=0,sleep=off -D {log} "
         f"-qmp unix:{qmp},server=on,wait=off "
         f"-chardev socket,id=go,path={go},server=on,wait=off "
         "-device virtserialport,chardev=go,name=bench.go",
         "--", "./guest-attribute.sh", f"'{args.operation}'"]
        + [f"{column}:{program}:{way}"
           for column, (program, way) in WAYS.items()
           if not args.no_aarch32 or program != "bench32"],
        stdout=subprocess.PIPE, text=True)
    paths = {}
    symbols = Symbols()
    try:
        monitor = Monitor(qmp)
        to_guest = connect(go)
        for line in guest.stdout:
            word, _, rest = line.rstrip("\n").partition(" ")
            if word == "symbol":
                symbols.add(rest)
            elif word == "repeating":
                paths[rest] = record(monitor, log)
                to_guest.sendall(b"next\n")
            else:
                print(line, end="", file=sys.stderr)
    finally:
        if guest.poll() is None and not paths:
            guest.terminate()
        status = guest.wait()
    if status:
        raise Failure(f"the guest failed with status {status}")
    symbols.close()
    return paths, symbols


def table(columns, symbols):
    """Lines of a table: functions, and instructions in each."""
    counts = {}
    order = {}
    for column, path in columns.items():
        counts[column] = collections.Counter(map(symbols.name, path))
        for i, pc in enumerate(path):
            order.setdefault(symbols.name(pc), (column, i))
    names = list(columns)
    rows = sorted(order, key=lambda f: (-max(c[f] for c in counts.values()), f))
    yield f"{'function':44}" + "".join(f"{name:>10}" for name in names)
    for function in rows:
        yield f"{function:44}" + "".join(
            f"{counts[name][function] or '.':>10}" for name in names)
    yield f"{'sum':44}" + "".join(
        f"{sum(counts[name].values()):>10}" for name in names)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kernel", default="6.12")
    parser.add_argument("--cpu", default="cortex-a72")
    parser.add_argument("--modparams", default="",
                        help="parameters of gate32.ko")
    parser.add_argument("--no-module", action="store_true",
                        help="the kernel has the gate built in")
    parser.add_argument("--operation", default="getpid",
                        help="as bench calls it (default getpid)")
    parser.add_argument("--no-aarch32", action="store_true",
                        help="the CPU cannot run 32-bit programs")
    parser.add_argument("--programs", required=True,
                        help="folder of bench and bench32")
    parser.add_argument("--listing", metavar="FILE",
                        help="also write the routed pass, address by address")
    args = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="gate32-bench-") as folder:
        paths, symbols = run_guest(args, folder)
    columns = {column: one_pass(pcs) for column, pcs in paths.items()}
    print(f"Instructions of one {args.operation}, by function "
          f"({args.kernel}, {args.cpu}), loop included:\n")
    for line in table(columns, symbols):
        print(line)
    if args.listing:
        with open(args.listing, "w", encoding="ascii") as listing:
            for pc in columns["routed"]:
                print(f"{pc:016x} {symbols.name(pc)}", file=listing)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit(f"attribute.py: {failure}")
