//! What people write from habit in place of the language's words: Indonesian words, signs of mathematics, times and lengths
//! as one says them. Each with the words that were meant.

/// Indonesian words, each with the word of the language that stands for it.
const TRANSLATED: &[(&str, &[&str])] = &[
    ("action", &["aksi", "tindakan"]),
    ("add", &["tambah", "tambahkan"]),
    ("advance", &["maju", "majukan"]),
    ("after", &["sesudah", "setelah"]),
    ("always", &["selalu"]),
    ("answer", &["jawab", "jawaban"]),
    ("assumed", &["asumsi", "diasumsikan"]),
    ("at", &["pada"]),
    ("await", &["nantikan"]),
    ("before", &["sebelum"]),
    ("branch", &["cabang"]),
    ("by", &["oleh"]),
    ("calendar", &["kalender"]),
    ("call", &["panggil"]),
    ("cancel", &["batal", "batalkan"]),
    ("carries", &["membawa"]),
    ("cites", &["kutip", "mengutip"]),
    ("clause", &["klausul"]),
    ("decide", &["keputusan", "putuskan"]),
    ("default", &["bawaan"]),
    ("derived", &["turunan", "diturunkan"]),
    ("do", &["kerjakan", "lakukan"]),
    ("document", &["dokumen"]),
    ("end", &["akhir", "selesai"]),
    ("event", &["kejadian", "peristiwa"]),
    ("expect", &["harap", "harapkan"]),
    ("failed", &["gagal"]),
    ("fill", &["isi", "isikan"]),
    ("flow", &["alur"]),
    ("follows", &["mengikuti"]),
    ("gives", &["memberi", "menghasilkan"]),
    ("hours", &["jam_kerja"]),
    ("join", &["gabung", "gabungkan"]),
    ("keep", &["simpan"]),
    ("keeps", &["menyimpan"]),
    ("lane", &["jalur"]),
    ("message", &["pesan"]),
    ("never", &["jangan", "tidak"]),
    ("note", &["catatan"]),
    ("on", &["ketika"]),
    ("once", &["sekali"]),
    ("or", &["atau"]),
    ("otherwise", &["lainnya", "selainnya", "selain"]),
    ("page", &["halaman"]),
    ("parallel", &["bersamaan", "paralel"]),
    ("publish", &["umumkan"]),
    ("row", &["baris"]),
    ("rule", &["aturan"]),
    ("say", &["katakan", "ucapkan"]),
    ("scenario", &["skenario"]),
    ("section", &["bagian"]),
    ("setting", &["pengaturan"]),
    ("stage", &["tahap"]),
    ("start", &["mulai"]),
    ("step", &["langkah"]),
    ("system", &["sistem"]),
    ("table", &["tabel"]),
    ("takes", &["menerima"]),
    ("then", &["kemudian", "lalu"]),
    ("times", &["kali"]),
    ("use", &["gunakan", "pakai"]),
    ("wait", &["tunggu"]),
    ("when", &["apabila", "bila", "jika", "kalau"]),
    ("with", &["dengan"]),
    ("within", &["dalam"]),
    ("monday", &["senin"]),
    ("tuesday", &["selasa"]),
    ("wednesday", &["rabu"]),
    ("thursday", &["kamis"]),
    ("friday", &["jumat"]),
    ("saturday", &["sabtu"]),
    ("sunday", &["minggu", "ahad"]),
];

/// Units of time as they are said, with the language's unit and how many of it they are.
const UNITS: &[(&str, char, u64)] = &[
    ("detik", 's', 1),
    ("sec", 's', 1),
    ("secs", 's', 1),
    ("second", 's', 1),
    ("seconds", 's', 1),
    ("menit", 'm', 1),
    ("min", 'm', 1),
    ("mins", 'm', 1),
    ("minute", 'm', 1),
    ("minutes", 'm', 1),
    ("jam", 'h', 1),
    ("hour", 'h', 1),
    ("hours", 'h', 1),
    ("hari", 'd', 1),
    ("day", 'd', 1),
    ("days", 'd', 1),
    ("minggu", 'd', 7),
    ("week", 'd', 7),
    ("weeks", 'd', 7),
];

/// The word of the language that an Indonesian word stands for, if it is one of these.
pub(crate) fn translated<'w>(word: &str, among: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let word = word.to_lowercase();
    let meant = TRANSLATED.iter().find(|(_, said)| said.contains(&word.as_str()))?.0;
    among.into_iter().find(|w| *w == meant)
}

/// `1` and `menit`: `1m`.
pub(super) fn duration(number: &str, unit: &str) -> Option<String> {
    let unit = unit.to_lowercase();
    let (_, short, times) = UNITS.iter().find(|(said, ..)| *said == unit)?;
    Some(format!("{}{short}", number.parse::<u64>().ok()?.checked_mul(*times)?))
}

/// `18.00`: `18:00`.
pub(super) fn time(text: &str) -> Option<String> {
    let (hour, minute) = text.split_once('.')?;
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let fits = matches!(hour.len(), 1 | 2) && minute.len() == 2 && digits(hour) && digits(minute);
    fits.then(|| format!("{hour:0>2}:{minute}"))
}

/// A sign of comparison at the beginning of this text, and the words for it. After `set` a lone `=` sets.
pub(super) fn sign(text: &str, sets: bool) -> Option<(&'static str, &'static str)> {
    const SIGNS: &[(&str, &str)] = &[
        (">=", "is at least"),
        ("<=", "is at most"),
        ("!=", "is not"),
        ("<>", "is not"),
        ("==", "is"),
        ("≥", "is at least"),
        ("≤", "is at most"),
        ("≠", "is not"),
        (">", "is more than"),
        ("<", "is less than"),
        ("=", "is"),
    ];
    let (sign, words) = SIGNS.iter().find(|(sign, _)| text.starts_with(sign))?;
    Some((sign, if *sign == "=" && sets { "to" } else { words }))
}
