//! Names that mean the same, and who acts.

use super::{Names, alike, same_party};

#[test]
fn a_word_for_a_kind_of_party_makes_no_other_party() {
    assert!(same_party("Pihak Terkait", "Tim terkait"));
    assert!(same_party("2 Tier", "tier 2"));
    assert!(!same_party("Tier 2", "Tier 3"));
    assert!(!same_party("Tim", "Agent"));
    assert!(alike("Apakah masik terhubung?", "Apakah masih terthubung?"));
    assert!(!alike("Ya", "Tidak"));
}

#[test]
fn who_acts_is_a_subject_not_whom_it_is_done_to() {
    let mut names = Names::default();
    ["Agent", "Tier 2", "Pihak Terkait", "Counter", "Supplier"].into_iter().for_each(|n| names.add(n));
    let acts = |text: &str| names.actor(text).map(str::to_owned);
    assert_eq!(acts("Tiem terkait menerima tiket dari team tier 2").as_deref(), Some("Pihak Terkait"));
    assert_eq!(
        acts("Apabila tidak selesai oleh tiem tier 2, dikirim ke tim terkait").as_deref(),
        Some("Tier 2")
    );
    assert_eq!(acts("Jika diam, agent harus bertanya").as_deref(), Some("Agent"));
    assert_eq!(acts("Perlukah eskalasi ke tim terkait?"), None);
    assert_eq!(acts("The Counter calls the Supplier").as_deref(), Some("Counter"));
    assert_eq!(acts("Ask the supplier for a part"), None);
}
