// SPDX-License-Identifier: GPL-2.0-only
/*
 * scenarios: what only ext4 has, fscrypt and fs-verity among it
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sys/mount.h>
#include <sys/stat.h>

#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/fscrypt.h>
#include <linux/fsverity.h>

#include "disk.h"
#include "oracle.h"

#define GROUP "ext4"

static struct disk mounted(const char *options)
{
	struct disk d = disk_new("ext4", 32, options);

	disk_mount(&d, "dir", 0, NULL);
	driver("ext4");
	return d;
}

static int new_file(const char *name, unsigned int blocks)
{
	int fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
	char block[4096];

	memset(block, '#', sizeof(block));
	while (blocks--) {
		if (write(fd, block, sizeof(block)) != sizeof(block))
			note("FATAL: the disk is full");
	}
	fsync(fd);
	return fd;
}

SCENARIO(version)
{
	struct disk d = mounted("-O ^metadata_csum");
	int fd = new_file("dir/file", 1);
	uint32_t *n = mem(16);

	*n = 0x87654321;
	IO(G_EXT4_IOC_SETVERSION, n);
	*n = 0;
	IO(G_EXT4_IOC_GETVERSION, n);
	outb(n, 8);
	*n = 0x12345678;
	IO(G_FS_IOC_SETVERSION, n);
	IO(G_FS_IOC_GETVERSION, n);
	outb(n, 8);
	IO(G_EXT4_IOC_SETVERSION, BAD);
	IO(G_EXT4_IOC_GETVERSION, BAD_HIGH);
	IO(0x80086603, n);		/* GETVERSION of AArch64 */
	IO(0x40086604, n);
	IO(G_EXT4_IOC_GETRSVSZ, n);
	IO(G_EXT4_IOC_SETRSVSZ, n);
	disk_close(&d);
}

static struct g_move_extent *extent(int donor, uint64_t start, uint64_t length)
{
	return SET(move_extent, .donor_fd = donor, .orig_start = start,
		   .donor_start = start, .len = length);
}

SCENARIO(extents)
{
	struct disk d = mounted("-O ^metadata_csum");
	int fd = new_file("dir/file", 8), donor = new_file("dir/donor", 8);
	struct {
		struct g_fiemap head;
		struct g_fiemap_extent extents[2];
	} *m = zmem(sizeof(*m));
	struct g_move_extent *move = extent(donor, 4, 8);
	uint32_t *n = mem(16);

	IO(G_EXT4_IOC_MOVE_EXT, move);
	OUT(move_extent, move);
	IO(G_EXT4_IOC_MOVE_EXT, extent(fd, 0, 4));
	IO(G_EXT4_IOC_MOVE_EXT, extent(-1, 0, 4));
	IO(G_EXT4_IOC_MOVE_EXT, extent(donor, 0x100000000ULL, 4));
	IO(G_EXT4_IOC_MOVE_EXT, BAD);
	IO(G_EXT4_IOC_MOVE_EXT, edge(39));
	IO(G_EXT4_IOC_PRECACHE_EXTENTS, 0);
	m->head.fm_length = 8192;
	m->head.fm_extent_count = 2;
	IO(G_EXT4_IOC_GET_ES_CACHE, m);
	OUT(fiemap, &m->head);
	IO(G_EXT4_IOC_GET_ES_CACHE, BAD_HIGH);
	IO(G_EXT4_IOC_CLEAR_ES_CACHE, 0);
	IO(G_EXT4_IOC_GETSTATE, n);
	outb(n, 8);
	IO(G_EXT4_IOC_GETSTATE, BAD);
	/* What 32-bit programs do not get. */
	IO(G_EXT4_IOC_MIGRATE, 0);
	IO(G_EXT4_IOC_ALLOC_DA_BLKS, 0);
	IO(G_EXT4_IOC_SWAP_BOOT, 0);
	disk_close(&d);
}

/* A file system on half of its disk. */
SCENARIO(resize)
{
	struct g_ext4_new_group_input *group = ZNEW(ext4_new_group_input);
	struct g_statfs64 *st = NEW(statfs64);
	struct disk d = disk_new(NULL, 64, "");
	uint64_t *blocks = mem(16);
	int fd;

	if (shell("/sbin/mke2fs -q -t ext4 -b 1024 -E %s %s 24576 2>/dev/null",
		  "lazy_itable_init=0", d.path) ||
	    shell("modprobe ext4"))
		skip("no ext4");
	d.kind = "ext4";
	disk_mount(&d, "dir", 0, NULL);
	driver("ext4");
	fd = open("dir", O_RDONLY);
	*blocks = 24576;
	IO(G_EXT4_IOC_RESIZE_FS, blocks);
	*blocks = 0x100000000000ULL;
	IO(G_EXT4_IOC_RESIZE_FS, blocks);
	*blocks = 1000;
	IO(G_EXT4_IOC_RESIZE_FS, blocks);
	IO(G_EXT4_IOC_RESIZE_FS, BAD);
	*blocks = 40960;
	IO(G_EXT4_IOC_RESIZE_FS, blocks);
	sys(fstatfs64, fd, sizeof(*st), st);
	note("%llu blocks", (unsigned long long)st->f_blocks);
	*(uint32_t *)blocks = 40000;
	IO(G_EXT4_IOC_GROUP_EXTEND, blocks);
	IO(G_EXT4_IOC_GROUP_EXTEND, BAD);
	IO(0x40086607, blocks);		/* GROUP_EXTEND of AArch64 */
	group->group = 1000;
	IO(G_EXT4_IOC_GROUP_ADD, group);
	IO(G_EXT4_IOC_GROUP_ADD, BAD_HIGH);
	IO(G_EXT4_IOC_GROUP_ADD, edge(sizeof(*group) - 4));
	close(fd);
	disk_close(&d);
}

SCENARIO(id)
{
	struct disk d = mounted("-O ^metadata_csum");
	int fd = open("dir", O_RDONLY);
	struct g_fsuuid *id = ZNEW(fsuuid);
	uint32_t *n = zmem(16);

	IO(G_EXT4_IOC_GETFSUUID, id);	/* the size is asked for */
	OUT(fsuuid, id);
	IO(G_EXT4_IOC_GETFSUUID, id);
	OUT(fsuuid, id);
	id->fsu_uuid[15] = 0x99;
	IO(G_EXT4_IOC_SETFSUUID, id);
	IO(G_EXT4_IOC_GETFSUUID, id);
	OUT(fsuuid, id);
	id->fsu_flags = 1;
	IO(G_EXT4_IOC_SETFSUUID, id);
	id->fsu_len = -1;
	IO(G_EXT4_IOC_GETFSUUID, id);
	IO(G_EXT4_IOC_GETFSUUID, BAD);
	IO(G_EXT4_IOC_SETFSUUID, BAD_HIGH);
	*n = 4;				/* try it only */
	IO(G_EXT4_IOC_CHECKPOINT, n);
	*n = 0;
	IO(G_EXT4_IOC_CHECKPOINT, n);
	*n = 0x80000000;
	IO(G_EXT4_IOC_CHECKPOINT, n);
	IO(G_EXT4_IOC_CHECKPOINT, BAD);
	*n = 7;
	IO(G_EXT4_IOC_SHUTDOWN, n);
	IO(G_EXT4_IOC_SHUTDOWN, BAD);
	*n = 1;				/* the end of it */
	IO(G_EXT4_IOC_SHUTDOWN, n);
	IO(G_EXT4_IOC_GETFSUUID, id);
	close(fd);
	disk_close(&d);
}

static struct fsverity_enable_arg *enable(const void *salt, uint32_t size)
{
	struct fsverity_enable_arg arg = {
		.version = 1, .hash_algorithm = FS_VERITY_HASH_ALG_SHA256,
		.block_size = 4096, .salt_ptr = PTR(salt), .salt_size = size,
	};

	return bytes(&arg, sizeof(arg));
}

static void read_metadata(int fd)
{
	struct fsverity_read_metadata_arg *arg = zmem(sizeof(*arg));
	char *data = mem(256);

	arg->metadata_type = FS_VERITY_METADATA_TYPE_DESCRIPTOR;
	arg->buf_ptr = PTR(data);
	arg->length = 256;
	IO(FS_IOC_READ_VERITY_METADATA, arg);
	outb(data, 256);
	arg->buf_ptr |= 1ULL << 47;
	IO(FS_IOC_READ_VERITY_METADATA, arg);
	arg->buf_ptr = PTR(data);
	arg->offset = -1ULL;
	IO(FS_IOC_READ_VERITY_METADATA, arg);
	arg->offset = 0x100000000ULL;
	IO(FS_IOC_READ_VERITY_METADATA, arg);
	arg->metadata_type = 9;
	IO(FS_IOC_READ_VERITY_METADATA, arg);
	IO(FS_IOC_READ_VERITY_METADATA, BAD_HIGH);
}

SCENARIO(verity)
{
	struct disk d = mounted("-b 4096 -O verity");
	struct fsverity_enable_arg *arg;
	struct fsverity_digest *digest = zmem(sizeof(*digest) + 32);
	int fd = new_file("dir/file", 3);

	close(fd);
	fd = open("dir/file", O_RDONLY);
	IO(FS_IOC_MEASURE_VERITY, digest);
	arg = enable(str("salt"), 4);
	arg->salt_ptr |= 1ULL << 47;	/* all of its 64 bits count */
	IO(FS_IOC_ENABLE_VERITY, arg);
	IO(FS_IOC_ENABLE_VERITY, enable((void *)BAD, 4));
	IO(FS_IOC_ENABLE_VERITY, enable((void *)BAD_HIGH, 4));
	IO(FS_IOC_ENABLE_VERITY, enable(str("salt"), 33));
	IO(FS_IOC_ENABLE_VERITY, BAD);
	IO(FS_IOC_ENABLE_VERITY, edge(127));
	IO(FS_IOC_ENABLE_VERITY, enable(str("salt"), 4));
	IO(FS_IOC_ENABLE_VERITY, enable(str("salt"), 4));
	digest->digest_size = 31;
	IO(FS_IOC_MEASURE_VERITY, digest);
	digest->digest_size = 32;
	IO(FS_IOC_MEASURE_VERITY, digest);
	outb(digest, sizeof(*digest) + 32);
	IO(FS_IOC_MEASURE_VERITY, BAD_HIGH);
	read_metadata(fd);
	close(fd);
	disk_close(&d);
}

static struct fscrypt_add_key_arg *new_key(unsigned int size)
{
	struct fscrypt_add_key_arg *arg = zmem(sizeof(*arg) + 64);

	arg->key_spec.type = FSCRYPT_KEY_SPEC_TYPE_IDENTIFIER;
	arg->raw_size = size;
	memset(arg->raw, '#', 64);
	return arg;
}

static void keys(int fd, const struct fscrypt_key_specifier *key)
{
	struct fscrypt_get_key_status_arg *status = zmem(sizeof(*status));
	struct fscrypt_remove_key_arg *removal = zmem(sizeof(*removal));

	status->key_spec = *key;
	IO(FS_IOC_GET_ENCRYPTION_KEY_STATUS, status);
	outb(status, sizeof(*status));
	IO(FS_IOC_GET_ENCRYPTION_KEY_STATUS, BAD);
	removal->key_spec = *key;
	IO(FS_IOC_REMOVE_ENCRYPTION_KEY, removal);
	outb(removal, sizeof(*removal));
	IO(FS_IOC_REMOVE_ENCRYPTION_KEY, removal);
	IO(FS_IOC_REMOVE_ENCRYPTION_KEY, BAD_HIGH);
	IO(FS_IOC_REMOVE_ENCRYPTION_KEY_ALL_USERS, removal);
	IO(FS_IOC_REMOVE_ENCRYPTION_KEY_ALL_USERS, BAD);
	IO(FS_IOC_GET_ENCRYPTION_KEY_STATUS, status);
	outb(status, sizeof(*status));
}

static void policies(int fd, const struct fscrypt_key_specifier *key)
{
	struct fscrypt_policy_v2 *policy = zmem(sizeof(*policy));
	struct fscrypt_get_policy_ex_arg *ex = zmem(sizeof(*ex));
	char *salt = mem(16);

	policy->version = FSCRYPT_POLICY_V2;
	policy->contents_encryption_mode = FSCRYPT_MODE_AES_256_XTS;
	policy->filenames_encryption_mode = FSCRYPT_MODE_AES_256_CTS;
	memcpy(policy->master_key_identifier, key->u.identifier, 16);
	IO(FS_IOC_SET_ENCRYPTION_POLICY, policy);
	IO(FS_IOC_SET_ENCRYPTION_POLICY, policy);
	policy->flags = 3;
	IO(FS_IOC_SET_ENCRYPTION_POLICY, policy);
	policy->version = 9;
	IO(FS_IOC_SET_ENCRYPTION_POLICY, policy);
	IO(FS_IOC_SET_ENCRYPTION_POLICY, BAD);
	ex->policy_size = sizeof(ex->policy);
	IO(FS_IOC_GET_ENCRYPTION_POLICY_EX, ex);
	outb(ex, sizeof(*ex));
	ex->policy_size = 3;
	IO(FS_IOC_GET_ENCRYPTION_POLICY_EX, ex);
	IO(FS_IOC_GET_ENCRYPTION_POLICY_EX, BAD_HIGH);
	IO(FS_IOC_GET_ENCRYPTION_POLICY, policy);
	IO(FS_IOC_GET_ENCRYPTION_NONCE, salt);
	outm(random16, salt, 16);
	IO(FS_IOC_GET_ENCRYPTION_NONCE, BAD);
	IO(FS_IOC_GET_ENCRYPTION_PWSALT, salt);
	outm(random16, salt, 16);
	IO(FS_IOC_GET_ENCRYPTION_PWSALT, BAD_HIGH);
}

SCENARIO(encryption)
{
	struct disk d = mounted("-O encrypt");
	struct fscrypt_add_key_arg *arg;
	int fd;

	shell("modprobe sha512_generic 2>/dev/null");
	mkdir("dir/secret", 0700);
	fd = open("dir/secret", O_RDONLY);
	IO(FS_IOC_GET_ENCRYPTION_NONCE, mem(16));
	IO(FS_IOC_GET_ENCRYPTION_POLICY, zmem(16));
	IO(FS_IOC_ADD_ENCRYPTION_KEY, new_key(65));
	IO(FS_IOC_ADD_ENCRYPTION_KEY, new_key(0));
	arg = new_key(64);
	IO(FS_IOC_ADD_ENCRYPTION_KEY, arg);
	outb(arg, sizeof(*arg));
	IO(FS_IOC_ADD_ENCRYPTION_KEY, BAD);
	IO(FS_IOC_ADD_ENCRYPTION_KEY, edge(sizeof(*arg) - 1));
	policies(fd, &arg->key_spec);
	keys(fd, &arg->key_spec);
	close(fd);
	disk_close(&d);
}
