//! What the reference's examples stand in.

/// What they speak of.
pub(super) const BOOK: &str = r#"
time zone +07:00 "WIB"
document SOP.01 "Pelayanan Nasabah" {
    revision 02
    section 5   "Kebijakan" page 1
    section 6   "Definisi"  page 2
    section 8.5 "Live chat" page 13 to 14
    clause 5.3    policy     page 1  "agent boleh meminta bantuan"
    clause 6.2    definition page 2  "supervisor"
    clause 8.5/2a note       page 14 "setelah 1 menit, tanyakan lagi"
    clause 8.5/p4 decision   page 13 "terjawab atau tidak"
}
lane agent "Agent"
lane tier2 "Tier 2"
lane team_leader "Team Leader"
system omni "Omni Channel"
system phone "Telepon"
event customer_replied "Nasabah membalas" { carries text: text  breaks silence }
event customer_left "Nasabah pergi"
event call_dropped "Sambungan terputus" { carries reason: text }
event ticket_closed "Tiket ditutup" { carries ticket_number: text, result: text }
action create_ticket "Membuat tiket" { takes customer: text, need: text  gives ticket_number: text }
message opening "Salam" { takes customer: text, agent_name: text  id "Halo {customer}, saya {agent_name}." }
message hello "Halo" { takes customer: text  id "Halo {customer}." }
message overdue "Terlambat" { id "Terlambat." }
message goodbye_words "Penutup" { id "Terima kasih." }
setting sla: duration "SLA"
setting tries_max: number "Percobaan" { default 3 }
calendar holidays "Hari libur" { covers 2024 to 2024  2024-01-01 "Tahun Baru" }
hours office "Jam kerja" { monday to friday 08:00 to 17:00  closed on holidays }
table closing "Salam penutup" { takes at: moment  gives message  columns time of at  row any -> goodbye_words }
flow ticket "Tiket" {
    takes customer: text, need: text
    keeps result: text
    gives result
    step settle by tier2 "Menyelesaikan" { fill result }
    end closed "Ditutup"
}
flow verify "Verifikasi" {
    takes customer: text
    keeps matches: yes_no
    gives matches
    decide matches by agent "Sesuai?" { yes -> verified  no -> refused }
    end verified "Sesuai"
    end refused "Tidak sesuai"
}
"#;

/// Before an example of statements: a flow that knows some facts.
pub(super) const BEFORE: &str = r#"
flow example "Contoh" {
    follows SOP.01 section 8.5
    takes customer: text, agent_name: text, visit: moment
    keeps need: text, needs: list of text, tries: number, result: text, ticket_number: text, last_words: text,
          promised: moment, solvable: yes_no, urgency: one of {low "Biasa", high "Mendesak"}
    step work by agent "Mengerjakan" {
        fill need, needs, tries, result, urgency
        within 1d else -> close
    }
"#;

/// Behind it.
pub(super) const AFTER: &str = r#"
    step close by agent "Menutup"
    end done "Selesai"
}
"#;
