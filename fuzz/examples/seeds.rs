//! Writes the seeds and the dictionary anew: `cargo run --manifest-path fuzz/Cargo.toml --example seeds`.
//!
//! Seeds are what the fuzzers begin with, beside the books of the repository: small, and the same each time.

use sop_core::model::FlowId;
use sop_fuzz::draw::Draws;
use sop_fuzz::programs::{START, programs, real};
use sop_runtime::Moment;
use sop_runtime::journal::{self, Entry};
use sop_runtime::kernel::{Effect, State, advance};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn main() -> std::io::Result<()> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    for ((target, name), bytes) in seeds() {
        let folder = own.join("seeds").join(target);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(name), bytes)?;
    }
    std::fs::write(own.join("sop.dict"), sop_fuzz::dictionary())
}

/// Bytes of one run of a case.
const RUN_BYTES: usize = 160;
/// Bytes of a book at most: longer ones are slow, and the fuzzer is given the files of the whole book anyway.
const BOOK_BYTES: usize = 16 * 1024;
/// Runs of each book.
const RUNS: usize = 12;
/// Inputs of a run.
const INPUTS: usize = 24;

/// Seeds by target and name.
fn seeds() -> BTreeMap<(&'static str, String), Vec<u8>> {
    let mut out = BTreeMap::new();
    for (name, text) in books() {
        out.insert(("text_to_graph", name), text);
    }
    let mut noise = Noise(0x5eed);
    for (number, _) in programs().iter().enumerate() {
        for run in 0..RUNS {
            let bytes = noise.bytes(RUN_BYTES);
            kept(number, run, &bytes, &mut out);
            out.insert(("kernel_inputs", format!("{number}-{run}")), bytes);
        }
    }
    out
}

/// What a case leaves in the store: its last entries, its state, its last effects.
fn kept(number: usize, run: usize, bytes: &[u8], out: &mut BTreeMap<(&'static str, String), Vec<u8>>) {
    let Some((book, program)) = programs().get(number) else { return };
    let mut draws = Draws::new(bytes);
    let mut state = State::new(program);
    let (mut last, mut entry, mut effects) = (Moment(START), None, Vec::new());
    let flow = FlowId(u16::try_from(run % book.flows.len().max(1)).unwrap_or_default());
    for turn in 0..INPUTS {
        let (at, input) = match turn {
            0 => (last, draws.start(book, flow)),
            _ => (draws.moment(last, &state), draws.input(book, program, &state)),
        };
        let mut told: Vec<Effect> = Vec::new();
        if advance(program, &mut state, at, &input, &mut told).is_ok() {
            (last, effects) = (at, told);
            entry = Some(Entry { at, input, request: Some("r".to_owned()), actor: None });
        }
    }
    let mut put = |what: &str, first: &[u8], rest: &[u8]| {
        out.insert(("journal_decode", format!("{what}-{number}-{run}")), [first, rest].concat());
    };
    if let Some(entry) = entry {
        let whole = journal::encode(&entry);
        put("entry", &[0], &whole);
        put("mended", &[1], whole.get(1..whole.len().saturating_sub(4)).unwrap_or_default());
    }
    for effect in effects.into_iter().take(2) {
        let written = postcard::to_stdvec(&effect).unwrap_or_default();
        put("effect", &[2], &written);
    }
    let whole = state.encode();
    let choice = u8::try_from(number).unwrap_or_default();
    put("state", &[4], &whole);
    if let [version, _, _, _, _, core @ ..] = whole.as_slice() {
        put("tagged", &[5, choice, *version], core);
    }
}

/// Flows of the real book, each with all that it uses: the small ones.
fn books() -> Vec<(String, Vec<u8>)> {
    let real = real();
    let uses = |text: &str| -> Vec<String> {
        let path = |l: &str| l.strip_prefix("use \"")?.strip_suffix('"').map(str::to_owned);
        text.lines().filter_map(path).collect()
    };
    let mut out = Vec::new();
    for (_, file) in real.iter().filter(|(_, f)| f.text.lines().any(|l| l.starts_with("flow "))) {
        let mut needed = BTreeSet::from([file.path.clone()]);
        let mut todo = vec![file.path.clone()];
        while let Some(path) = todo.pop() {
            let text = real.by_path(&path).and_then(|id| real.get(id)).map(|f| f.text.as_str());
            todo.extend(uses(text.unwrap_or_default()).into_iter().filter(|p| needed.insert(p.clone())));
        }
        let mut text = String::new();
        for (_, file) in real.iter().filter(|(_, f)| needed.contains(&f.path)) {
            text.push_str(&format!("//// {}\n{}", file.path, file.text));
        }
        if text.len() <= BOOK_BYTES {
            out.push((file.path.replace('/', "-"), text.into_bytes()));
        }
    }
    out
}

/// Bytes that look drawn at random and are the same each time.
struct Noise(u64);

impl Noise {
    fn bytes(&mut self, count: usize) -> Vec<u8> {
        let next = |_| {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            self.0.to_le_bytes()[3]
        };
        (0..count).map(next).collect()
    }
}
