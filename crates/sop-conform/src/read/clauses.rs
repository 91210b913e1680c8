//! Lines to a document: sections to clauses, each with its place, its fingerprint and its facts.

use super::boxes::{self, Piece};
use super::facts::{Known, facts};
use super::names::{Names, alike};
use super::normal::{fingerprint, normal};
use super::notes::{self, Note};
use super::outline::{Block, Outline, Paragraph, Rows, Section, outline, spans};
use super::sheet::Line;
use super::stamps::Stamps;
use super::table::{Holds, Lanes, goes_on, headings};
use super::vocabulary::{is_application_word, kind_of_section, plain};
use super::{Hints, LeftOut, ReadClause, ReadDocument, ReadPage, faults, frame, rows, signatures};
use sop_core::model::ClauseKind;
use std::collections::{BTreeMap, BTreeSet};

/// A clause before it has its id.
#[derive(Clone, Debug)]
struct Draft {
    section: usize,
    page: u32,
    line: u32,
    number: Option<String>,
    /// Is the number the whole id?
    whole: bool,
    lane: Option<String>,
    in_column: bool,
    kind: ClauseKind,
    text: String,
    from: From,
}

/// Where a draft comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    Text,
    Box,
    Note,
    Listed,
}

/// A document from its lines.
pub(super) fn document(lines: &[Line], hints: &Hints) -> ReadDocument {
    let mut document = ReadDocument::default();
    let (mut pages, total) = frame::pages(lines);
    let stamps = Stamps::of(&pages, &hints.stamps);
    frame::take_off(&mut pages, &mut document);
    document.pages = pages.iter().map(|p| ReadPage { number: p.number, told: p.told }).collect();
    let mut outline = outline(&pages, &stamps);
    let last_page = pages.iter().map(|p| p.number).max().unwrap_or(1).max(total.unwrap_or(0));
    document.left_out.append(&mut outline.left_out);
    signatures::read(&outline.front, &mut document);
    let mut parties = Names::default();
    let heads = headings(&pages);
    heads.iter().for_each(|n| parties.add(n));
    let mut declared = declared_parties(&outline);
    declared.extend(hints.lanes.iter().cloned());
    declared.iter().for_each(|n| parties.add(n));
    let lanes = Lanes::of(&outline, &parties);
    // The document's own spellings come first.
    let mut names = Names::default();
    lanes.all().iter().chain(&declared).for_each(|n| names.add(n));
    let known = Known { parties: names, applications: applications(&outline, &stamps, hints) };
    let mut reader = Reader {
        terms: terms(&outline, &known),
        lanes,
        known,
        stamps,
        drafts: Vec::new(),
        left_out: Vec::new(),
    };
    for (at, section) in outline.sections.iter().enumerate() {
        reader.section(at, section, &outline.sections);
    }
    reader.merge();
    reader.infer();
    document.sections = spans(&outline.sections, last_page, |t| fingerprint(&normal(t)));
    document.left_out.append(&mut reader.left_out);
    document.left_out.sort_by_key(|l| l.line);
    document.clauses = reader.clauses(&outline.sections);
    faults::find(&mut document, total);
    document
}

/// What stands under a heading such as `Parties`, up to the word that explains it.
fn declared_parties(outline: &Outline) -> Vec<String> {
    let mut out = Vec::new();
    for section in outline.sections.iter().filter(|s| kind_of_section(&s.title) == Some(ClauseKind::Party)) {
        for block in &section.blocks {
            if let Block::Paragraph(p) = block {
                let name = p.text.split([':', '–', '—', '(', ',']).next().unwrap_or_default();
                let name = name.split(" - ").next().unwrap_or_default().trim().trim_end_matches('.');
                if (1..=4).contains(&name.split(' ').count()) && !name.is_empty() {
                    out.push(name.to_owned());
                }
            }
        }
    }
    out
}

/// Names of applications: their section lists them, definitions say of what they are.
fn applications(outline: &Outline, stamps: &Stamps, hints: &Hints) -> Names {
    let mut names = Names::default();
    let bare = |text: &str| {
        let words: Vec<&str> = text.split(' ').filter(|w| !w.is_empty()).collect();
        let from = words.iter().take_while(|w| is_application_word(&plain(w))).count();
        let to =
            words.len() - words[from..].iter().rev().take_while(|w| is_application_word(&plain(w))).count();
        words
            .get(from..to)
            .unwrap_or_default()
            .join(" ")
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_owned()
    };
    for section in &outline.sections {
        let kind = kind_of_section(&section.title);
        for block in &section.blocks {
            let Block::Paragraph(p) = block else { continue };
            let text = stamps.peeled(&p.text);
            let named = match kind {
                Some(ClauseKind::Application) => text
                    .split([':', '–', '—', '(', ',', ';'])
                    .next()
                    .and_then(|t| t.split(" - ").next())
                    .map(bare),
                Some(ClauseKind::Definition) => defined_application(&text).map(bare),
                _ => None,
            };
            if let Some(name) = named
                .filter(|n| (1..=4).contains(&n.split(' ').count()) && n.chars().any(char::is_alphabetic))
            {
                names.add(&name);
            }
        }
    }
    hints.applications.iter().for_each(|n| names.add(n));
    names
}

/// Terms that definitions explain, but for parties and applications: a box may be nothing but one of them.
fn terms(outline: &Outline, known: &Known) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for section in
        outline.sections.iter().filter(|s| kind_of_section(&s.title) == Some(ClauseKind::Definition))
    {
        for block in &section.blocks {
            let Block::Paragraph(p) = block else { continue };
            let term = [" adalah ", " ialah ", " is ", " are ", " means ", ":", " – "]
                .iter()
                .find_map(|m| p.text.split_once(m))
                .map(|(t, _)| t);
            if let Some(term) = term.filter(|t| (1..=4).contains(&t.split(' ').count()))
                && !known.parties.is_only(term)
                && !known.applications.is_only(term)
            {
                out.insert(plain(term));
            }
        }
    }
    out
}

/// `X adalah Aplikasi …`, `X is an application …`: X.
fn defined_application(text: &str) -> Option<&str> {
    for (means, kinds) in [
        (" adalah ", &["aplikasi", "sistem", "perangkat lunak"][..]),
        (
            " is ",
            &[
                "an application",
                "the application",
                "a system",
                "the system",
                "software",
                "the software",
                "a tool",
                "the tool",
            ][..],
        ),
    ] {
        if let Some((name, what)) = text.split_once(means)
            && kinds.iter().any(|k| plain(what).starts_with(k))
        {
            return Some(name);
        }
    }
    None
}

struct Reader {
    lanes: Lanes,
    known: Known,
    stamps: Stamps,
    terms: BTreeSet<String>,
    drafts: Vec<Draft>,
    left_out: Vec<LeftOut>,
}

impl Reader {
    fn section(&mut self, at: usize, section: &Section, all: &[Section]) {
        let kind = kind_of(section, all);
        let first = self.drafts.len();
        let mut columns: Option<Vec<Holds>> = None;
        let alone = section.blocks.iter().filter(|b| matches!(b, Block::Paragraph(_))).count() == 1
            && section.blocks.len() == 1
            && kind.is_some();
        for block in &section.blocks {
            match block {
                Block::Paragraph(p) => self.paragraph(at, section, p, kind, alone),
                Block::Table(rows) => {
                    let head = rows.rows.first().map(|(c, _)| c.as_slice()).unwrap_or_default();
                    if let Some(own) = self.lanes.columns(head, &self.known.parties) {
                        self.lane_table(at, rows, &own, true);
                        columns = Some(own);
                    } else if let Some(before) = goes_on(rows, columns.as_ref()) {
                        self.lane_table(at, rows, &before, false);
                    } else {
                        self.row_table(at, section, rows, kind);
                    }
                }
            }
        }
        let inside = |o: &Section| o.id.strip_prefix(section.id.as_str()).is_some_and(|r| r.starts_with('.'));
        if self.drafts.len() == first
            && !all.iter().any(inside)
            && section.title.chars().any(char::is_alphabetic)
        {
            // A section of which only the title can be read.
            self.drafts.push(Draft {
                section: at,
                page: section.page,
                line: section.line,
                number: kind.is_some().then(|| section.id.clone()),
                whole: kind.is_some(),
                lane: None,
                in_column: false,
                kind: kind.unwrap_or(ClauseKind::Label),
                text: section.title.clone(),
                from: From::Text,
            });
        }
    }

    fn paragraph(
        &mut self,
        at: usize,
        section: &Section,
        p: &Paragraph,
        kind: Option<ClauseKind>,
        alone: bool,
    ) {
        let whole = p.whole || alone && p.number.is_none();
        let number = if alone && p.number.is_none() { Some(section.id.clone()) } else { p.number.clone() };
        let own = kind.unwrap_or_else(|| {
            if notes::is_question(&p.text) {
                ClauseKind::Decision
            } else if number.is_some() || p.bulleted {
                ClauseKind::Step
            } else {
                ClauseKind::Note
            }
        });
        let lane = if kind.is_none() { self.known.parties.actor(&p.text).map(str::to_owned) } else { None };
        self.drafts.push(Draft {
            section: at,
            page: p.page,
            line: p.line,
            number,
            whole,
            lane,
            in_column: false,
            kind: own,
            text: self.stamps.peeled(&p.text),
            from: From::Text,
        });
    }

    /// A table whose columns are lanes: lane by lane, from top to bottom, then the notes.
    fn lane_table(&mut self, at: usize, rows: &Rows, columns: &[Holds], headed: bool) {
        let own = rows.rows.iter().skip(usize::from(headed));
        let smudged = self.is_smudged(rows, columns, headed);
        for (i, column) in columns.iter().enumerate() {
            let cells: Vec<(&str, u32)> = own
                .clone()
                .filter_map(|(c, line)| Some((c.get(i)?.as_str(), *line)))
                .filter(|(c, _)| !c.is_empty())
                .collect();
            let draft = |number, text, kind, lane: Option<&str>, line, from| Draft {
                section: at,
                page: rows.page,
                line,
                number,
                whole: false,
                lane: lane.map(str::to_owned),
                in_column: lane.is_some(),
                kind,
                text,
                from,
            };
            match column {
                Holds::Lane(lane) if smudged => {
                    self.left_out.extend(cells.iter().map(|(text, line)| LeftOut {
                        page: rows.page,
                        lane: Some(lane.clone()),
                        text: (*text).to_owned(),
                        line: *line,
                    }));
                }
                Holds::Lane(lane) => {
                    let found = boxes::pieces(
                        lane,
                        &cells,
                        &self.stamps,
                        &boxes::Words { applications: &self.known.applications, terms: &self.terms },
                    );
                    for Piece { number, text, kind, line } in found.pieces {
                        self.drafts.push(draft(number, text, kind, Some(lane), line, From::Box));
                    }
                    self.left_out.extend(found.left_out.into_iter().map(|(text, line)| LeftOut {
                        page: rows.page,
                        lane: Some(lane.clone()),
                        text,
                        line,
                    }));
                }
                Holds::Notes => {
                    for Note { number, text, kind, listed, line } in notes::notes(&cells, &self.known.parties)
                    {
                        let from = if listed { From::Listed } else { From::Note };
                        self.drafts.push(draft(number, text, kind, None, line, from));
                    }
                }
            }
        }
    }

    /// Do stamps cover the lanes' columns? Where most cells are scraps of them, the others are too.
    fn is_smudged(&self, rows: &Rows, columns: &[Holds], headed: bool) -> bool {
        let lanes = columns.iter().enumerate().filter(|(_, c)| matches!(c, Holds::Lane(_)));
        let (mut smudges, mut boxes) = (0, 0);
        for (i, _) in lanes {
            for (cells, _) in rows.rows.iter().skip(usize::from(headed)) {
                let Some(cell) =
                    cells.get(i).filter(|c| c.chars().filter(|c| c.is_alphanumeric()).count() > 1)
                else {
                    continue;
                };
                if self.stamps.is_smudge(cell) {
                    smudges += 1;
                } else {
                    boxes += 1;
                }
                // A question or a number is a box's.
                if cell.contains('?') || cell.starts_with(|c: char| c.is_ascii_digit()) {
                    return false;
                }
            }
        }
        smudges >= 3 && smudges > boxes
    }

    /// A table of rows: records, changes, steps.
    fn row_table(&mut self, at: usize, section: &Section, table: &Rows, kind: Option<ClauseKind>) {
        let found = rows::rows(table);
        let line = table.rows.first().map_or(0, |(_, line)| *line);
        if found.is_empty() {
            // Nothing but a head and empty rows: that there is nothing is what it says.
            self.drafts.push(Draft {
                section: at,
                page: table.page,
                line,
                number: Some(section.id.clone()),
                whole: true,
                lane: None,
                in_column: false,
                kind: kind.unwrap_or(ClauseKind::Record),
                text: rows::whole(table),
                from: From::Text,
            });
            return;
        }
        for row in found {
            let decides = notes::is_question(&row.text);
            let lane = row.actor.as_deref().map(|a| self.known.parties.find(a).unwrap_or(a).to_owned());
            self.drafts.push(Draft {
                section: at,
                page: table.page,
                line: row.line,
                number: row.number,
                whole: false,
                in_column: lane.is_some(),
                lane,
                kind: kind.unwrap_or(if decides { ClauseKind::Decision } else { ClauseKind::Step }),
                text: row.text,
                from: From::Text,
            });
        }
    }

    /// A box and the note with its number are one clause, in the box's lane, where the note stands; answers below a
    /// question go with it.
    fn merge(&mut self) {
        let mut notes: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
        for (i, d) in self.drafts.iter().enumerate() {
            if let (From::Note, Some(number)) = (d.from, &d.number) {
                notes.entry((d.section, number.clone())).or_default().push(i);
            }
        }
        let mut gone = BTreeSet::new();
        let mut carried: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for i in 0..self.drafts.len() {
            let Draft { from: From::Box, number: Some(number), section, .. } = &self.drafts[i] else {
                continue;
            };
            // Of several with the number the one on the box's page: a lost heading runs two sections into one.
            let Some(those) = notes.get_mut(&(*section, number.clone())) else { continue };
            let here = those.iter().position(|n| self.drafts[*n].page == self.drafts[i].page).unwrap_or(0);
            if those.is_empty() {
                continue;
            }
            let note = those.remove(here);
            let lettered = number.ends_with(|c: char| c.is_alphabetic());
            let (a, b) = (self.drafts[i].clone(), self.drafts[note].clone());
            let decides = a.kind == ClauseKind::Decision && !lettered || b.kind == ClauseKind::Decision;
            let kind = if decides { ClauseKind::Decision } else { ClauseKind::Note };
            let text = format!("{} / {}", a.text, b.text);
            let (line, page) = (b.line, b.page);
            self.drafts[note] = Draft { kind, text, line, page, from: From::Note, ..a };
            gone.insert(i);
            if decides {
                let answers = self.drafts[i + 1..]
                    .iter()
                    .take_while(|d| d.kind == ClauseKind::Label && d.from == From::Box);
                let answers: Vec<usize> = (i + 1..i + 1 + answers.count()).collect();
                gone.extend(answers.iter().copied());
                carried.insert(note, answers);
            }
        }
        let drafts = std::mem::take(&mut self.drafts);
        for (i, draft) in drafts.iter().enumerate() {
            if !gone.contains(&i) {
                self.drafts.push(draft.clone());
            }
            for answer in carried.get(&i).into_iter().flatten() {
                self.drafts.extend(drafts.get(*answer).cloned());
            }
        }
    }

    /// Who acts in a note: whom it names, the lane of the box that says the same, or who acts in the note before it.
    fn infer(&mut self) {
        let boxes: Vec<(usize, String, String)> = self
            .drafts
            .iter()
            .filter(|d| d.from == From::Box && d.kind != ClauseKind::Label)
            .filter_map(|d| Some((d.section, d.text.clone(), d.lane.clone()?)))
            .collect();
        let mut before: Option<Draft> = None;
        for draft in self.drafts.iter_mut().filter(|d| d.from == From::Note) {
            if draft.lane.is_none() {
                let named = self.known.parties.actor(&draft.text).map(str::to_owned);
                let drawn = || {
                    boxes
                        .iter()
                        .find(|b| b.0 == draft.section && alike(&b.1, &draft.text))
                        .map(|b| b.2.clone())
                };
                let told = || {
                    let b = before.as_ref().filter(|b| b.section == draft.section && b.page == draft.page)?;
                    follows(b.number.as_deref(), draft.number.as_deref()).then(|| b.lane.clone())?
                };
                draft.lane = named.or_else(drawn).or_else(told);
            }
            before = Some(draft.clone());
        }
    }

    fn clauses(&self, sections: &[Section]) -> Vec<ReadClause> {
        let mut ids: BTreeSet<String> = BTreeSet::new();
        let mut ordinals: BTreeMap<(usize, u32), u32> = BTreeMap::new();
        let mut out = Vec::with_capacity(self.drafts.len());
        for d in &self.drafts {
            let Some(section) = sections.get(d.section) else { continue };
            let told =
                d.number.as_ref().map(|n| if d.whole { n.clone() } else { format!("{}/{n}", section.id) });
            let id = told.filter(|id| ids.insert(id.clone())).unwrap_or_else(|| {
                let ordinal = ordinals.entry((d.section, d.page)).or_default();
                loop {
                    *ordinal += 1;
                    let id = format!("{}/p{}.{ordinal}", section.id, d.page);
                    if ids.insert(id.clone()) {
                        break id;
                    }
                }
            });
            let normal = normal(&d.text);
            out.push(ReadClause {
                id,
                section: section.id.clone(),
                page: d.page,
                number: d.number.clone(),
                lane: d.lane.clone(),
                in_column: d.in_column,
                kind: d.kind,
                fingerprint: fingerprint(&normal),
                normal,
                holds: facts(&d.text, d.kind, &self.known),
                text: d.text.clone(),
                line: d.line,
            });
        }
        out
    }
}

/// What the clauses of a section are, by its title or by that of the section around it.
fn kind_of(section: &Section, all: &[Section]) -> Option<ClauseKind> {
    let mut id = section.id.as_str();
    let outer = loop {
        match id.rsplit_once('.') {
            Some((up, _)) => id = up,
            None => break all.iter().find(|s| s.id == id),
        }
    };
    // Within the procedure, a title such as `Tools` names a part of it.
    match outer.filter(|o| o.id != section.id) {
        Some(outer) => kind_of_section(&outer.title),
        None => kind_of_section(&section.title),
    }
}

/// Does a note's number follow another's, or have both none?
fn follows(before: Option<&str>, number: Option<&str>) -> bool {
    let parts = |n: &str| {
        let digits = n.bytes().take_while(u8::is_ascii_digit).count();
        (n[..digits].parse::<u32>().unwrap_or(0), n[digits..].bytes().next())
    };
    match (before, number) {
        (None, None) => true,
        (Some(b), Some(n)) => {
            let ((b, bl), (n, nl)) = (parts(b), parts(n));
            b + 1 == n && nl.is_none()
                || b == n && nl.is_some_and(|l| l == bl.map_or(b'a', |b| b.saturating_add(1)))
        }
        (Some(_), None) => true,
        (None, Some(_)) => true,
    }
}
