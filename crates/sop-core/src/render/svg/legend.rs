//! The legend: what the colours of the grounds and the shapes mean. Only shapes that the picture has are shown.

use super::{Drawing, SMALL_TENTHS, Shape, escape, width};
use crate::render::layout::Rect;
use crate::render::view::{Grounds, Mark, Strength};

/// One entry: its left edge, what is drawn, its words.
pub(super) struct Entry {
    x: i32,
    sample: Sample,
    words: &'static str,
}

#[derive(Clone, Copy)]
enum Sample {
    Ground(Strength),
    Shape(Shape),
    At,
    Mark(Mark),
}

impl Drawing<'_> {
    /// The entries, broken into lines of that width.
    pub(super) fn legend_lines(&self, max: i32) -> Vec<Vec<Entry>> {
        let words = self.words;
        let mut entries = vec![
            (
                Sample::Ground(Strength::Cited),
                words.pick("Dikutip: tertulis di bagian ini", "Cited: written in this section"),
            ),
            (
                Sample::Ground(Strength::Derived),
                words.pick("Diturunkan dari klausul lain", "Derived from another clause"),
            ),
            (
                Sample::Ground(Strength::Assumed),
                words.pick(
                    "Diasumsikan: perlu konfirmasi pemilik proses",
                    "Assumed: the process owner must confirm it",
                ),
            ),
        ];
        let has = |shape: Shape| self.picture.items.iter().any(|i| i.shape == shape);
        let shapes = [
            (Shape::Step, words.pick("Langkah", "Step")),
            (Shape::Decide, words.pick("Keputusan", "Decision")),
            (Shape::Choose, words.pick("Keputusan dihitung", "Computed decision")),
            (Shape::Wait, words.pick("Menunggu", "Wait")),
            (Shape::Await, words.pick("Menunggu alur lain", "Wait for another flow")),
            (Shape::Do, words.pick("Tindakan sistem", "System action")),
            (Shape::Start, words.pick("Memulai alur lain", "Starts another flow")),
            (Shape::Call, words.pick("Menjalankan alur lain", "Runs another flow")),
            (Shape::BorderTime, words.pick("Tahap diinterupsi oleh waktu", "Stage interrupted by time")),
            (
                Shape::BorderEvent,
                words.pick("Tahap diinterupsi oleh peristiwa", "Stage interrupted by an event"),
            ),
            (Shape::Resume, words.pick("Kembali ke tahap", "Back into a stage")),
        ];
        entries.extend(shapes.into_iter().filter(|(s, _)| has(*s)).map(|(s, w)| (Sample::Shape(s), w)));
        if !self.options.at.is_empty() {
            entries.push((Sample::At, words.pick("Posisi kasus", "Where the case stands")));
        }
        let marks = if self.old_revision.is_some() { self.marks() } else { Vec::new() };
        // Marks, grounds and the rest each begin a line.
        let first = marks.len();
        let grounds = first + 3;
        entries.splice(0..0, marks);
        let mut lines: Vec<Vec<Entry>> = Vec::new();
        let mut x = i32::MAX / 2;
        for (n, (sample, words)) in entries.into_iter().enumerate() {
            let w = 46 + width(words, SMALL_TENTHS) + 14;
            if x + w > max || n == grounds || n == first || lines.is_empty() {
                lines.push(Vec::new());
                x = 0;
            }
            if let Some(line) = lines.last_mut() {
                line.push(Entry { x, sample, words });
            }
            x += w;
        }
        lines
    }

    /// What the marks of a picture of two revisions mean.
    fn marks(&self) -> Vec<(Sample, &'static str)> {
        let words = self.words;
        vec![
            (Sample::Mark(Mark::Added), words.pick("Baru: tebal, dengan tanda +", "New: thick, with a +")),
            (
                Sample::Mark(Mark::Removed),
                words.pick("Dihapus: putus-putus dan dicoret", "Gone: dashed and struck through"),
            ),
            (
                Sample::Mark(Mark::Changed),
                words.pick("Diubah: ± menyebut apa yang berubah", "Otherwise: ± says what changed"),
            ),
        ]
    }

    /// Draws the entries.
    pub(super) fn legend(&mut self, lines: &[Vec<Entry>]) {
        for (n, line) in (0i32..).zip(lines) {
            let top = 8 + n * 26;
            for entry in line {
                self.sample(entry, top);
                self.put(format_args!(
                    "<text class=\"small\" x=\"{}\" y=\"{}\">{}</text>\n",
                    entry.x + 44,
                    top + 13,
                    escape(entry.words)
                ));
            }
        }
    }

    fn sample(&mut self, entry: &Entry, top: i32) {
        let r = Rect { left: entry.x, top, right: entry.x + 36, bottom: top + 18 };
        match entry.sample {
            Sample::Ground(strength) => {
                let grounds = Grounds { strength, ..Grounds::default() };
                let text = match strength {
                    Strength::Cited => "2a".to_owned(),
                    Strength::Derived => "← 3".to_owned(),
                    _ => grounds.badge(),
                };
                self.put(format_args!(
                    "<g class=\"g-{}\"><rect class=\"box\" x=\"{}\" y=\"{}\" width=\"36\" height=\"16\" rx=\"4\"/>\
                     <g class=\"badge\"><rect x=\"{}\" y=\"{}\" width=\"28\" height=\"14\" rx=\"7\"/>\
                     <text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{text}</text></g></g>",
                    strength.word(),
                    r.left,
                    top + 2,
                    r.left + 6,
                    top - 5,
                    r.left + 20,
                    top + 5
                ));
            }
            Sample::Shape(shape) => {
                self.put(format_args!("<g class=\"sample {} g-unsaid\">", shape.word()));
                self.outline(shape, r, i32::midpoint(r.left, r.right));
                self.out.push_str("</g>");
            }
            Sample::Mark(mark) => {
                self.put(format_args!(
                    "<g class=\"{}\"><rect class=\"box\" x=\"{}\" y=\"{}\" width=\"34\" height=\"16\" rx=\"5\"/>",
                    mark.class().trim_start(),
                    r.left + 2,
                    top + 2
                ));
                self.mark(mark, Rect { top: top + 2, ..r }, 6);
                self.out.push_str("</g>");
            }
            Sample::At => self.put(format_args!(
                "<g class=\"sample at\"><rect class=\"box\" x=\"{}\" y=\"{top}\" width=\"34\" height=\"16\" rx=\"5\"/></g>",
                r.left + 2
            )),
        }
    }
}
