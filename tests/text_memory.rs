//! Memory in proportion to the text: laying out, and files of nothing but mistakes. Bytes are counted, so that nothing depends on the machine.

use allocation_counter::measure;
use sop::Sources;

/// Most bytes at once for each byte of a text of half a megabyte that repeats this line.
fn times(text: impl Fn(usize) -> String, run: fn(&Sources)) -> u64 {
    let mut sources = Sources::new();
    let mut all = String::new();
    let lines = (0..).map(text);
    all.extend(lines.scan(0, |bytes, line| {
        *bytes += line.len();
        (*bytes < 500_000).then_some(line)
    }));
    let bytes = all.len() as u64;
    sources.add("one.sop", all);
    measure(|| run(&sources)).bytes_max / bytes
}

fn lay_out(sources: &Sources) {
    _ = std::hint::black_box(sop_core::format::format_file(sources, sop_core::source::FileId(0)));
}

fn check(sources: &Sources) {
    std::hint::black_box(sop::compile(sources));
}

#[test]
fn laying_out_takes_memory_in_proportion() {
    let flow = |i: usize| {
        format!(
            "flow f{i} \"Alur\" {{\n    step greet by agent \"Mengucapkan salam pembuka\" {{ cites 2a \"salam\"  derived from 5.3 }}\n    \
             decide ok by agent \"Sudah selesai?\" {{ yes -> done  no -> greet }}\n    end done \"Selesai\"\n}}\n"
        )
    };
    let times = times(flow, lay_out);
    assert!(times < 60, "{times} times the text");
}

#[test]
fn mistakes_take_memory_in_proportion() {
    let texts: [fn(usize) -> String; 5] = [
        |_| "lane l \"L\"\n".to_owned(),
        |_| "lane l\n".to_owned(),
        |i| format!("flow f{i} \"F\" {{ step s by nobody \"S\" }}\n"),
        |i| format!("use \"file_{i}.sop\"\n"),
        |i| format!("}} word_{i} "),
    ];
    for (i, text) in texts.into_iter().enumerate() {
        let times = times(text, check);
        assert!(times < 160, "{i}: {times} times the text");
    }
}
