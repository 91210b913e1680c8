//! Pieces written down as a book, with the vocabulary that they use and no more.

use super::blocks::Block;
use std::collections::BTreeMap;

/// What a writer has so far.
#[derive(Default)]
struct Writer {
    flows: Vec<String>,
    /// Declarations, by name.
    words: BTreeMap<String, String>,
    next: usize,
}

/// Where a piece stands.
#[derive(Clone)]
struct Here {
    /// No end may stand here: other branches are open.
    in_branch: bool,
    /// A stage around it counts silence.
    silent: bool,
    /// Stages around it.
    depth: usize,
}

/// The flow under way.
#[derive(Default)]
struct Flow {
    text: String,
    keeps: Vec<String>,
    ends: Vec<String>,
}

/// A book with one main flow of these pieces.
pub(crate) fn book(block: &Block) -> String {
    let mut writer = Writer::default();
    let ends = writer.flow("main", block);
    let last = ends.last().map_or("", String::as_str);
    // What is first in every flow comes before all else, and whatever happens, some end is come to.
    writer.flows.push(format!(
        "rule first \"Mulai dahulu\" for main {{ never end {last} before begin1 }}\n\
         rule always_begun \"Selalu dimulai\" for main {{ always begin1 }}\n\
         rule comes_to_an_end \"Selalu berakhir\" for main {{ begin1 is followed by end }}\n\
         rule begun_once \"Dimulai sekali\" for main {{ at most once begin1 }}"
    ));
    let words: Vec<&str> = writer.words.values().map(String::as_str).collect();
    format!("lane agent \"Agent\"\n{}\n{}", words.join("\n"), writer.flows.join("\n"))
}

impl Writer {
    fn name(&mut self, stem: &str) -> String {
        self.next += 1;
        format!("{stem}{}", self.next)
    }

    fn word(&mut self, name: &str, text: &str) {
        self.words.insert(name.to_owned(), text.to_owned());
    }

    fn event(&mut self, stem: &str) -> String {
        let name = self.name(stem);
        self.word(&name, &format!("event {name} \"Kejadian\" {{ carries words: text }}"));
        name
    }

    /// Writes a flow; tells the names of its ends.
    fn flow(&mut self, name: &str, block: &Block) -> Vec<String> {
        let mut flow = Flow { keeps: vec!["need: text".into()], ..Flow::default() };
        let first = self.name("begin");
        let end = self.name("end");
        self.word("hello", "message hello \"Salam\" { takes who: text  id \"Halo {who}.\" }");
        let entry = self.name("main");
        flow.text.push_str(&format!(
            "    step {first} by agent \"Mulai\" {{ say hello  fill need  then {entry} }}\n"
        ));
        self.block(&mut flow, block, &entry, &end, &Here { in_branch: false, silent: false, depth: 0 });
        flow.text.push_str(&format!("    end {end} \"Selesai\"\n"));
        flow.ends.push(end);
        let keeps = flow.keeps.join(", ");
        self.flows.push(format!(
            "flow {name} \"Alur\" {{\n    takes who: text\n    keeps {keeps}\n    gives need\n{}}}",
            flow.text
        ));
        flow.ends
    }

    fn step(&mut self, extras: u8) -> String {
        let mut clauses = String::new();
        if extras & 1 != 0 {
            clauses.push_str(" say hello");
        }
        if extras & 2 != 0 {
            self.word("tell", "message tell_them \"Kabar\" { takes need: text  id \"Soal {need}.\" }");
            self.word("chief", "lane chief \"Kepala\"");
            clauses.push_str(" within 10m else tell chief tell_them within 20m else tell chief tell_them");
        }
        if extras & 4 != 0 {
            self.word("noted", "event noted \"Dicatat\" { carries words: text }");
            clauses.push_str(" publish noted(need)");
        }
        if extras & 8 != 0 {
            self.word("shop", "hours shop \"Jam buka\" { monday to friday 08:00 to 17:00 }");
            self.word("tell", "message tell_them \"Kabar\" { takes need: text  id \"Soal {need}.\" }");
            clauses.push_str(" within 2d of shop else tell agent tell_them");
        }
        if extras & 16 != 0 {
            clauses.push_str(" fill need");
        }
        clauses
    }

    /// Writes a piece that is entered at `entry` and goes on to `next`.
    fn block(&mut self, flow: &mut Flow, block: &Block, entry: &str, next: &str, here: &Here) {
        match block {
            Block::Step(extras) => {
                let clauses = self.step(*extras);
                flow.text
                    .push_str(&format!("    step {entry} by agent \"Langkah\" {{{clauses} then {next} }}\n"));
            }
            Block::Seq(all) => {
                let mut at = entry.to_owned();
                for (i, one) in all.iter().enumerate() {
                    let to = if i + 1 == all.len() { next.to_owned() } else { self.name("s") };
                    self.block(flow, one, &at, &to, here);
                    at = to;
                }
            }
            Block::Decide(ways, ends) => {
                let names: Vec<String> = ways.iter().map(|_| self.name("way")).collect();
                let arrows: Vec<String> = names.iter().map(|n| format!("to_{n} \"Ke {n}\" -> {n}")).collect();
                flow.text.push_str(&format!(
                    "    decide {entry} by agent \"Yang mana?\" {{ {} }}\n",
                    arrows.join("  ")
                ));
                for (i, (way, name)) in ways.iter().zip(&names).enumerate() {
                    if *ends && !here.in_branch && i + 1 == ways.len() {
                        let end = self.name("end");
                        self.block(flow, way, name, &end, here);
                        flow.text.push_str(&format!("    end {end} \"Berakhir\"\n"));
                        flow.ends.push(end);
                    } else {
                        self.block(flow, way, name, next, here);
                    }
                }
            }
            Block::Remembered(between, yes, no) => {
                let fact = entry.to_owned();
                flow.keeps.push(format!("{fact}: yes_no"));
                let (middle, choose, a, b) =
                    (self.name("mid"), self.name("which"), self.name("if"), self.name("or"));
                flow.text.push_str(&format!(
                    "    decide {entry} by agent \"Benar?\" {{ yes -> {middle}  no -> {middle} }}\n"
                ));
                self.block(flow, between, &middle, &choose, here);
                flow.text.push_str(&format!(
                    "    decide {choose} \"Yang mana?\" {{ when {fact} is yes -> {a}  otherwise -> {b} }}\n"
                ));
                self.block(flow, yes, &a, next, here);
                self.block(flow, no, &b, next, here);
            }
            Block::Loop(body) => {
                let again = self.name("again");
                self.block(flow, body, entry, &again, here);
                flow.text.push_str(&format!(
                    "    decide {again} by agent \"Lagi?\" {{ yes -> {entry}  no -> {next} }}\n"
                ));
            }
            Block::Count(body, times) => {
                let (fact, first, choose, more) =
                    (self.name("tries"), self.name("body"), self.name("enough"), self.name("more"));
                flow.keeps.push(format!("{fact}: number"));
                flow.text.push_str(&format!(
                    "    step {entry} by agent \"Mulai hitung\" {{ set {fact} to 0 then {first} }}\n"
                ));
                self.block(flow, body, &first, &choose, here);
                flow.text.push_str(&format!(
                    "    decide {choose} \"Cukup?\" {{ when {fact} is at least {times} -> {next}  otherwise -> {more} }}\n    step {more} by agent \"Hitung\" {{ set {fact} to {fact} + 1 then {first} }}\n"
                ));
            }
            Block::Wait(ways, extras) => self.wait(flow, ways, *extras, entry, next, here),
            Block::Do(failed, extras) => {
                self.word("act", "action act \"Kerjakan\" { takes need: text  gives slip: text }");
                let slip = self.name("slip");
                flow.keeps.push(format!("{slip}: text"));
                let by_hand = self.name("by_hand");
                let way = if extras & 1 == 0 { format!("failed -> {by_hand} ") } else { String::new() };
                flow.text.push_str(&format!(
                    "    do act(need) as {entry} \"Mesin\" {{ keep slip as {slip} {way}then {next} }}\n"
                ));
                if extras & 1 == 0 {
                    self.block(flow, failed, &by_hand, next, here);
                }
            }
            Block::Stage(body, handler, extras) => {
                self.stage(flow, (body, handler), *extras, (entry, next), here);
            }
            Block::Parallel(ways, all) => {
                flow.text.push_str(&format!("    parallel {entry} \"Sekaligus\" {{\n"));
                for way in ways {
                    let (branch, first, last) = (self.name("b"), self.name("p"), self.name("q"));
                    flow.text.push_str(&format!("    branch {branch} \"Cabang\" {{\n"));
                    self.block(flow, way, &first, &last, &Here { in_branch: true, ..here.clone() });
                    flow.text.push_str(&format!("    step {last} by agent \"Akhir cabang\"\n    }}\n"));
                }
                let join = if *all { "all" } else { "any" };
                flow.text.push_str(&format!("    join {join} then {next} }}\n"));
            }
            Block::Call(called, ways, cancelled) => {
                let name = self.name("flow");
                let ends = self.flow(&name, called);
                let mut names = Vec::new();
                let mut arrows = String::new();
                for (i, end) in ends.iter().enumerate() {
                    let way = self.name("out");
                    let keep = if i % 2 == 0 { "keep need " } else { "" };
                    arrows.push_str(&format!("{end} {keep}-> {way}  "));
                    names.push(way);
                }
                if *cancelled {
                    let way = self.name("out");
                    arrows.push_str(&format!("cancelled -> {way}"));
                    names.push(way);
                }
                flow.text.push_str(&format!("    call {name}(who) as {entry} \"Panggil\" {{ {arrows} }}\n"));
                for (i, name) in names.iter().enumerate() {
                    self.block(flow, &ways[i % ways.len()], name, next, here);
                }
            }
            Block::Start(started, meanwhile, extras) => {
                let (name, first, wait) = (self.name("flow"), self.name("meanwhile"), self.name("result"));
                self.flow(&name, started);
                flow.text.push_str(&format!(
                    "    start {name}(who) as {entry} \"Mulai kasus\" {{ then {first} }}\n"
                ));
                self.block(flow, meanwhile, &first, &wait, here);
                let limit =
                    if extras & 1 == 0 { format!("after 30d -> {next}") } else { "without limit".to_owned() };
                flow.text.push_str(&format!(
                    "    await {wait} of {entry} \"Tunggu kasus\" {{ otherwise -> {next}  {limit} }}\n"
                ));
            }
        }
    }

    fn wait(&mut self, flow: &mut Flow, ways: &[Block], extras: u8, entry: &str, next: &str, here: &Here) {
        let mut arrows = String::new();
        let mut names = Vec::new();
        for _ in ways {
            let (event, way) = (self.event("heard"), self.name("way"));
            arrows.push_str(&format!("on {event} -> {way}  "));
            names.push(way);
        }
        if extras & 1 != 0 {
            arrows.push_str(&format!("after 10m -> {next}  "));
        } else if extras & 2 != 0 {
            self.word("pause", "setting pause: duration \"Jeda\" { default 1h }");
            arrows.push_str(&format!("after pause -> {next}  "));
        } else if extras & 4 != 0 {
            arrows.push_str(&format!("within 3h else -> {next}  "));
        } else {
            arrows.push_str("without limit  ");
        }
        if extras & 8 != 0 {
            self.word("tell", "message tell_them \"Kabar\" { takes need: text  id \"Soal {need}.\" }");
            arrows.push_str("within 5m else tell agent tell_them");
        }
        flow.text.push_str(&format!("    wait {entry} \"Menunggu\" {{ {arrows} }}\n"));
        for (way, name) in ways.iter().zip(&names) {
            self.block(flow, way, name, next, here);
        }
    }

    fn stage(
        &mut self,
        flow: &mut Flow,
        (body, handler): (&Block, &Block),
        extras: u8,
        (entry, next): (&str, &str),
        here: &Here,
    ) {
        let (ask, other) = (self.name("ask"), self.name("other"));
        let silent = extras & 1 != 0 && !here.silent;
        let event = self.event("broke");
        let mut heads = format!("when {event} -> {other}  ");
        if silent {
            heads.push_str(&format!("when silent for 1m -> {ask}  "));
        }
        if extras & 2 != 0 {
            heads.push_str(&format!("within {}d else -> {next}  ", 60usize.saturating_sub(here.depth)));
        }
        let (first, last) = (self.name("in"), self.name("out"));
        flow.text.push_str(&format!("    stage {entry} \"Tahap\" {{ {heads}\n"));
        flow.text.push_str(&format!("    step {first}0 by agent \"Awal tahap\" {{ then {first} }}\n"));
        let inside = Here { silent: here.silent || silent, depth: here.depth + 1, ..here.clone() };
        self.block(flow, body, &first, &last, &inside);
        flow.text.push_str(&format!("    step {last} by agent \"Akhir tahap\" {{ then {next} }}\n    }}\n"));
        if silent {
            let replied = self.event("replied");
            flow.text.push_str(&format!(
                "    wait {ask} by agent \"Masih di sana?\" {{ say hello  on {replied} -> resume {entry}  after 1m -> {next} }}\n"
            ));
        }
        if extras & 4 != 0 {
            let back = self.name("back");
            self.block(flow, handler, &other, &back, here);
            flow.text.push_str(&format!(
                "    decide {back} by agent \"Kembali?\" {{ yes -> resume {entry}  no -> {next} }}\n"
            ));
        } else {
            self.block(flow, handler, &other, next, here);
        }
    }
}
