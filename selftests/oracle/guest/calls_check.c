// SPDX-License-Identifier: GPL-2.0-only
/*
 * calls_check - calls.h against the kernel headers of the ARM compiler
 */
#include <linux/types.h>
#include <asm/ipcbuf.h>
#include <asm/msgbuf.h>
#include <asm/sembuf.h>
#include <asm/shmbuf.h>
#include <asm/siginfo.h>
#include <asm/stat.h>
#include <asm/statfs.h>
#include <asm/termbits.h>
#include <linux/aio_abi.h>
#include <linux/eventpoll.h>
#include <linux/fcntl.h>
#include <linux/mqueue.h>
#include <linux/resource.h>
#include <linux/signalfd.h>
#include <linux/sysinfo.h>
#include <linux/timex.h>
#include <linux/uio.h>

#include "calls.h"
#include "check.h"

SAME_SIZE(stat64, struct stat64);
SAME_PLACE(stat64, st_size, struct stat64, st_size);
SAME_PLACE(stat64, st_blocks, struct stat64, st_blocks);
SAME_PLACE(stat64, st_ino, struct stat64, st_ino);
SAME_SIZE(stat, struct stat);
SAME_PLACE(stat, st_atime_sec, struct stat, st_atime);
SAME_SIZE(statfs, struct statfs);
SAME_SIZE(statfs64, struct statfs64);
SAME_PLACE(statfs64, f_files, struct statfs64, f_files);
SAME_SIZE(flock, struct flock);
SAME_SIZE(flock64, struct flock64);
SAME_PLACE(flock64, l_start, struct flock64, l_start);
SAME_SIZE(iovec, struct iovec);
SAME_SIZE(epoll_event, struct epoll_event);
SAME_PLACE(epoll_event, data, struct epoll_event, data);
SAME_SIZE(siginfo, siginfo_t);
SAME_PLACE(siginfo, chld_status, siginfo_t, si_status);
SAME_PLACE(siginfo, chld_utime, siginfo_t, si_utime);
SAME_SIZE(signalfd_siginfo, struct signalfd_siginfo);
SAME_PLACE(signalfd_siginfo, ssi_arch, struct signalfd_siginfo, ssi_arch);
SAME_SIZE(sigevent, struct sigevent);
SAME_SIZE(rusage, struct rusage);
SAME_SIZE(sysinfo, struct sysinfo);
SAME_PLACE(sysinfo, mem_unit, struct sysinfo, mem_unit);
SAME_SIZE(ipc64_perm, struct ipc64_perm);
SAME_PLACE(ipc64_perm, seq, struct ipc64_perm, seq);
SAME_SIZE(shmid64_ds, struct shmid64_ds);
SAME_PLACE(shmid64_ds, shm_cpid, struct shmid64_ds, shm_cpid);
SAME_SIZE(semid64_ds, struct semid64_ds);
SAME_PLACE(semid64_ds, sem_nsems, struct semid64_ds, sem_nsems);
SAME_SIZE(msqid64_ds, struct msqid64_ds);
SAME_PLACE(msqid64_ds, msg_lspid, struct msqid64_ds, msg_lspid);
SAME_SIZE(mq_attr, struct mq_attr);
SAME_SIZE(timex64, struct __kernel_timex);
SAME_PLACE(timex64, tai, struct __kernel_timex, tai);
SAME_SIZE(iocb, struct iocb);
SAME_SIZE(io_event, struct io_event);
SAME_SIZE(termios, struct termios);
