"""Threat: kernel logs, symbols, memory and settings. Expect: nothing."""

import glob

PATHS = [
    "/proc/kallsyms", "/proc/kcore", "/proc/kmsg", "/proc/config.gz", "/proc/modules",
    "/proc/keys", "/dev/mem", "/dev/kmsg", "/dev/kvm", "/dev/fuse", "/dev/tty", "/dev/ptmx", "/dev/console",
    "/sys/kernel/debug", "/sys/kernel/notes", "/sys/kernel/btf/vmlinux", "/proc/sys/kernel/hostname",
    "/proc/sysrq-trigger", "/sys/fs/cgroup/cgroup.procs", "/sys/class/dmi/id/product_uuid",
    *glob.glob("/dev/sd*"), *glob.glob("/dev/vd*"), *glob.glob("/dev/nvme*"),
    *glob.glob("/dev/input/*"),
]  # fmt: skip


def attack():
    got = []
    for path in PATHS:
        try:
            with open(path, "rb", 0) as file:
                got.append(f"opened {path}: {file.fileno()}")
        except OSError:
            pass
    return got
