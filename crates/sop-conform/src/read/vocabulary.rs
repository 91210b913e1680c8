//! The words by which a document is understood, in Indonesian and English: the one place to add another language's.

use sop_core::model::{ApprovalKind, ClauseKind};

/// Lower case, words parted by single spaces, other signs dropped.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

fn has(words: &str, any: &[&str]) -> bool {
    let padded = format!(" {words} ");
    any.iter().any(|w| padded.contains(&format!(" {w} ")))
}

/// What the clauses of a section are, by its title; `None` for the procedure itself.
pub(super) fn kind_of_section(title: &str) -> Option<ClauseKind> {
    let t = plain(title);
    let kinds: [(ClauseKind, &[&str]); 11] = [
        (
            ClauseKind::Change,
            &[
                "perubahan",
                "riwayat",
                "change history",
                "revision history",
                "changes",
                "version history",
                "amendments",
                "document history",
                "change log",
            ],
        ),
        (
            ClauseKind::Instruction,
            &[
                "instruksi kerja",
                "work instruction",
                "work instructions",
                "related instructions",
                "supporting instructions",
            ],
        ),
        (ClauseKind::Record, &["rekaman", "records", "record", "arsip", "forms and records", "formulir"]),
        (
            ClauseKind::Application,
            &["aplikasi", "applications", "application", "systems", "software", "tools", "sistem"],
        ),
        (
            ClauseKind::Indicator,
            &["indikator", "indicators", "indicator", "kpi", "performance", "kinerja", "measures", "metrics"],
        ),
        (
            ClauseKind::Definition,
            &[
                "definisi",
                "istilah",
                "singkatan",
                "definitions",
                "definition",
                "abbreviations",
                "glossary",
                "terms",
            ],
        ),
        (ClauseKind::Policy, &["kebijakan", "ketentuan", "policy", "policies", "general rules", "rules"]),
        (
            ClauseKind::Party,
            &[
                "pihak",
                "penanggung jawab",
                "parties",
                "responsibilities",
                "responsibility",
                "roles",
                "who is involved",
                "tanggung jawab",
                "people",
            ],
        ),
        (ClauseKind::Scope, &["ruang lingkup", "lingkup", "scope"]),
        (ClauseKind::Purpose, &["tujuan", "maksud", "purpose", "objective", "objectives", "aim"]),
        (
            ClauseKind::Reference,
            &["rujukan", "referensi", "acuan", "dasar hukum", "references", "reference", "related documents"],
        ),
    ];
    // `Procedure performance indicators` is no procedure; `How tools are lent` may be one.
    if has(&t, &["prosedur", "procedure", "proses", "process", "alur", "diagram", "flow", "langkah", "steps"])
        && !has(&t, &["indikator", "indicators", "kpi", "indicator", "kinerja", "performance"])
    {
        return None;
    }
    kinds.into_iter().find(|(_, words)| has(&t, words)).map(|(kind, _)| kind)
}

/// A part of a page's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum HeadLabel {
    Code,
    Title,
    Revision,
    Effective,
}

/// Labels of a page's head, the longer before the shorter.
pub(super) const HEAD_LABELS: [(HeadLabel, &str); 34] = [
    (HeadLabel::Effective, "tanggal berlaku"),
    (HeadLabel::Effective, "tgl berlaku"),
    (HeadLabel::Effective, "tanggal efektif"),
    (HeadLabel::Effective, "berlaku sejak"),
    (HeadLabel::Effective, "mulai berlaku"),
    (HeadLabel::Effective, "effective date"),
    (HeadLabel::Effective, "effective from"),
    (HeadLabel::Effective, "in force from"),
    (HeadLabel::Effective, "valid from"),
    (HeadLabel::Effective, "effective"),
    (HeadLabel::Effective, "issue date"),
    (HeadLabel::Code, "kode dokumen"),
    (HeadLabel::Code, "nomor dokumen"),
    (HeadLabel::Code, "no dokumen"),
    (HeadLabel::Code, "no. dokumen"),
    (HeadLabel::Code, "document code"),
    (HeadLabel::Code, "document number"),
    (HeadLabel::Code, "document no."),
    (HeadLabel::Code, "document no"),
    (HeadLabel::Code, "document id"),
    (HeadLabel::Code, "doc. no."),
    (HeadLabel::Code, "doc. no"),
    (HeadLabel::Code, "doc no"),
    (HeadLabel::Code, "sop no."),
    (HeadLabel::Code, "sop no"),
    (HeadLabel::Title, "judul dokumen"),
    (HeadLabel::Title, "nama dokumen"),
    (HeadLabel::Title, "document title"),
    (HeadLabel::Title, "judul"),
    (HeadLabel::Title, "title"),
    (HeadLabel::Revision, "revisi"),
    (HeadLabel::Revision, "revision"),
    (HeadLabel::Revision, "version"),
    (HeadLabel::Revision, "versi"),
];

/// What was signed for, by the word above or beside a signature.
pub(super) fn approval(text: &str) -> Option<ApprovalKind> {
    let t = plain(text);
    if has(
        &t,
        &[
            "dibuat",
            "disusun",
            "disiapkan",
            "made by",
            "prepared by",
            "written by",
            "author",
            "drafted by",
            "prepared",
        ],
    ) {
        Some(ApprovalKind::Made)
    } else if has(
        &t,
        &["diperiksa", "ditinjau", "checked by", "reviewed by", "verified by", "checked", "reviewed"],
    ) {
        Some(ApprovalKind::Checked)
    } else if has(
        &t,
        &["disetujui", "disahkan", "ditetapkan", "approved by", "authorised by", "authorized by", "approved"],
    ) {
        Some(ApprovalKind::Approved)
    } else {
        None
    }
}

/// What a line of a signature tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signed {
    Name,
    Job,
    On,
}

/// By the label of such a line.
pub(super) fn signed(label: &str) -> Option<Signed> {
    match plain(label).as_str() {
        "nama" | "name" => Some(Signed::Name),
        "jabatan" | "position" | "job" | "job title" | "title" | "role" => Some(Signed::Job),
        "tanggal" | "tgl" | "date" | "signed" | "on" => Some(Signed::On),
        _ => None,
    }
}

/// Does a column with this heading hold notes?
pub(super) fn is_notes(heading: &str) -> bool {
    matches!(
        plain(heading).as_str(),
        "keterangan"
            | "catatan"
            | "penjelasan"
            | "uraian"
            | "notes"
            | "note"
            | "remarks"
            | "remark"
            | "explanation"
            | "comments"
            | "details"
            | "description"
    )
}

/// What a column of a table of rows holds, by its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Number,
    Actor,
    Other,
}

/// By a heading.
pub(super) fn column(heading: &str) -> Column {
    match plain(heading).as_str() {
        "no" | "nr" | "nomor" | "number" | "rev" | "revisi" | "revision" | "version" | "versi" | "step"
        | "langkah" | "item" | "id" | "#" => Column::Number,
        "pic" | "pelaksana" | "petugas" | "penanggung jawab" | "aktor" | "who" | "responsible"
        | "responsibility" | "role" | "actor" | "by" | "oleh" | "performed by" | "done by" => Column::Actor,
        _ if heading.trim() == "#" => Column::Number,
        _ => Column::Other,
    }
}

/// The label of a branch.
pub(super) fn answer(word: &str) -> Option<&'static str> {
    Some(match word.trim_matches(|c: char| !c.is_alphanumeric()) {
        "Ya" | "YA" => "Ya",
        "Tidak" | "TIDAK" => "Tidak",
        "Yes" | "YES" => "Yes",
        "No" | "NO" => "No",
        _ => return None,
    })
}

/// Labels that are nothing else in a sentence.
pub(super) fn is_plain_answer(word: &str) -> bool {
    matches!(word.trim_matches(|c: char| !c.is_alphanumeric()), "Ya" | "YA" | "Yes" | "YES" | "TIDAK")
}

/// Words with which a question or a condition begins: in capitals inside a text, a new box begins there.
pub(super) fn opens(word: &str) -> bool {
    matches!(
        word,
        "Jika"
            | "Apabila"
            | "Bila"
            | "Apakah"
            | "Kalau"
            | "Perlukah"
            | "Sudahkah"
            | "If"
            | "Is"
            | "Are"
            | "Does"
            | "Did"
            | "Has"
            | "Can"
            | "Whether"
    )
}

/// Words of a box that stands for itself.
pub(super) fn is_terminal(word: &str) -> bool {
    matches!(
        word,
        "Selesai" | "Mulai" | "Start" | "End" | "Finish" | "Stop" | "SELESAI" | "MULAI" | "START" | "END"
    )
}

/// Words that want another behind them: a text that ends so goes on.
pub(super) fn wants_more(word: &str) -> bool {
    matches!(
        plain(word).as_str(),
        "aplikasi"
            | "application"
            | "system"
            | "pada"
            | "ke"
            | "kepada"
            | "di"
            | "dengan"
            | "oleh"
            | "untuk"
            | "dari"
            | "dan"
            | "atau"
            | "yang"
            | "via"
            | "melalui"
            | "in"
            | "to"
            | "the"
            | "a"
            | "an"
            | "with"
            | "of"
            | "and"
            | "or"
            | "by"
            | "for"
            | "from"
            | "on"
            | "at"
            | "into"
            | "through"
            | "per"
    )
}

/// Words that say which kind of party follows, not which: `Pihak terkait`, `Tim terkait`.
pub(super) fn is_party_word(word: &str) -> bool {
    matches!(
        word,
        "tim"
            | "tiem"
            | "team"
            | "pihak"
            | "pihat"
            | "bagian"
            | "unit"
            | "petugas"
            | "staff"
            | "staf"
            | "divisi"
            | "department"
            | "party"
            | "parties"
            | "teams"
            | "bidang"
    )
}

/// Words before a name by which it is spoken to, not said to act.
pub(super) fn is_toward(word: &str) -> bool {
    matches!(
        word,
        "ke" | "kepada"
            | "dari"
            | "untuk"
            | "dengan"
            | "to"
            | "from"
            | "for"
            | "with"
            | "at"
            | "of"
            | "di"
            | "pada"
            | "bagi"
            | "via"
            | "the"
            | "a"
    )
}

/// Words before a name by which it acts.
pub(super) fn is_by(word: &str) -> bool {
    matches!(word, "oleh" | "by")
}

/// Words behind a name that say that it acts.
pub(super) fn acts(word: &str) -> bool {
    const MODALS: [&str; 22] = [
        "harus", "wajib", "dapat", "akan", "perlu", "boleh", "bisa", "tidak", "must", "should", "may", "can",
        "will", "shall", "has", "is", "needs", "then", "also", "lalu", "kemudian", "juga",
    ];
    MODALS.contains(&word)
        || word.len() > 4 && ["me", "ber", "di"].iter().any(|p| word.starts_with(p))
        || word.len() > 3 && word.ends_with('s') && !word.ends_with("ss")
}

/// Generic words before or behind an application's name.
pub(super) fn is_application_word(word: &str) -> bool {
    matches!(
        word,
        "aplikasi" | "application" | "app" | "system" | "sistem" | "software" | "tool" | "program" | "the"
    )
}

/// Units of time, in milliseconds.
pub(super) fn unit(word: &str) -> Option<i64> {
    const SECOND: i64 = 1000;
    Some(match word {
        "detik" | "second" | "seconds" | "sec" | "secs" => SECOND,
        "menit" | "minute" | "minutes" | "min" | "mins" => 60 * SECOND,
        "jam" | "hour" | "hours" | "hr" | "hrs" => 3600 * SECOND,
        "hari" | "day" | "days" => 86_400 * SECOND,
        "minggu" | "pekan" | "week" | "weeks" => 7 * 86_400 * SECOND,
        _ => return None,
    })
}

/// Numbers in words.
pub(super) fn count(word: &str) -> Option<i64> {
    const INDONESIAN: [&str; 11] =
        ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"];
    const ENGLISH: [&str; 11] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let at =
        INDONESIAN.iter().position(|w| *w == word).or_else(|| ENGLISH.iter().position(|w| *w == word))?;
    i64::try_from(at).ok()
}

/// A month by its name.
pub(super) fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let months: [&[&str]; 12] = [
        &["januari", "january", "jan"],
        &["februari", "pebruari", "february", "feb"],
        &["maret", "march", "mar"],
        &["april", "apr"],
        &["mei", "may"],
        &["juni", "june", "jun"],
        &["juli", "july", "jul"],
        &["agustus", "august", "agu", "agt", "aug"],
        &["september", "sept", "sep"],
        &["oktober", "october", "okt", "oct"],
        &["november", "nopember", "nov"],
        &["desember", "december", "des", "dec"],
    ];
    let at = months.iter().position(|names| names.contains(&word.as_str()))?;
    u32::try_from(at + 1).ok()
}

/// Words of stamps.
pub(super) const STAMPS: [&str; 14] = [
    "MASTER",
    "CONTROLLED",
    "UNCONTROLLED",
    "DOCUMENT",
    "COPY",
    "CONFIDENTIAL",
    "DRAFT",
    "OBSOLETE",
    "DOKUMEN",
    "TERKENDALI",
    "SALINAN",
    "RAHASIA",
    "ASLI",
    "INDUK",
];

/// Does a text ask for words to be said?
pub(super) fn asks_to_say(text: &str) -> bool {
    let t = plain(text);
    has(
        &t,
        &[
            "mengucapkan",
            "ucapkan",
            "mengatakan",
            "katakan",
            "menyampaikan salam",
            "say",
            "says",
            "greet",
            "greets",
            "closing words",
            "salam",
        ],
    )
}
