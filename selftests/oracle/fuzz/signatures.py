#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""
signatures.py - what the calls of the ARM EABI take, from the kernel's headers

Usage: signatures.py TABLE SYSCALLS_H COMPAT_H DOMAINS

Prints a line for each call of the kernel's table (syscall_32.tbl):

    SIGNATURE(name, count, ARG(kind, "parameter"), ...)

The kinds come from the types and names of the handler's parameters, by the
rules below. What these cannot tell, like which numbers mean something, is in
DOMAINS: lines of

    call (kind | - | kind:name)...

with a kind for each argument; "-" keeps the one that the prototype has. The
prototypes of handlers that no header declares are written there in full. Lines
of "!call reason" leave a call out.
"""
import re
import sys

# Structures that have masks or contents of their own: the tag of struct g_tag.
TAGS = {
    "struct __kernel_timespec": "timespec64",
    "struct old_timespec32": "timespec",
    "struct old_timeval32": "timeval",
    "struct timezone": "timezone",
    "struct __kernel_itimerspec": "itimerspec64",
    "struct old_itimerspec32": "itimerspec",
    "struct old_itimerval32": "itimerval",
    "struct old_timex32": "timex",
    "struct __kernel_timex": "timex64",
    "struct compat_tms": "tms",
    "struct compat_rusage": "rusage",
    "struct compat_rlimit": "rlimit",
    "struct rlimit64": "rlimit64",
    "struct compat_sysinfo": "sysinfo",
    "struct compat_stat": "stat",
    "struct stat64": "stat64",
    "struct statx": "statx",
    "struct compat_statfs": "statfs",
    "struct compat_statfs64": "statfs64",
    "struct compat_siginfo": "siginfo",
    "siginfo_t": "siginfo",
    "struct compat_sigevent": "sigevent",
    "struct compat_mq_attr": "mq_attr",
    "struct iovec": "iovec",
    "struct compat_iovec": "iovec",
    "struct msghdr": "msghdr",
    "struct compat_msghdr": "msghdr",
    "struct mmsghdr": "mmsghdr",
    "struct compat_mmsghdr": "mmsghdr",
    "struct sockaddr": "sockaddr",
    "struct pollfd": "pollfd",
    "struct epoll_event": "epoll_event",
    "struct sembuf": "sembuf",
    "struct compat_msgbuf": "msgbuf",
    "struct io_uring_params": "io_uring_params",
    "struct sched_attr": "sched_attr",
    "struct new_utsname": "utsname",
    "struct open_how": "open_how",
    "struct file_handle": "file_handle",
    "fd_set": "fd_set",
    "compat_ulong_t_set": "fd_set",
    "sigset_t": "sigset",
    "compat_sigset_t": "sigset",
    "compat_old_sigset_t": "mask32",
    "cap_user_header_t": "cap_header",
    "cap_user_data_t": "cap_data",
}

# A parameter's name -> kind, for what is no pointer.
NAMES = [
    (r".*fd|fildes|fd_in|fd_out", "fd"),
    (r"flags?|.*_flags|options", "flags"),
    (r"pid|tgid|pgid|who", "pid"),
    (r"sig", "signal"),
    (r".*(size|len|count|sz|_nr)|.*size_t|len_in|nr_.*|n|vlen|nfds|maxevents",
     "size"),
    (r"mode", "mode"),
    (r".*(uid|gid|user|group)|id", "uid"),
    (r"which_clock|clockid", "clock"),
    (r"start|addr", "place"),
    (r"timeout", "msec"),
]

TYPES = [
    (r"u?mode_t", "mode"),
    (r"pid_t|compat_pid_t", "pid"),
    (r"(old_)?[ug]id_t", "uid"),
    (r"(compat_)?size_t", "size"),
    (r"clockid_t", "clock"),
    (r"timer_t", "timer"),
]


def kind_of(parameter):
    """The kind of a parameter as a header declares it, and its name."""
    text = parameter.replace("__user", " ").replace("const ", " ")
    text = " ".join(text.replace("*", " * ").split())
    match = re.match(r"(.*?[ *])([a-z_0-9A-Z]+)$", text)
    words = {"int", "unsigned", "long", "char", "u32"}
    if match and match[2] not in words and not re.match(
            r"(struct|union|enum)$", match[1].strip()):
        kind, name = match[1].strip(), match[2]
    else:
        kind, name = text, ""
    if kind.endswith("*") or kind in TAGS:
        base = kind.rstrip("* ").strip()
        if kind.count("*") > 1:
            return "words", name
        if base in TAGS:
            return "struct:" + TAGS[base], name
        if base == "char":
            paths = r".*name|path.*|.*path|special|new|old|library|put_old"
            is_path = "const" in parameter or "_name" in name
            return ("path" if is_path and re.fullmatch(paths, name) else
                    "buffer"), name
        if base == "loff_t":
            return "loff", name
        return ("buffer" if base == "void" else "words"), name
    for pattern, result in TYPES:
        if re.fullmatch(pattern, kind):
            return result, name
    for pattern, result in NAMES:
        if re.fullmatch(pattern, name):
            return result, name
    return "number", name


def prototypes(*paths):
    found = {}
    for path in paths:
        with open(path) as f:
            text = re.sub(r"/\*.*?\*/", "", f.read(), flags=re.S)
        for name, parameters in re.findall(
                r"asmlinkage\s+long\s+(\w+)\(([^;]*?)\)\s*;", text, re.S):
            parameters = parameters.strip()
            found[name] = [] if parameters == "void" else [
                kind_of(p) for p in parameters.split(",")]
    return found


def domains(path):
    rules, excluded = {}, {}
    with open(path) as f:
        for line in f:
            words = line.split("#")[0].split()
            if not words:
                continue
            if words[0].startswith("!"):
                excluded[words[0][1:]] = " ".join(words[1:])
                if len(words) == 1:
                    sys.exit(f"{path}: no reason for {words[0]}")
            else:
                rules[words[0]] = words[1:]
    return rules, excluded


def main():
    table, syscalls, compat, domain_file = sys.argv[1:]
    known = prototypes(syscalls, compat)
    rules, excluded = domains(domain_file)
    handlers = {}
    with open(table) as f:
        for line in f:
            words = line.split("#")[0].split()
            if len(words) >= 4:
                handlers[words[2]] = words[-1]
    print("/* Made by signatures.py; do not edit. */")
    for name, handler in handlers.items():
        if name in excluded:
            excluded.pop(name)
            continue
        kinds = [kind for kind, _ in known.get(handler, [])]
        rule = rules.pop(name, None)
        if rule is None and handler not in known:
            if handler == "sys_ni_syscall":
                rule = []
            else:
                sys.exit(f"{domain_file}: {name} ({handler}): no prototype")
        if rule is not None:
            if handler in known and len(rule) != len(kinds):
                sys.exit(f"{domain_file}: {name} takes {len(kinds)}: {kinds}")
            if "-" in rule[len(kinds):]:
                sys.exit(f"{domain_file}: {name}: nothing to keep")
            kinds = [kinds[i] if word == "-" else word
                     for i, word in enumerate(rule)]
        args = ""
        for kind in kinds:
            base, _, parameter = kind.partition(":")
            args += f', ARG({base.replace("-", "_")}, "{parameter}")'
        print(f"SIGNATURE({name}, {len(kinds)}{args})")
    for name in list(rules) + list(excluded):
        sys.exit(f"{domain_file}: {name} is not in the table")


if __name__ == "__main__":
    main()
