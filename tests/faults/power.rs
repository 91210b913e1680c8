//! What is on a disk when the power fails: all that was synced; of the rest each write, or each sector of it, or nothing.

use super::Random;
use super::log::Op;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Disks write so many bytes whole.
const SECTOR: usize = 512;

/// How sure a change is to be on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sure {
    /// Synced.
    Yes,
    /// Not yet.
    Open,
    /// A sync failed: what follows may be synced, this never is.
    Never,
}

#[derive(Clone, Debug)]
enum Change {
    Write(usize, Vec<u8>),
    Resize(usize),
}

impl Change {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Write(at, data) => write(content, *at, data),
            Self::Resize(length) => content.resize(*length, 0),
        }
    }
}

fn write(content: &mut Vec<u8>, at: usize, data: &[u8]) {
    if content.len() < at + data.len() {
        content.resize(at + data.len(), 0);
    }
    content[at..at + data.len()].copy_from_slice(data);
}

/// A file: what is on disk for sure, and what came since.
#[derive(Clone, Debug, Default)]
struct File {
    sure: Vec<u8>,
    since: Vec<(Change, Sure)>,
}

/// A change of names in a folder.
#[derive(Clone, Debug)]
enum Name {
    Gives(String, u32),
    Takes(String),
    Moves(String, String),
}

impl Name {
    fn apply(&self, names: &mut BTreeMap<String, u32>) {
        match self {
            Self::Gives(name, file) => drop(names.insert(name.clone(), *file)),
            Self::Takes(name) => drop(names.remove(name)),
            Self::Moves(from, to) => {
                if let Some(file) = names.remove(from) {
                    names.insert(to.clone(), file);
                }
            }
        }
    }
}

/// A folder on a disk, as it came about by a log.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// What lay there before the log began, and hasn't come up in it.
    before: BTreeMap<String, Vec<u8>>,
    files: BTreeMap<u32, File>,
    names: BTreeMap<String, u32>,
    sure_names: BTreeMap<String, u32>,
    open_names: Vec<Name>,
}

/// What of the unsynced is there after the power failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Survives {
    /// Everything: the process was killed, the machine went on.
    All,
    /// Nothing.
    Nothing,
    /// Each write, or not.
    Writes(u64),
    /// Each sector of each write, or not.
    Sectors(u64),
    /// Everything, but the last write that was not synced is torn.
    LastTorn(u64),
}

impl Disk {
    /// With what lies in a folder, all of it synced.
    pub fn with(folder: &Path) -> Self {
        let mut disk = Self::default();
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                disk.before.insert(entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap());
            }
        }
        disk
    }

    fn file(&mut self, file: u32) -> &mut File {
        self.files.get_mut(&file).unwrap()
    }

    fn rename(&mut self, name: Name) {
        name.apply(&mut self.names);
        self.open_names.push(name);
    }

    /// What is done next.
    pub fn apply(&mut self, op: &Op) {
        match op {
            Op::Known { file, name } => {
                // Seen for the first time under this name; it had it from the beginning.
                let sure = self.before.remove(name).unwrap_or_default();
                self.files.insert(*file, File { sure, since: Vec::new() });
                self.names.insert(name.clone(), *file);
                self.sure_names.insert(name.clone(), *file);
            }
            Op::Create { file, name } => {
                self.files.insert(*file, File::default());
                self.rename(Name::Gives(name.clone(), *file));
            }
            Op::Write { file, at, data } => {
                self.file(*file).since.push((Change::Write(*at, data.clone()), Sure::Open));
            }
            Op::Resize { file, length } => {
                self.file(*file).since.push((Change::Resize(*length), Sure::Open));
            }
            Op::Sync { file, failed } => {
                let file = self.file(*file);
                let now = if *failed { Sure::Never } else { Sure::Yes };
                for (_, sure) in file.since.iter_mut().filter(|(_, sure)| *sure == Sure::Open) {
                    *sure = now;
                }
                if file.since.iter().all(|(_, sure)| *sure == Sure::Yes) {
                    for (change, _) in std::mem::take(&mut file.since) {
                        change.apply(&mut file.sure);
                    }
                }
            }
            Op::SyncFolder { failed, .. } => {
                if !failed {
                    for name in std::mem::take(&mut self.open_names) {
                        name.apply(&mut self.sure_names);
                        let (Name::Gives(old, _) | Name::Takes(old) | Name::Moves(_, old)) = name;
                        self.before.remove(&old);
                    }
                }
            }
            Op::Rename { from, to } => self.rename(Name::Moves(from.clone(), to.clone())),
            Op::Link { from, to } => {
                let file = self.names[from];
                self.rename(Name::Gives(to.clone(), file));
            }
            Op::Unlink { name } => self.rename(Name::Takes(name.clone())),
            Op::Mark(_) => {}
        }
    }

    /// The folder after the power failed, by name.
    pub fn after(&self, survives: Survives) -> BTreeMap<String, Vec<u8>> {
        let mut random = match survives {
            Survives::Writes(seed) | Survives::Sectors(seed) | Survives::LastTorn(seed) => Random(seed),
            _ => Random(0),
        };
        let mut names = self.sure_names.clone();
        let kept = match survives {
            Survives::All | Survives::LastTorn(_) => self.open_names.len(),
            Survives::Nothing => 0,
            // File systems keep the order of names.
            _ => usize::try_from(random.below(self.open_names.len() as u64 + 1)).unwrap(),
        };
        self.open_names[..kept].iter().for_each(|name| name.apply(&mut names));
        let content = |random: &mut Random, file: u32| {
            let File { sure, since } = &self.files[&file];
            let mut content = sure.clone();
            let last = since.iter().rposition(|(change, _)| matches!(change, Change::Write(..)));
            for (index, (change, sure)) in since.iter().enumerate() {
                match (survives, change) {
                    _ if *sure == Sure::Yes => change.apply(&mut content),
                    (Survives::All, _) => change.apply(&mut content),
                    (Survives::Nothing, _) => {}
                    (Survives::Writes(_), _) | (_, Change::Resize(_)) => {
                        if random.coin() {
                            change.apply(&mut content);
                        }
                    }
                    (Survives::LastTorn(_), _) if last != Some(index) => change.apply(&mut content),
                    (_, Change::Write(at, data)) => torn(&mut content, *at, data, random),
                }
            }
            content
        };
        let mut after = self.before.clone();
        for (name, file) in names {
            after.insert(name, content(&mut random, file));
        }
        after
    }

    /// The same, in a folder.
    pub fn write(&self, survives: Survives, folder: &Path) {
        for (name, content) in self.after(survives) {
            fs::write(folder.join(name), content).unwrap();
        }
    }
}

/// Each sector of a write, or not.
fn torn(content: &mut Vec<u8>, at: usize, data: &[u8], random: &mut Random) {
    let mut from = 0;
    while from < data.len() {
        let to = data.len().min(((at + from) / SECTOR + 1) * SECTOR - at);
        if random.coin() {
            write(content, at + from, &data[from..to]);
        }
        from = to;
    }
}

/// The first half of what is done next, if it is a write.
pub fn half(op: &Op) -> Option<Op> {
    match op {
        Op::Write { file, at, data } if data.len() > 1 => {
            Some(Op::Write { file: *file, at: *at, data: data[..data.len() / 2].to_vec() })
        }
        _ => None,
    }
}
