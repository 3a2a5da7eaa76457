#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Test gate32-check on machines that are folders.

Prints KTAP. Each machine is a stock one with some files changed or gone; what
gate32-check says of the machine that it runs on is tested in the guests.
"""

import gzip
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
RELEASE = "6.12.0-arm64"
NAMES = ("compat_arm_syscall", "sprint_symbol", "module_refcount",
         "register_ftrace_function", "register_kprobe")


def symbols(*names, where=""):
    """A /proc/kallsyms as users see it, without addresses."""
    return "".join("0000000000000000 T %s%s\n" % (name, where)
                   for name in names)


def without(name):
    return {"proc/kallsyms": symbols(*(n for n in NAMES if n != name))}


def configured(**options):
    """Only the kernel's configuration to go by."""
    lines = ["CONFIG_%s=%s\n" % pair for pair in options.items()]
    return {"proc/kallsyms": None,
            "proc/config.gz": gzip.compress("".join(lines).encode())}


STOCK = {
    "proc/kallsyms": symbols(*NAMES),
    "proc/modules": "",
    "proc/self/smaps": "KernelPageSize:        4 kB\n",
    "proc/self/status": "Name:\tsh\nSeccomp:\t0\n",
    "proc/sys/abi/swp": "1\n",
    "proc/sys/kernel/arch": "aarch64\n",
    "proc/sys/kernel/ftrace_enabled": "1\n",
    "proc/sys/kernel/modules_disabled": "0\n",
    "proc/sys/kernel/osrelease": RELEASE + "\n",
    "sys/kernel/security/lockdown": "[none] integrity confidentiality\n",
    "sys/module/module/parameters/sig_enforce": "N\n",
}
MODULE = b"\x7fELF\0vermagic=%s SMP mod_unload aarch64\0" % RELEASE.encode()
SIGNED = MODULE + b"\0~Module signature appended~\n"
LOADED = {
    "sys/module/gate32/initstate": "live\n",
    "sys/module/gate32/version": "0.1.0\n",
    "proc/sys/kernel/gate32_allow": "everybody\n",
    # No more than "present" may be made of it.
    "proc/kallsyms": symbols(*NAMES) +
                     symbols("gate32_sys_prctl", where="\t[gate32]"),
}
BUILT_IN = {
    "sys/module/gate32/parameters/allow": "everybody\n",
    "proc/sys/kernel/gate32_allow": "everybody\n",
    "proc/kallsyms": symbols("gate32_sys_prctl", "gate32_open_gate",
                             "gate32_restart_nr"),
}
LOCKDOWN = {"sys/kernel/security/lockdown":
            "none [integrity] confidentiality\n"}
FTRACE_OFF = {"proc/sys/kernel/ftrace_enabled": "0\n"}
FILTERED = {"proc/self/status": "Name:\tsh\nSeccomp:\t2\n"}


def allow(who):
    return {**LOADED, "proc/sys/kernel/gate32_allow": who + "\n"}


WILL = "verdict: gate32 will work once its module is loaded"
WORKS = "verdict: gate32 works"
NOT = "verdict: gate32 does not work here: "

# Name, what is different from STOCK, the module, exit status, a line of it.
CASES = [
    ("stock", {}, None, 0, WILL),
    ("stock with module", {}, MODULE, 0, WILL),
    ("loaded", LOADED, None, 0, WORKS),
    ("loaded from a kernel without names", {**LOADED, "proc/kallsyms": None},
     None, 0, WORKS),
    ("built in", BUILT_IN, None, 0,
     "yes   gate32        built into this kernel"),
    ("built in without a way for numbers",
     {**BUILT_IN, "proc/kallsyms": symbols("gate32_open_gate")}, None, 0,
     "note  routing       not by number (GATE32_ROUTE), but by GATE32_CALL"),
    ("built in without a gate",
     {"proc/kallsyms": symbols("gate32_sys_prctl")}, None, 1,
     NOT + "gate32: this kernel is built without GATE32_COMPAT"),
    ("built in, and nothing else to go by",
     {**BUILT_IN, "proc/kallsyms": None}, None, 3,
     "verdict: cannot be told: gate32: neither /proc/kallsyms nor a "
     "configuration can be read"),
    ("x86", {"proc/sys/kernel/arch": "x86_64\n"}, None, 1,
     NOT + "architecture: x86_64, not 64-bit ARM"),
    ("linux32", {"proc/sys/kernel/arch": "armv8l\n"}, None, 0, WILL),
    ("16 KB pages", {"proc/self/smaps": "KernelPageSize:       16 kB\n"}, None,
     0, "note  page size     16 KB: guests that map in units of 4 KB fail"),
    ("no COMPAT", without("compat_arm_syscall"), None, 1,
     NOT + "compat layer: this kernel is built without COMPAT"),
    ("no KALLSYMS", configured(COMPAT="y", KPROBES="y"), None, 1,
     NOT + "symbols: this kernel is built without KALLSYMS"),
    ("no ftrace", without("register_ftrace_function"), None, 0,
     "yes   hooks         ftrace: no; kprobes: yes; one will do"),
    ("no kprobes", without("register_kprobe"), None, 0,
     "yes   hooks         ftrace: yes; kprobes: no; one will do"),
    ("ftrace off", FTRACE_OFF, None, 0,
     "yes   hooks         ftrace: switched off (kernel.ftrace_enabled); "
     "kprobes: yes; one will do"),
    ("ftrace off and no kprobes", {**without("register_kprobe"), **FTRACE_OFF},
     None, 1, NOT + "hooks: ftrace: switched off (kernel.ftrace_enabled); "
     "kprobes: no; one will do"),
    ("kprobes off", {**without("register_ftrace_function"),
                     "sys/kernel/debug/kprobes/enabled": "0\n"}, None, 1,
     NOT + "hooks: ftrace: no; kprobes: switched off (kprobes/enabled in "
     "debugfs); one will do"),
    ("configuration alone",
     configured(COMPAT="y", KALLSYMS="y", DYNAMIC_FTRACE="y",
                MODULE_UNLOAD="y"), None, 0, WILL),
    ("configuration without COMPAT", configured(KALLSYMS="y", KPROBES="y"),
     None, 1, NOT + "compat layer: this kernel is built without COMPAT"),
    ("nothing to go by", {"proc/kallsyms": None}, None, 3,
     "verdict: cannot be told: compat layer: neither /proc/kallsyms nor a "
     "configuration can be read"),
    ("no MODULES", {"proc/modules": None}, None, 1,
     NOT + "modules: this kernel is built without MODULES"),
    ("no MODULE_UNLOAD", without("module_refcount"), None, 1,
     NOT + "modules: this kernel is built without MODULE_UNLOAD"),
    ("configuration without MODULE_UNLOAD",
     configured(COMPAT="y", KALLSYMS="y", KPROBES="y"), None, 1,
     NOT + "modules: this kernel is built without MODULE_UNLOAD"),
    ("modules disabled", {"proc/sys/kernel/modules_disabled": "1\n"}, None, 1,
     NOT + "modules: no more can be loaded (kernel.modules_disabled)"),
    ("module for another kernel", {},
     MODULE.replace(b"6.12", b"6.11"), 1, "is for 6.11.0-arm64"),
    ("unreadable module", LOCKDOWN, b"packed by who knows what", 3,
     "gate32.ko cannot be read"),
    ("lockdown", LOCKDOWN, None, 0,
     "note  signature     must be one that the kernel trusts (kernel lockdown)"),
    ("lockdown, unsigned", LOCKDOWN, MODULE, 1,
     NOT + "signature: the module has none (kernel lockdown)"),
    ("lockdown, signed", LOCKDOWN, SIGNED, 0,
     "note  signature     there is one; it must be trusted (kernel lockdown)"),
    ("sig_enforce, unsigned",
     {"sys/module/module/parameters/sig_enforce": "Y\n"}, MODULE, 1,
     NOT + "signature: the module has none (module.sig_enforce)"),
    ("unsigned", {}, MODULE, 0, WILL),
    ("few CPUs", {"sys/devices/system/cpu/aarch32_el0": "0-3\n",
                  "sys/devices/system/cpu/possible": "0-7\n"}, None, 1,
     NOT + "CPUs: 32-bit tasks are confined to 0-3 of 0-7 "
     "(allow_mismatched_32bit_el0)"),
    ("all CPUs", {"sys/devices/system/cpu/aarch32_el0": "0-7\n",
                  "sys/devices/system/cpu/possible": "0-7\n"}, None, 0, WILL),
    ("nobody may", allow("nobody"), None, 1,
     NOT + "permission: nobody (kernel.gate32_allow)"),
    ("the administrator may", allow("admin"), None, 0,
     "note  permission    CAP_SYS_ADMIN alone (kernel.gate32_allow)"),
    ("the unfiltered may", allow("unfiltered"), None, 0, WORKS),
    ("the unfiltered may, under a filter", {**allow("unfiltered"), **FILTERED},
     None, 1,
     NOT + "permission: not under a seccomp filter, as here "
     "(kernel.gate32_allow)"),
    ("under a filter", {**LOADED, **FILTERED}, None, 0,
     "note  seccomp       this shell is under a filter, which judges 32-bit "
     "calls, too"),
    ("instructions", {"proc/sys/abi/setend": "0\n"}, None, 0,
     "note  instructions  abi.swp=1 abi.setend=0: not for translators"),
]

# Arguments that are wrong, and what is said of them.
WRONG = [
    (["--nothing"], "unknown argument '--nothing' (see --help)"),
    (["gate32.ko"], "unknown argument 'gate32.ko' (see --help)"),
    (["--root"], "--root needs a folder"),
    (["--module", "/nowhere"], "--module needs a file"),
]


def check(arguments):
    return subprocess.run([os.path.join(HERE, "gate32-check")] + arguments,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)


def make_machine(folder, changes):
    for path, text in {**STOCK, **changes}.items():
        if text is None:
            continue
        path = os.path.join(folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())


def run_case(changes, module):
    with tempfile.TemporaryDirectory() as folder:
        make_machine(folder, changes)
        arguments = ["--root", folder]
        if module:
            path = os.path.join(folder, "gate32.ko")
            with open(path, "wb") as file:
                file.write(module)
            arguments += ["--module", path]
        return check(arguments)


def main():
    if sys.argv[1:]:
        print(__doc__)
        return 0 if sys.argv[1] in ("-h", "--help") else 2
    results = [(name, run_case(changes, module), status, text)
               for name, changes, module, status, text in CASES]
    results += [("wrong: " + " ".join(arguments), check(arguments), 2,
                 "gate32-check: error: " + text) for arguments, text in WRONG]
    print("KTAP version 1\n1..%d" % len(results))
    failed = 0
    for number, (name, done, status, text) in enumerate(results, 1):
        good = (done.returncode == status and
                any(line.endswith(text) for line in done.stdout.splitlines()))
        if not good:
            failed += 1
            print("# expected status %d and \"%s\", got status %d and"
                  % (status, text, done.returncode))
            for line in done.stdout.splitlines():
                print("#   " + line)
        print("%s %d %s" % ("ok" if good else "not ok", number, name))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
