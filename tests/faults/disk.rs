//! The failing disk from the tests' side: built once, loaded into a process of its own, told there what to fail.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use tempfile::TempDir;

/// Where the process that is started finds its folder.
const ROOT: &str = "SOP_FAULTS_ROOT";
const LOG: &str = "SOP_FAULTS_LOG";

/// A folder for stores: in memory, if the machine has such a place.
pub fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

/// The library; a C compiler is there, as SQLite is built with one.
fn library() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let own = folder.join(format!("libdisk-{}.so", std::process::id()));
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faults/disk.c");
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o"])
            .arg(&own)
            .arg(source)
            .output()
            .expect("a C compiler");
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let library = folder.join("libdisk.so");
        // Other test programs may be about to load it.
        fs::rename(own, &library).unwrap();
        library
    })
}

/// A program whose files under `root` lie on the failing disk.
pub fn on_disk(program: &Path, root: &Path, log: &Path) -> Command {
    let mut command = Command::new(program);
    command.env("LD_PRELOAD", library()).env(ROOT, root.canonicalize().unwrap()).env(LOG, log);
    command
}

/// This test program again, running one ignored test on the failing disk.
pub fn again(test: &str, root: &Path, log: &Path) -> Command {
    let mut command = on_disk(&std::env::current_exe().unwrap(), root, log);
    command.args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"]);
    command
}

/// Runs one ignored test to its end on the failing disk.
pub fn run(test: &str, root: &Path, log: &Path) {
    let output = again(test, root, log).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{test}:\n{said}\n{complained}");
}

/// What fails.
#[derive(Clone, Copy, Debug)]
pub struct Failure {
    /// Kinds of calls, as `disk.c` names them.
    pub calls: &'static str,
    /// The first that fails, from 0.
    pub nth: usize,
    /// What is done of a write: `e` nothing, `h` half, and that is told, `b` half, and it fails.
    pub action: char,
    /// What is said.
    pub errno: i32,
    /// Whether all that follow fail, too.
    pub sticky: bool,
}

pub const EIO: i32 = 5;
pub const ENOSPC: i32 = 28;
pub const EROFS: i32 = 30;

/// The failing disk that this process runs on.
#[derive(Clone, Debug)]
pub struct Disk {
    pub root: PathBuf,
}

impl Disk {
    /// For a process that was started by [`again`].
    pub fn here() -> Self {
        let disk = Self { root: PathBuf::from(std::env::var_os(ROOT).expect("a failing disk")) };
        // Orders that nobody hears would make a test that can't fail.
        disk.fail(Failure { calls: "o", nth: 0, action: 'e', errno: EIO, sticky: false });
        assert!(File::create(disk.root.join("probe")).is_err() && disk.fired(), "the disk does not fail");
        disk.heal();
        disk
    }

    fn order(&self, what: &str) -> bool {
        File::open(self.root.join(".fault").join(what)).is_ok()
    }

    /// Notes a word between the writes.
    pub fn mark(&self, text: &str) {
        self.order(&format!("mark,{text}"));
    }

    pub fn fail(&self, failure: Failure) {
        let Failure { calls, nth, action, errno, sticky } = failure;
        self.order(&format!("arm,{calls},{nth},{action},{errno},{}", i32::from(sticky)));
    }

    pub fn heal(&self) {
        self.order("off");
    }

    /// Whether something failed since it was told to.
    pub fn fired(&self) -> bool {
        self.order("fired")
    }
}
