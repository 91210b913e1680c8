//! What became of all mutants, as a table: a kind of fault a line.

use super::judge::Verdict;
use super::text::Mutant;
use std::collections::BTreeMap;

#[derive(Default)]
pub(crate) struct Tally {
    kinds: BTreeMap<&'static str, [usize; 6]>,
    nobody: Vec<String>,
    elsewhere: Vec<String>,
    pub(crate) missed: Vec<String>,
}

impl Tally {
    pub(crate) fn add(&mut self, book: &str, mutant: &Mutant, verdict: Verdict) {
        let line = format!("{} | {book} | {}", mutant.kind, mutant.what);
        let column = match verdict {
            Verdict::Same => return,
            Verdict::Here(_) => 1,
            Verdict::Elsewhere(_, told) => {
                self.elsewhere.push(format!("{line}\n    {told}"));
                2
            }
            Verdict::Scenario(name) => {
                self.nobody.push(format!("{line} | scenario {name}"));
                3
            }
            Verdict::Nobody => {
                self.nobody.push(line);
                4
            }
            Verdict::Missed(why) => {
                self.missed.push(format!("{line}\n{why}"));
                5
            }
        };
        let row = self.kinds.entry(mutant.kind).or_default();
        row[0] += 1;
        row[column] += 1;
    }

    pub(crate) fn table(&self) -> String {
        let head = "mutants   at place  elsewhere  scenario  nobody  missed";
        let mut out = format!("{:46}{head}\n", "kind of fault");
        let mut sum = [0; 6];
        for (kind, row) in &self.kinds {
            out.push_str(&line(kind, row));
            for (s, n) in sum.iter_mut().zip(row) {
                *s += n;
            }
        }
        out + &line("all", &sum)
    }

    /// Those that the check lets pass, and those that it tells of another place.
    pub(crate) fn by_nobody(&self) -> String {
        format!("let pass:\n{}\n\nelsewhere:\n{}\n", self.nobody.join("\n"), self.elsewhere.join("\n"))
    }
}

fn line(kind: &str, row: &[usize; 6]) -> String {
    let [all, here, elsewhere, scenario, nobody, missed] = row;
    format!("{kind:46}{all:7}{here:11}{elsewhere:11}{scenario:10}{nobody:8}{missed:8}\n")
}
