/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * calls - structures and constants as a 32-bit ARM EABI program has them
 *
 * Declared once, by types of fixed width, for both builds. ARM EABI aligns
 * 64-bit types to 8 bytes, as AArch64 does, so that the compiler's own
 * padding is right on both. What calls_check.c can compare with the headers
 * of the ARM compiler, it does.
 *
 * Constants are here when the libc of one of the two sides has a different
 * idea of them; all others come from the usual headers.
 */
#ifndef ORACLE_GUEST_CALLS_H
#define ORACLE_GUEST_CALLS_H

#include <stdint.h>

typedef uint32_t gptr_t;	/* address */
typedef int32_t glong_t;
typedef uint32_t gulong_t;

/* Files */

struct g_stat64 {
	uint64_t st_dev;
	uint32_t pad0;
	gulong_t st_ino_short;
	uint32_t st_mode;
	uint32_t st_nlink;
	gulong_t st_uid;
	gulong_t st_gid;
	uint64_t st_rdev;
	uint32_t pad3;
	int64_t st_size;
	gulong_t st_blksize;
	uint64_t st_blocks;
	gulong_t st_atime_sec;
	gulong_t st_atime_nsec;
	gulong_t st_mtime_sec;
	gulong_t st_mtime_nsec;
	gulong_t st_ctime_sec;
	gulong_t st_ctime_nsec;
	uint64_t st_ino;
};

struct g_stat {			/* the old one: stat, lstat, fstat */
	uint32_t st_dev;
	uint32_t st_ino;
	uint16_t st_mode;
	uint16_t st_nlink;
	uint16_t st_uid;
	uint16_t st_gid;
	uint32_t st_rdev;
	uint32_t st_size;
	uint32_t st_blksize;
	uint32_t st_blocks;
	uint32_t st_atime_sec;
	uint32_t st_atime_nsec;
	uint32_t st_mtime_sec;
	uint32_t st_mtime_nsec;
	uint32_t st_ctime_sec;
	uint32_t st_ctime_nsec;
	uint32_t unused[2];
};

struct g_statx_time {
	int64_t tv_sec;
	uint32_t tv_nsec;
	int32_t pad;
};

struct g_statx {
	uint32_t mask, blksize;
	uint64_t attributes;
	uint32_t nlink, uid, gid;
	uint16_t mode, spare0;
	uint64_t ino, size, blocks, attributes_mask;
	int64_t atime_sec;
	uint32_t atime_nsec, pad1;
	int64_t btime_sec;
	uint32_t btime_nsec, pad2;
	int64_t ctime_sec;
	uint32_t ctime_nsec, pad3;
	int64_t mtime_sec;
	uint32_t mtime_nsec, pad4;
	uint32_t rdev_major, rdev_minor, dev_major, dev_minor;
	uint64_t mnt_id;
	uint64_t spare[13];
};

struct g_statfs {
	uint32_t f_type, f_bsize, f_blocks, f_bfree, f_bavail, f_files, f_ffree;
	uint32_t f_fsid[2];
	uint32_t f_namelen, f_frsize, f_flags, f_spare[4];
};

/* 84 bytes: ARM EABI packs it, whatever the compiler would do. */
struct g_statfs64 {
	uint32_t f_type, f_bsize;
	uint64_t f_blocks, f_bfree, f_bavail, f_files, f_ffree;
	uint32_t f_fsid[2];
	uint32_t f_namelen, f_frsize, f_flags, f_spare[4];
} __attribute__((packed, aligned(4)));

struct g_dirent64 {
	uint64_t d_ino;
	int64_t d_off;
	uint16_t d_reclen;
	uint8_t d_type;
	char d_name[13];
};

struct g_dirent {
	gulong_t d_ino, d_off;
	uint16_t d_reclen;
	char d_name[14];
};

struct g_flock {
	int16_t l_type, l_whence;
	int32_t l_start, l_len, l_pid;
};

struct g_flock64 {
	int16_t l_type, l_whence;
	int64_t l_start, l_len;
	int32_t l_pid;
};

struct g_f_owner_ex {
	int32_t type, pid;
};

struct g_iovec {
	gptr_t base;
	uint32_t len;
};

struct g_open_how {
	uint64_t flags, mode, resolve;
};

struct g_file_handle {
	uint32_t handle_bytes;
	int32_t handle_type;
	uint8_t f_handle[32];
};

#define G_O_DIRECTORY	040000
#define G_O_NOFOLLOW	0100000
#define G_O_DIRECT	0200000
#define G_O_LARGEFILE	0400000
#define G_O_PATH	010000000

#define G_F_GETLK	5
#define G_F_SETLK	6
#define G_F_SETLKW	7
#define G_F_GETLK64	12
#define G_F_SETLK64	13
#define G_F_SETLKW64	14
#define G_F_OFD_GETLK	36
#define G_F_OFD_SETLK	37

#define G_FIBMAP	1
#define G_FIGETBSZ	2

#define G_FADV_NORMAL		0
#define G_FADV_WILLNEED		3
#define G_FADV_DONTNEED		4

/* Time */

struct g_timespec {		/* old_timespec32 */
	int32_t tv_sec, tv_nsec;
};

struct g_timespec64 {		/* __kernel_timespec */
	int64_t tv_sec, tv_nsec;
};

/* The same, if it is not a point in time: other masks. */
struct g_timespec_left {
	int32_t tv_sec, tv_nsec;
};

struct g_timespec64_left {
	int64_t tv_sec, tv_nsec;
};

struct g_timeval {
	int32_t tv_sec, tv_usec;
};

struct g_timezone {
	int32_t tz_minuteswest, tz_dsttime;
};

struct g_itimerval {
	int32_t interval_sec, interval_usec, value_sec, value_usec;
};

struct g_itimerspec {
	int32_t interval_sec, interval_nsec, value_sec, value_nsec;
};

struct g_itimerspec64 {
	int64_t interval_sec, interval_nsec, value_sec, value_nsec;
};

struct g_utimbuf {
	int32_t actime, modtime;
};

struct g_tms {
	int32_t tms_utime, tms_stime, tms_cutime, tms_cstime;
};

struct g_timex {
	uint32_t modes;
	int32_t offset, freq, maxerror, esterror, status, constant, precision,
		tolerance, time_sec, time_usec, tick, ppsfreq, jitter, shift,
		stabil, jitcnt, calcnt, errcnt, stbcnt, tai, pad[11];
};

struct g_timex64 {
	uint32_t modes, pad1;
	int64_t offset, freq, maxerror, esterror;
	int32_t status, pad2;
	int64_t constant, precision, tolerance, time_sec, time_usec, tick,
		ppsfreq, jitter;
	int32_t shift, pad3;
	int64_t stabil, jitcnt, calcnt, errcnt, stbcnt;
	int32_t tai, pad4[11];
};

/* Waiting */

struct g_pollfd {
	int32_t fd;
	int16_t events, revents;
};

struct g_epoll_event {
	uint32_t events, pad;
	uint64_t data;
};

struct g_fd_set {
	gulong_t bits[32];
};

struct g_sigset_arg {		/* last argument of pselect6 */
	gptr_t set;
	uint32_t size;
};

struct g_inotify_event {
	int32_t wd;
	uint32_t mask, cookie, len;
	char name[16];
};

/* Signals */

struct g_sigset {
	gulong_t sig[2];
};

struct g_mask32 {		/* of the old calls */
	uint32_t sig;
};

union g_sigval {
	int32_t sival_int;
	gptr_t sival_ptr;
};

struct g_siginfo {
	int32_t si_signo, si_errno, si_code;
	union {
		int32_t pad[29];
		struct {
			int32_t from_pid;
			uint32_t from_uid;
			int32_t value;
		};
		struct {
			int32_t chld_pid;
			uint32_t chld_uid;
			int32_t chld_status;
			int32_t chld_utime, chld_stime;
		};
	};
};

/* The same of a SIGCHLD that is waited for: it has times. */
struct g_siginfo_child {
	int32_t si_signo, si_errno, si_code, chld_pid;
	uint32_t chld_uid;
	int32_t chld_status, chld_utime, chld_stime, pad[24];
};

struct g_signalfd_siginfo {
	uint32_t ssi_signo;
	int32_t ssi_errno, ssi_code;
	uint32_t ssi_pid, ssi_uid;
	int32_t ssi_fd;
	uint32_t ssi_tid, ssi_band, ssi_overrun, ssi_trapno;
	int32_t ssi_status, ssi_int;
	uint64_t ssi_ptr, ssi_utime, ssi_stime, ssi_addr;
	uint16_t ssi_addr_lsb, pad2;
	int32_t ssi_syscall;
	uint64_t ssi_call_addr;
	uint32_t ssi_arch;
	uint8_t pad[28];
};

struct g_sigevent {
	union g_sigval sigev_value;
	int32_t sigev_signo, sigev_notify;
	union {
		int32_t pad[13];
		int32_t sigev_tid;
	};
};

/* Processes */

struct g_rusage {
	int32_t utime_sec, utime_usec, stime_sec, stime_usec;
	int32_t maxrss, ixrss, idrss, isrss, minflt, majflt, nswap, inblock,
		oublock, msgsnd, msgrcv, nsignals, nvcsw, nivcsw;
};

struct g_rlimit {
	gulong_t rlim_cur, rlim_max;
};

struct g_rlimit64 {
	uint64_t rlim_cur, rlim_max;
};

struct g_sysinfo {
	int32_t uptime;
	gulong_t loads[3];
	gulong_t totalram, freeram, sharedram, bufferram, totalswap, freeswap;
	uint16_t procs, pad;
	gulong_t totalhigh, freehigh;
	uint32_t mem_unit;
	char f[8];
};

struct g_utsname {
	char sysname[65], nodename[65], release[65], version[65], machine[65],
	     domainname[65];
};

struct g_cap_header {
	uint32_t version;
	int32_t pid;
};

struct g_cap_data {
	uint32_t effective, permitted, inheritable;
};

struct g_sched_attr {
	uint32_t size, sched_policy;
	uint64_t sched_flags;
	int32_t sched_nice;
	uint32_t sched_priority;
	uint64_t sched_runtime, sched_deadline, sched_period;
	uint32_t sched_util_min, sched_util_max;
};

struct g_robust_list_head {
	gptr_t next;
	int32_t futex_offset;
	gptr_t list_op_pending;
};

struct g_cpuset {
	gulong_t bits[2];
};

/* IPC */

struct g_ipc64_perm {
	int32_t key;
	uint32_t uid, gid, cuid, cgid;
	uint16_t mode, pad1, seq, pad2;
	gulong_t unused1, unused2;
};

struct g_ipc_perm {		/* without IPC_64 */
	int32_t key;
	uint16_t uid, gid, cuid, cgid, mode, seq;
};

struct g_shmid64_ds {
	struct g_ipc64_perm shm_perm;
	uint32_t shm_segsz;
	gulong_t shm_atime, shm_atime_high, shm_dtime, shm_dtime_high,
		 shm_ctime, shm_ctime_high;
	int32_t shm_cpid, shm_lpid;
	gulong_t shm_nattch, unused4, unused5;
};

struct g_shmid_ds {
	struct g_ipc_perm shm_perm;
	int32_t shm_segsz, shm_atime, shm_dtime, shm_ctime;
	uint16_t shm_cpid, shm_lpid;
	uint16_t shm_nattch, shm_unused;
	gptr_t shm_unused2, shm_unused3;
};

struct g_semid64_ds {
	struct g_ipc64_perm sem_perm;
	gulong_t sem_otime, sem_otime_high, sem_ctime, sem_ctime_high,
		 sem_nsems, unused3, unused4;
};

struct g_semid_ds {
	struct g_ipc_perm sem_perm;
	int32_t sem_otime, sem_ctime;
	gptr_t sem_base, sem_pending, sem_pending_last, undo;
	uint16_t sem_nsems, pad;
};

struct g_msqid64_ds {
	struct g_ipc64_perm msg_perm;
	gulong_t msg_stime, msg_stime_high, msg_rtime, msg_rtime_high,
		 msg_ctime, msg_ctime_high;
	gulong_t msg_cbytes, msg_qnum, msg_qbytes;
	int32_t msg_lspid, msg_lrpid;
	gulong_t unused4, unused5;
};

struct g_msqid_ds {
	struct g_ipc_perm msg_perm;
	gptr_t msg_first, msg_last;
	int32_t msg_stime, msg_rtime, msg_ctime;
	gulong_t msg_lcbytes, msg_lqbytes;
	uint16_t msg_cbytes, msg_qnum, msg_qbytes;
	uint16_t msg_lspid, msg_lrpid, pad;
};

struct g_sembuf {
	uint16_t sem_num;
	int16_t sem_op, sem_flg;
};

struct g_msgbuf {
	int32_t mtype;
	char mtext[60];
};

struct g_mq_attr {
	int32_t mq_flags, mq_maxmsg, mq_msgsize, mq_curmsgs, reserved[4];
};

#define G_IPC_64	0x0100

/* Sockets */

struct g_msghdr {
	gptr_t msg_name;
	int32_t msg_namelen;
	gptr_t msg_iov;
	uint32_t msg_iovlen;
	gptr_t msg_control;
	uint32_t msg_controllen;
	uint32_t msg_flags;
};

struct g_mmsghdr {
	struct g_msghdr msg_hdr;
	uint32_t msg_len;
};

struct g_cmsghdr {
	uint32_t cmsg_len;
	int32_t cmsg_level, cmsg_type;
};

struct g_cmsg_fds {
	struct g_cmsghdr hdr;
	int32_t fds[2];
};

struct g_cmsg_ucred {
	struct g_cmsghdr hdr;
	int32_t pid;
	uint32_t uid, gid;
};

struct g_cmsg_timeval {
	struct g_cmsghdr hdr;
	int32_t tv_sec, tv_usec;
};

struct g_cmsg_timespec {
	struct g_cmsghdr hdr;
	int32_t tv_sec, tv_nsec;
};

/* The _NEW ones are of 64-bit values: the compat layout has no padding. */
struct g_cmsg_timespec64 {
	struct g_cmsghdr hdr;
	gulong_t tv_sec, tv_sec_high, tv_nsec, tv_nsec_high;
};

struct g_sockaddr_in {
	uint16_t sin_family, sin_port;
	uint32_t sin_addr;
	uint8_t zero[8];
};

struct g_sockaddr_un {
	uint16_t sun_family;
	char sun_path[108];
};

struct g_linger {
	int32_t l_onoff, l_linger;
};

struct g_ucred {
	int32_t pid;
	uint32_t uid, gid;
};

struct g_sock_fprog {
	uint16_t len;
	gptr_t filter;
};

struct g_sock_filter {
	uint16_t code;
	uint8_t jt, jf;
	uint32_t k;
};

struct g_ifreq {
	char name[16];
	union {
		struct g_sockaddr_in addr;
		int32_t value;
		int16_t flags;
		struct {
			gulong_t mem_start, mem_end;
			uint16_t base_addr;
			uint8_t irq, dma, port, spare[3];
		} map;
	};
};

struct g_ifconf {
	int32_t len;
	gptr_t buf;
};

#define G_SO_RCVTIMEO_OLD	20
#define G_SO_SNDTIMEO_OLD	21
#define G_SO_TIMESTAMP_OLD	29
#define G_SO_TIMESTAMPNS_OLD	35
#define G_SO_TIMESTAMP_NEW	63
#define G_SO_TIMESTAMPNS_NEW	64
#define G_SO_RCVTIMEO_NEW	66
#define G_SO_SNDTIMEO_NEW	67

/* Memory, input and output */

struct g_iocb {
	uint64_t aio_data;
	uint32_t aio_key, aio_rw_flags;
	uint16_t aio_lio_opcode;
	int16_t aio_reqprio;
	uint32_t aio_fildes;
	uint64_t aio_buf, aio_nbytes;
	int64_t aio_offset;
	uint64_t aio_reserved2;
	uint32_t aio_flags, aio_resfd;
};

struct g_io_event {
	uint64_t data, obj;
	int64_t res, res2;
};

struct g_io_uring_params {
	uint32_t sq_entries, cq_entries, flags, sq_thread_cpu, sq_thread_idle,
		 features, wq_fd, resv[3];
	uint32_t sq_off[10], cq_off[10];
};

struct g_termios {
	uint32_t c_iflag, c_oflag, c_cflag, c_lflag;
	uint8_t c_line, c_cc[19];
};

struct g_winsize {
	uint16_t ws_row, ws_col, ws_xpixel, ws_ypixel;
};

struct g_loff {
	int64_t value;
};

#endif /* ORACLE_GUEST_CALLS_H */
