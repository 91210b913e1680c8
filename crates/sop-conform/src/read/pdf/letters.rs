//! Letters with their places, and the lines that they stand on.

use crate::read::normal::tidy;
use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};

/// Letters that are read at most.
const LETTERS_MAX: usize = 8 << 20;

/// A letter, or what a font shows for one code. From the top left.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    x: f64,
    end: f64,
    y: f64,
    size: f64,
    text: String,
}

/// Takes the letters down, page by page.
#[derive(Debug, Default)]
pub(super) struct Letters {
    pub(super) pages: Vec<Vec<Letter>>,
    /// Were there more than are read?
    pub(super) full: bool,
    count: usize,
    top: f64,
}

impl OutputDev for Letters {
    fn begin_page(
        &mut self,
        _: u32,
        page: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.top = page.ury;
        self.pages.push(Vec::new());
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _: f64,
        size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        self.count += 1;
        if self.count > LETTERS_MAX {
            self.full = true;
            return Err(OutputError::FormatError(std::fmt::Error));
        }
        // Text that stands on its side is a remark on the margin.
        let size = size * (place.m11 * place.m11 + place.m12 * place.m12).sqrt();
        let upright = place.m12.abs() < place.m11.abs() * 0.2;
        let placed = [place.m31, place.m32, width, size].iter().all(|v| v.is_finite());
        if upright
            && placed
            && size > 0.0
            && let Some(page) = self.pages.last_mut()
        {
            let end = place.m31 + width.max(0.0) * size;
            page.push(Letter { x: place.m31, end, y: self.top - place.m32, size, text: text.to_owned() });
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// Words that stand together on a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stretch {
    pub(super) x: f64,
    pub(super) end: f64,
    pub(super) text: String,
}

/// A line of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TextLine {
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) stretches: Vec<Stretch>,
}

/// Letters to lines, from the top; what stands far apart on a line is parted.
pub(super) fn lines(mut letters: Vec<Letter>) -> Vec<TextLine> {
    letters.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Letter>> = Vec::new();
    for letter in letters {
        match rows.last_mut() {
            Some(row)
                if row.first().is_some_and(|f| (letter.y - f.y).abs() < f.size.min(letter.size) * 0.45) =>
            {
                row.push(letter);
            }
            _ => rows.push(vec![letter]),
        }
    }
    rows.into_iter().map(line).filter(|l| !l.stretches.is_empty()).collect()
}

fn line(mut row: Vec<Letter>) -> TextLine {
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let y = row.first().map_or(0.0, |l| l.y);
    let size = row.iter().map(|l| l.size).fold(0.0, f64::max);
    let mut stretches: Vec<Stretch> = Vec::new();
    for letter in row {
        let blank = letter.text.trim().is_empty();
        match stretches.last_mut() {
            // Bold letters are sometimes drawn twice.
            Some(last)
                if letter.x < last.end - letter.size * 0.7 && last.text.ends_with(letter.text.as_str()) => {}
            Some(last) if letter.x - last.end < letter.size * 1.1 => {
                if letter.x - last.end > letter.size * 0.15 && !blank {
                    last.text.push(' ');
                }
                last.text.push_str(&letter.text);
                if !blank {
                    last.end = last.end.max(letter.end);
                }
            }
            _ if blank => {}
            _ => stretches.push(Stretch { x: letter.x, end: letter.end, text: letter.text }),
        }
    }
    for stretch in &mut stretches {
        stretch.text = tidy(&stretch.text);
    }
    stretches.retain(|s| !s.text.is_empty());
    TextLine { y, size, stretches }
}
