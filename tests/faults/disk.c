// A disk that fails, below everything that a program does with files: loaded before libc (LD_PRELOAD), it sees each call
// on a file under one folder, notes it in a log, and fails the ones that it is told to.
//
// SOP_FAULTS_ROOT: the folder. SOP_FAULTS_LOG: the file to which is noted, in order, what was done (see log.rs).
// The program itself gives orders by opening files that do not exist, in ROOT/.fault/ :
//   arm,KINDS,NTH,ACTION,ERRNO,STICKY   fails the NTH call from now on (from 0) of these kinds; STICKY: and all later ones
//   off                                 fails no more
//   fired                               is there (opens) if something was failed since it was armed
//   mark,TEXT                           notes a word in the log
// KINDS, letters: o open to create or write, w write, s sync of a file, d sync of a folder, t truncate, n rename or link,
// u unlink, r read. ACTION: e nothing is done; h of a write, half is done and counted; b half is done, and it fails all the same.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define FDS 4096
#define FILES 65536

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *root;
static size_t root_len;
static int log_fd = -1;
static int ready;

// What each handle is: 0 nothing of ours, 1 a file, 2 a folder.
static uint8_t kinds[FDS];
static uint8_t append[FDS];
static uint32_t file_of[FDS];
static char *folder_of[FDS];

// Files by inode; a file that is created gets a new number.
static struct { uint64_t inode; uint32_t file; } files[FILES];
static uint32_t next_file = 1;

static char armed[16];
static long countdown;
static char action;
static int failure;
static int sticky;
static int fired;

struct head { uint8_t kind, failed; uint16_t zero; uint32_t file; uint64_t at, length; };


static void begin(void) {
    if (ready) return;
    ready = 1;
    root = getenv("SOP_FAULTS_ROOT");
    root_len = root ? strlen(root) : 0;
    const char *log = getenv("SOP_FAULTS_LOG");
    if (log) log_fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

static void note(uint8_t kind, int failed, uint32_t file, uint64_t at, const void *data, uint64_t length) {
    if (log_fd < 0) return;
    struct head head = { kind, failed != 0, 0, file, at, length };
    struct iovec parts[2] = { { &head, sizeof head }, { (void *)data, data ? length : 0 } };
    long wanted = sizeof head + (data ? length : 0);
    if (syscall(SYS_writev, log_fd, parts, 2) != wanted) {
        static const char said[] = "the log of the failing disk can't be written\n";
        syscall(SYS_write, 2, said, sizeof said - 1);
        abort();
    }
}

// The path without ROOT/, if it lies under it.
static const char *ours(int at, const char *path, char *buffer) {
    begin();
    if (!root_len || !path) return NULL;
    if (path[0] != '/') {
        char base[PATH_MAX];
        if (at == AT_FDCWD) {
            if (!getcwd(base, sizeof base)) return NULL;
        } else {
            char link[64];
            snprintf(link, sizeof link, "/proc/self/fd/%d", at);
            ssize_t n = syscall(SYS_readlinkat, AT_FDCWD, link, base, sizeof base - 1);
            if (n < 0) return NULL;
            base[n] = 0;
        }
        if (snprintf(buffer, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) return NULL;
        path = buffer;
    }
    if (strncmp(path, root, root_len) || (path[root_len] && path[root_len] != '/')) return NULL;
    path += root_len;
    return *path ? path + 1 : path;
}

static uint32_t number(uint64_t inode, int fresh) {
    for (uint64_t i = inode % FILES;; i = (i + 1) % FILES) {
        if (files[i].inode == inode && !fresh) return files[i].file;
        if (files[i].inode == inode || !files[i].inode) {
            if (!files[i].inode && !fresh) return 0;
            files[i].inode = inode;
            return files[i].file = next_file++;
        }
    }
}

// A file that was there before it was first seen.
static uint32_t known(const char *path, const struct stat *meta) {
    uint32_t file = number(meta->st_ino, 0);
    if (!file) {
        file = number(meta->st_ino, 1);
        note('E', 0, file, 0, path, strlen(path));
    }
    return file;
}

// Whether a call of this kind is to fail now; called under the lock.
static int fails(char kind) {
    if (!armed[0] || !strchr(armed, kind)) return 0;
    if (countdown > 0) { countdown--; return 0; }
    if (countdown < 0 && !sticky) return 0;
    countdown = -1;
    fired = 1;
    return 1;
}

static int refused(char kind) {
    pthread_mutex_lock(&lock);
    int f = fails(kind);
    pthread_mutex_unlock(&lock);
    if (f) errno = failure;
    return f;
}

static int order(const char *what) {
    int opened = -1;
    pthread_mutex_lock(&lock);
    errno = ENOENT;
    if (!strncmp(what, "mark,", 5)) {
        note('M', 0, 0, 0, what + 5, strlen(what + 5));
    } else if (!strncmp(what, "arm,", 4)) {
        char letters[16];
        if (sscanf(what + 4, "%15[a-z],%ld,%c,%d,%d", letters, &countdown, &action, &failure, &sticky) == 5) {
            strcpy(armed, letters);
            fired = 0;
        }
        errno = ENOENT;
    } else if (!strcmp(what, "off")) {
        armed[0] = 0;
    } else if (!strcmp(what, "fired") && fired) {
        opened = syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDONLY | O_CLOEXEC);
    }
    pthread_mutex_unlock(&lock);
    return opened;
}

static int opens(int at, const char *path, int flags, mode_t mode) {
    char buffer[PATH_MAX];
    const char *own = ours(at, path, buffer);
    if (!own) return syscall(SYS_openat, at, path, flags, mode);
    if (!strncmp(own, ".fault/", 7)) return order(own + 7);
    int writes = (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC);
    if (writes && refused('o')) return -1;
    pthread_mutex_lock(&lock);
    struct stat meta;
    int was = (flags & O_TMPFILE) != O_TMPFILE && !fstatat(at, path, &meta, 0);
    int fd = syscall(SYS_openat, at, path, flags, mode);
    if (fd >= 0 && fd < FDS && !fstat(fd, &meta)) {
        int saved = errno;
        if (S_ISDIR(meta.st_mode) && (flags & O_TMPFILE) != O_TMPFILE) {
            kinds[fd] = 2;
            free(folder_of[fd]);
            folder_of[fd] = strdup(own);
        } else if (S_ISREG(meta.st_mode)) {
            kinds[fd] = 1;
            append[fd] = (flags & O_APPEND) != 0;
            if (was) {
                file_of[fd] = known(own, &meta);
                if (flags & O_TRUNC) note('T', 0, file_of[fd], 0, NULL, 0);
            } else {
                file_of[fd] = number(meta.st_ino, 1);
                note('C', 0, file_of[fd], 0, own, strlen(own));
            }
        }
        errno = saved;
    }
    pthread_mutex_unlock(&lock);
    return fd;
}

#define OPEN(...) { \
    mode_t mode = 0; \
    if (flags & (O_CREAT | __O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); } \
    return opens(__VA_ARGS__, flags, mode); }
int open(const char *path, int flags, ...) OPEN(AT_FDCWD, path)
int open64(const char *path, int flags, ...) OPEN(AT_FDCWD, path)
int openat(int at, const char *path, int flags, ...) OPEN(at, path)
int openat64(int at, const char *path, int flags, ...) OPEN(at, path)
int creat(const char *path, mode_t mode) { return opens(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int close(int fd) {
    if (fd >= 0 && fd < FDS && kinds[fd]) {
        pthread_mutex_lock(&lock);
        kinds[fd] = 0;
        pthread_mutex_unlock(&lock);
    }
    return syscall(SYS_close, fd);
}

static int is_file(int fd) { return fd >= 0 && fd < FDS && kinds[fd] == 1; }

static ssize_t writes(int fd, const void *data, size_t length, off_t at, int here) {
    pthread_mutex_lock(&lock);
    int f = fails('w');
    size_t wanted = f && action == 'e' ? 0 : f ? length / 2 : length;
    if (here) {
        struct stat meta;
        at = append[fd] && !fstat(fd, &meta) ? meta.st_size : lseek(fd, 0, SEEK_CUR);
    }
    ssize_t n = 0;
    if (wanted) {
        n = here ? syscall(SYS_write, fd, data, wanted) : syscall(SYS_pwrite64, fd, data, wanted, at);
    }
    int saved = errno;
    if (n > 0) note('W', f, file_of[fd], at, data, n);
    if (f && (action != 'h' || !wanted)) { n = -1; saved = failure; }
    // What follows a write of half: nothing more, or the rest.
    pthread_mutex_unlock(&lock);
    errno = saved;
    return n;
}

ssize_t write(int fd, const void *data, size_t length) {
    return is_file(fd) ? writes(fd, data, length, 0, 1) : syscall(SYS_write, fd, data, length);
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t at) {
    return is_file(fd) ? writes(fd, data, length, at, 0) : syscall(SYS_pwrite64, fd, data, length, at);
}
ssize_t pwrite64(int fd, const void *data, size_t length, off_t at) { return pwrite(fd, data, length, at); }
ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (!is_file(fd)) return syscall(SYS_writev, fd, parts, count);
    ssize_t all = 0;
    for (int i = 0; i < count; i++) {
        ssize_t n = write(fd, parts[i].iov_base, parts[i].iov_len);
        if (n < 0) return all ? all : n;
        all += n;
        if ((size_t)n < parts[i].iov_len) break;
    }
    return all;
}

ssize_t read(int fd, void *to, size_t length) {
    if (is_file(fd) && refused('r')) return -1;
    return syscall(SYS_read, fd, to, length);
}
ssize_t pread(int fd, void *to, size_t length, off_t at) {
    if (is_file(fd) && refused('r')) return -1;
    return syscall(SYS_pread64, fd, to, length, at);
}
ssize_t pread64(int fd, void *to, size_t length, off_t at) { return pread(fd, to, length, at); }

// Copies inside the kernel would not be seen: callers then read and write.
ssize_t copy_file_range(int from, off_t *at, int to, off_t *there, size_t length, unsigned flags) {
    if (is_file(from) || is_file(to)) { errno = ENOSYS; return -1; }
    return syscall(SYS_copy_file_range, from, at, to, there, length, flags);
}
ssize_t sendfile(int to, int from, off_t *at, size_t length) {
    if (is_file(from) || is_file(to)) { errno = EINVAL; return -1; }
    return syscall(SYS_sendfile, to, from, at, length);
}
ssize_t sendfile64(int to, int from, off_t *at, size_t length) { return sendfile(to, from, at, length); }

static int syncs(int fd, long call) {
    if (fd < 0 || fd >= FDS || !kinds[fd]) return syscall(call, fd);
    pthread_mutex_lock(&lock);
    int folder = kinds[fd] == 2;
    int f = fails(folder ? 'd' : 's');
    // The real one would only take time: what survives is decided by the log.
    if (folder) note('D', f, 0, 0, folder_of[fd], strlen(folder_of[fd]));
    else note('S', f, file_of[fd], 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    if (f) { errno = failure; return -1; }
    return 0;
}
int fsync(int fd) { return syncs(fd, SYS_fsync); }
int fdatasync(int fd) { return syncs(fd, SYS_fdatasync); }

int ftruncate(int fd, off_t length) {
    if (!is_file(fd)) return syscall(SYS_ftruncate, fd, length);
    pthread_mutex_lock(&lock);
    int f = fails('t');
    int result = f ? -1 : syscall(SYS_ftruncate, fd, length);
    int saved = f ? failure : errno;
    if (!result) note('T', 0, file_of[fd], length, NULL, 0);
    pthread_mutex_unlock(&lock);
    errno = saved;
    return result;
}
int ftruncate64(int fd, off_t length) { return ftruncate(fd, length); }

static int names(char kind, int at, const char *from, int there, const char *to, int flags) {
    char b1[PATH_MAX], b2[PATH_MAX];
    const char *own = ours(at, from, b1), *new = ours(there, to, b2);
    long call = kind == 'L' ? SYS_linkat : SYS_renameat2;
    if (!own || !new) return syscall(call, at, from, there, to, flags);
    if (refused('n')) return -1;
    pthread_mutex_lock(&lock);
    struct stat meta;
    if (!fstatat(at, from, &meta, AT_SYMLINK_NOFOLLOW) && S_ISREG(meta.st_mode)) known(own, &meta);
    int result = syscall(call, at, from, there, to, flags);
    int saved = errno;
    if (!result) {
        char both[2 * PATH_MAX];
        int n = snprintf(both, sizeof both, "%s\n%s", own, new);
        note(kind, 0, 0, 0, both, n);
    }
    pthread_mutex_unlock(&lock);
    errno = saved;
    return result;
}
int rename(const char *from, const char *to) { return names('R', AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int at, const char *from, int there, const char *to) { return names('R', at, from, there, to, 0); }
int renameat2(int at, const char *from, int there, const char *to, unsigned flags) { return names('R', at, from, there, to, flags); }
int link(const char *from, const char *to) { return names('L', AT_FDCWD, from, AT_FDCWD, to, 0); }
int linkat(int at, const char *from, int there, const char *to, int flags) { return names('L', at, from, there, to, flags); }

int unlinkat(int at, const char *path, int flags) {
    char buffer[PATH_MAX];
    const char *own = ours(at, path, buffer);
    if (!own || flags & AT_REMOVEDIR) return syscall(SYS_unlinkat, at, path, flags);
    if (refused('u')) return -1;
    pthread_mutex_lock(&lock);
    struct stat meta;
    if (!fstatat(at, path, &meta, AT_SYMLINK_NOFOLLOW) && S_ISREG(meta.st_mode)) known(own, &meta);
    int result = syscall(SYS_unlinkat, at, path, flags);
    int saved = errno;
    if (!result) note('U', 0, 0, 0, own, strlen(own));
    pthread_mutex_unlock(&lock);
    errno = saved;
    return result;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
