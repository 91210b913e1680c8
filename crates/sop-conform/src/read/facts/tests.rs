//! Facts in texts of both languages, and what only looks like one.

use super::{Known, facts};
use sop_core::model::{ClauseKind, Held};

fn known() -> Known {
    let mut known = Known::default();
    ["Agent", "Tier 2", "Pihak Terkait", "Team Leader"].into_iter().for_each(|n| known.parties.add(n));
    ["Omni Channel", "RIM"].into_iter().for_each(|n| known.applications.add(n));
    known
}

fn of(text: &str) -> String {
    told(text, ClauseKind::Note)
}

fn told(text: &str, kind: ClauseKind) -> String {
    let one = |h: Held| match h {
        Held::Duration(ms) => sop_core::render::source::duration(ms),
        Held::Time(ms) => format!("{:02}:{:02}", ms / 3_600_000, ms / 60_000 % 60),
        Held::Date(d) => d.to_string(),
        Held::Phrase(t) => format!("\"{t}\""),
        Held::Answer(t) => format!("={t}"),
        Held::Party(t) => format!("@{t}"),
        Held::Application(t) => format!("#{t}"),
    };
    facts(text, kind, &known()).into_iter().map(one).collect::<Vec<_>>().join(" ")
}

#[test]
fn lengths_of_time() {
    assert_eq!(of("Apabila 1 menit tidak ada respon"), "1m");
    assert_eq!(of("paling lama 1 jam 30 menit, lalu 2 hari kerja"), "1h30m 2d");
    assert_eq!(of("satu menit, setengah jam, sejam, 3 x 24 jam"), "1m 30m 1h 3d");
    assert_eq!(of("within thirty, two minutes or a 48-hour wait of 1.5 hours"), "2m 2d 1h30m");
    assert_eq!(of("Tier 2 jam kerja; hari Sabtu; 12 orang; minggu depan"), "@Tier 2");
    assert_eq!(of("99999999999999999999 jam"), "");
}

#[test]
fn times_of_day() {
    assert_eq!(of("06.00 – 18.00dan pada jam 18.01 – 05.59"), "06:00 18:00 18:01 05:59");
    assert_eq!(
        of("from 9:05 to 17:30, at 6 am, 12 pm, 5.30 pm, noon"),
        "09:05 17:30 06:00 12:00 17:30 12:00"
    );
    assert_eq!(of("jam 8 sampai pukul 16.00"), "08:00 16:00");
    assert_eq!(of("Klausul 8.2.1 ISO 9001 : 2015, 7.5, OCC.PGDN.02.01, butir 6.10, 25:00"), "");
}

#[test]
fn days() {
    assert_eq!(
        of("02 Oktober 2023, 4 March 2024, March 5, 2024, 2024-03-06, 07/03/2024"),
        "2023-10-02 2024-03-04 2024-03-05 2024-03-06 2024-03-07"
    );
    assert_eq!(of("31 Februari 2024, 12 orang 2024"), "");
}

#[test]
fn phrases_are_between_quotation_marks_and_more_than_a_word() {
    assert_eq!(of("tanyakan \"\"Apakah Bapak/lbu di sana?\"\" lalu tunggu"), "\"Apakah Bapak/Ibu di sana?\"");
    assert_eq!(of("say “Good day, what's up?” or 'That is all'"), "\"Good day, what's up?\" \"That is all\"");
    assert_eq!(of("the customer's \"OOT\" list, the workers' list"), "");
    assert_eq!(of("an open \"quote without end"), "");
    assert_eq!(
        told("Selamat beristirahat dari jam 18.01", ClauseKind::Words),
        "\"Selamat beristirahat\" 18:01"
    );
}

#[test]
fn names_but_for_slips() {
    assert_eq!(of("Tiem tier 2 ke pihat tiem terkait"), "@Tier 2 @Pihak Terkait");
    assert_eq!(of("Dokumentasi pada aplikasi Omni Cahannel, RIM"), "#Omni Channel #RIM");
    assert_eq!(of("dokumen terkait, rim roda, Team Lader"), "@Team Leader");
}

#[test]
fn a_label_is_an_answer() {
    assert_eq!(told("Ya", ClauseKind::Label), "=Ya");
    assert_eq!(told("NO", ClauseKind::Label), "=No");
}
