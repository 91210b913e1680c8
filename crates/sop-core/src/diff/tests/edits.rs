//! Edits of the first revision, one idea each.

/// A name, and what is replaced by what.
pub(super) type Edit = (&'static str, &'static [(&'static str, &'static str)]);

/// Edits that need each other's names stand together in one.
pub(super) const EDITS: &[Edit] = &[
    // The document.
    (
        "revision of the document",
        &[
            ("revision 01", "revision 02"),
            ("effective 2024-01-01", "effective 2025-01-01"),
            ("on 2023-12-01", "on 2024-12-01"),
            ("made by \"Ani\"", "approved by \"Budi\" as \"Kepala\" on 2024-12-02 made by \"Ani\""),
        ],
    ),
    (
        "sections and clauses",
        &[
            ("page 3 to 4", "page 3 to 5"),
            (
                "clause 2/1 step page 3 by agent \"salam\" { fingerprint \"sha256:00\" duration 1m phrase \"Masih di sana?\" party \"Agen\" }",
                "clause 2/1 note page 4 by leader \"salam pembuka\" { fingerprint \"sha256:01\" duration 2m time 06:00 date 2024-01-01 answer \"Ya\" application \"Omni\" }",
            ),
            (
                "    clause 3/1 policy page 5 \"tiket dicatat\"\n",
                "    clause 3/2 policy page 5 \"tiket ditutup\"\n",
            ),
        ],
    ),
    // The vocabulary.
    ("time zone", &[("+07:00 \"WIB\"", "+08:00 \"WITA\"")]),
    (
        "a lane that is new, one that is gone, one with another name",
        &[
            (
                "lane helper \"Pembantu\" { assumed \"contoh\" }",
                "lane tier2 \"Tier 2\" { assumed \"contoh\" }",
            ),
            ("lane leader", "lane chief"),
            ("by leader", "by chief"),
            ("tell leader", "tell chief"),
        ],
    ),
    (
        "label and grounds",
        &[("\"Agen\" { cites 2/1 \"peran\" }", "\"Agen layanan\" { assumed \"tidak tertulis\" }")],
    ),
    ("retired system", &[("\"Perekam\" { assumed", "\"Perekam\" { retired in revision 02 assumed")]),
    (
        "event",
        &[
            (
                "carries text: text, at: moment  breaks silence",
                "carries at: moment, text: text, channel: text",
            ),
            ("event left \"Nasabah pergi\" {", "event left \"Nasabah pergi\" { breaks silence "),
        ],
    ),
    ("order of fields", &[("carries text: text, at: moment", "carries at: moment, text: text")]),
    (
        "action",
        &[
            ("limit 10s  retries 3 times every 2s doubling", "limit 20s  retries 5 times every 1s"),
            ("gives found: text, source: text", "gives found: text, source: number"),
        ],
    ),
    ("no limit, no retries", &[("limit 10s  retries 3 times every 2s doubling", "")]),
    (
        "words of messages",
        &[
            ("Selamat datang, {customer}.", "Halo, {customer}!"),
            ("  en \"Welcome, {customer}.\"", ""),
            ("id \"Terlalu lama.\"", "id \"Terlalu lama.\" en \"Too slow.\""),
        ],
    ),
    (
        "settings",
        &[
            ("default 3d", "default 2d"),
            ("number \"Tingkat terendah\" { default 1", "duration \"Tingkat terendah\" {"),
            (
                "calendar holidays",
                "setting visits: number \"Kunjungan\" { assumed \"contoh\" }\ncalendar holidays",
            ),
        ],
    ),
    (
        "calendar",
        &[
            ("keputusan bersama", "keputusan presiden"),
            ("covers 2024 to 2025", "covers 2024 to 2026"),
            ("2025-01-01 \"Tahun Baru 2025\"", "2025-01-02 \"Cuti\""),
            ("2024-01-01 \"Tahun Baru\"", "2024-01-01 \"Tahun Baru 2024\""),
        ],
    ),
    (
        "hours",
        &[(
            "monday to friday 08:00 to 17:00  closed on holidays",
            "monday to friday 08:00 to 16:00 saturday 08:00 to 12:00",
        )],
    ),
    (
        "table rows",
        &[
            (
                "row 06:00 to 18:00 -> day_words  cites 2/1 \"siang\"",
                "row 05:00 to 18:00 -> day_words  cites 2/1 \"pagi dan siang\"",
            ),
            ("row 18:00 to 06:00 -> night_words", "row 18:00 to 05:00 -> night_words"),
        ],
    ),
    ("table edge through", &[("row 06:00 to 18:00", "row 06:00 through 18:00")]),
    (
        "table results",
        &[
            ("row 06:00 to 18:00 -> day_words", "row 06:00 to 18:00 -> night_words"),
            (
                "row below 10 | no -> low assumed \"contoh\"",
                "row below 5 | no -> low assumed \"contoh\" row 5 through 9 | no -> high assumed \"contoh\"",
            ),
            ("row 18:00 to 06:00 -> night_words  assumed \"malam\"", ""),
        ],
    ),
    ("choices of a table", &[("gives one of {low \"Rendah\"", "gives one of {low \"Kecil\"")]),
    (
        "table columns and type",
        &[
            ("columns amount | urgent", "columns urgent | amount"),
            ("row any | yes", "row yes | any"),
            ("row below 10 | no", "row no | below 10"),
            ("row 10 or more | no", "row no | 10 or more"),
            (
                "gives one of {low \"Rendah\", high \"Tinggi\"}\n    assumed",
                "gives one of {high \"Tinggi\", low \"Rendah\"}\n    assumed",
            ),
        ],
    ),
    // Names.
    ("a step with another name", &[("step identify by", "step write_need by")]),
    (
        "a step that becomes another",
        &[
            ("step identify by", "step write_need by"),
            ("cites 1 \"alur\"", "cites 1 \"alur\" step identify becomes write_need"),
        ],
    ),
    (
        "a step merged into another",
        &[
            ("        step by_hand by agent \"Mencari sendiri\" { assumed \"contoh\"  fill found }\n", ""),
            ("failed -> by_hand", "failed -> record"),
            ("cites 1 \"alur\"", "cites 1 \"alur\" step by_hand becomes record"),
        ],
    ),
    (
        "a stage, a fact and an end with other names",
        &[
            ("stage talk ", "stage conversation "),
            ("resume talk", "resume conversation"),
            ("end gone ", "end went_away "),
            ("-> gone", "-> went_away"),
            ("tries: number", "attempts: number"),
            ("set tries", "set attempts"),
            ("when tries", "when attempts"),
        ],
    ),
    ("a flow with another name", &[("flow later", "flow wait_long")]),
    (
        "a flow that is new and one that is gone",
        &[
            ("flow later \"Menunggu lama\"", "flow stamps \"Cap pos\""),
            ("visit_day \"Menunggu hari kunjungan\"", "stamp_day \"Mengecap\""),
            ("for_ever by agent \"Menunggu kabar\"", "posted by agent \"Dikirim\""),
            ("end done \"Selesai\" { assumed \"contoh\" }", "end sent \"Terkirim\" { assumed \"contoh\" }"),
            ("-> done", "-> sent"),
        ],
    ),
    // Steps.
    (
        "label, lane, systems",
        &[(
            "step greet by agent using omni \"Menyapa nasabah\"",
            "step greet by leader using phone \"Menyapa dengan ramah\"",
        )],
    ),
    (
        "what is said, filled in and done",
        &[
            ("cites 1 \"salam\"  say hello", "cites 1 \"salam\"  say slow"),
            ("fill need, via", "fill need, via, said"),
            ("set tries to 1", "set tries to 2"),
        ],
    ),
    (
        "a step that is a decision now",
        &[(
            "step by_hand by agent \"Mencari sendiri\" { assumed \"contoh\"  fill found }",
            "decide by_hand by agent \"Mencari sendiri?\" { assumed \"contoh\" yes -> solved no -> solved }",
        )],
    ),
    (
        "action, what it gets and what is kept",
        &[
            ("do look_up(need, customer) as search", "do look_up(customer, need) as search"),
            ("keep found  failed", "keep found  keep source as said  failed"),
        ],
    ),
    (
        "another action",
        &[(
            "do look_up(need, customer) as search by agent \"Mencari\" { assumed \"contoh\"  keep found ",
            "do print(need) as search by agent \"Mencari\" { assumed \"contoh\" ",
        )],
    ),
    (
        "answer kept nowhere",
        &[
            ("solved: yes_no, ", ""),
            (
                "rule recorded",
                "rule unknown \"Baru\" for chat { always record assumed \"contoh\" } rule recorded",
            ),
        ],
    ),
    ("another flow is started", &[("start help(need) as raise", "start help(customer) as raise")]),
    (
        "a step between two others",
        &[(
            "        decide solved by agent",
            "        step sum_up by agent \"Menyimpulkan\" { assumed \"contoh\" }\n        decide solved by agent",
        )],
    ),
    (
        "a step that is gone",
        &[
            (
                "        step greet by agent using omni \"Menyapa nasabah\" { cites 1 \"salam\"  say hello  note \"singkat\" }\n",
                "",
            ),
            ("greet is followed", "identify is followed"),
        ],
    ),
    // Arrows.
    (
        "answers lead elsewhere",
        &[(
            "yes \"Sudah\" -> enough cites 2 \"ya\"  no -> raise",
            "yes \"Beres\" -> record cites 2 \"ya, beres\"  no -> enough",
        )],
    ),
    ("an action's failure", &[("  failed -> by_hand assumed \"gagal\"", "")]),
    (
        "an event that is new",
        &[("after 1m -> gone assumed", "on left -> record assumed \"contoh\" after 1m -> gone assumed")],
    ),
    (
        "an event that is gone, and what is kept",
        &[
            ("        on replied keep text as said -> resume talk assumed \"contoh\"\n", ""),
            ("refused -> both", "refused keep note as found -> both"),
        ],
    ),
    (
        "conditions",
        &[
            ("amount is at least 10", "amount is at least 20"),
            ("when tries is more than 2 -> record", "when tries is more than 2 -> gone"),
        ],
    ),
    (
        "the order of conditions",
        &[
            ("        when amount is at least 10 -> both assumed \"besar\"\n", ""),
            (
                "        otherwise -> record assumed \"lain\"",
                "        when amount is at least 10 -> both assumed \"besar\"\n        otherwise -> record assumed \"lain\"",
            ),
        ],
    ),
    (
        "a condition that is new, an outcome that is gone",
        &[
            (
                "otherwise -> record assumed \"lain\"",
                "when tries is 0 -> both assumed \"nol\" otherwise -> record assumed \"lain\"",
            ),
            ("        cancelled -> both assumed \"contoh\"\n", ""),
        ],
    ),
    // Times.
    (
        "times",
        &[
            ("silent for 1m", "silent for 2m"),
            ("within 25m else tell", "within 20m else tell"),
            ("within 2h else", "within 3h of office else"),
            ("within 5m else tell", "within 10m else tell"),
            ("within 30m else", "within answer_limit else"),
            ("after 1d -> both", "after 2d -> both"),
            ("at visit - 2h", "at visit - 1h"),
        ],
    ),
    (
        "times that lead elsewhere too",
        &[("after 1m -> gone", "after 2m -> record"), ("within 2h else -> gone", "within 2h else -> record")],
    ),
    (
        "reminders",
        &[
            ("within 25m else tell leader slow", "within 25m else tell leader hurry"),
            ("            within 5m else tell leader slow assumed \"contoh\"\n", ""),
            (
                "say hello\n        on replied",
                "say hello within 30s else tell leader hurry assumed \"contoh\"\n        on replied",
            ),
        ],
    ),
    (
        "a wait without limit, and one with it",
        &[
            ("after 1d -> done assumed \"contoh\" }", "without limit }"),
            ("after 1d -> both assumed \"contoh\"", "without limit"),
        ],
    ),
    // Stages and branches.
    (
        "interruptions",
        &[
            ("when left -> gone", "when left -> record"),
            ("        when shouted -> calm assumed \"marah\"\n", ""),
            (
                "when silent for 1m -> ask cites 2 \"diam\"",
                "when silent for 1m -> ask cites 2 \"diam\" when replied keep text as said -> record assumed \"contoh\"",
            ),
        ],
    ),
    (
        "a step out of its stage",
        &[(
            "        decide solved by agent \"Terjawab?\" { assumed \"contoh\"  yes \"Sudah\" -> enough cites 2 \"ya\"  no -> raise assumed \"tidak\" }\n    }\n",
            "    }\n        decide solved by agent \"Terjawab?\" { assumed \"contoh\"  yes \"Sudah\" -> enough cites 2 \"ya\"  no -> raise assumed \"tidak\" }\n",
        )],
    ),
    (
        "a stage around other steps",
        &[
            (
                "    step record by agent",
                "    stage closing_time \"Penutupan\" { assumed \"contoh\" when left -> gone assumed \"contoh\"\n    step record by agent",
            ),
            ("say closing(now) }", "say closing(now) } }"),
        ],
    ),
    (
        "a stage that is gone",
        &[
            (
                "    stage talk \"Percakapan\" {\n        assumed \"contoh\"\n        when silent for 1m -> ask cites 2 \"diam\"\n        when left -> gone assumed \"pergi\"\n        when shouted -> calm assumed \"marah\"\n        within 25m else tell leader slow assumed \"contoh\"\n        within 2h else -> gone assumed \"contoh\"\n",
                "",
            ),
            ("no -> raise assumed \"tidak\" }\n    }", "no -> raise assumed \"tidak\" }"),
            ("resume talk", "greet"),
        ],
    ),
    (
        "branches",
        &[
            ("branch write \"Catatan\"", "branch paper \"Kertas\""),
            ("branch inform \"Kabar\"", "branch inform \"Kabar baik\""),
            ("join all", "join any"),
        ],
    ),
    (
        "a branch begins elsewhere",
        &[(
            "step note_down by leader \"Menulis\" { assumed \"contoh\" }",
            "step read_up by leader \"Membaca\" { assumed \"contoh\" } step note_down by leader \"Menulis\" { assumed \"contoh\" }",
        )],
    ),
    // The flow.
    (
        "facts",
        &[
            (
                "takes customer: text, amount: number",
                "takes customer: text, amount: number, branch_code: text",
            ),
            ("tries: number", "tries: text"),
            ("set tries to 1", "set tries to \"1\""),
            ("        when tries is more than 2 -> record assumed \"sering\"\n", ""),
            ("mail \"Surat\"", "mail \"Surat pos\""),
        ],
    ),
    (
        "a fact is given at the start",
        &[
            ("takes customer: text, amount: number", "takes customer: text, amount: number, said: text"),
            (", said: text\n    gives", "\n    gives"),
            ("keep text as said ", ""),
        ],
    ),
    (
        "what the flow follows, gives, begins with",
        &[
            ("follows SOP.01 section 2", "follows SOP.01 section 2, 3"),
            ("gives found, need", "gives found"),
            ("    start help(need) as raise", "    start help(need) as raise"),
            ("cites 1 \"alur\"", "cites 2/1 \"alur\""),
            ("note \"Alur utama.\"", "note \"Alur terpenting.\""),
            (
                "flow later \"Menunggu lama\" {\n    takes visit: moment\n    assumed \"contoh\"\n",
                "flow later \"Menunggu lama\" {\n    takes visit: moment\n    assumed \"contoh\"\n    step welcome by agent \"Menyambut\" { assumed \"contoh\" }\n",
            ),
            ("cites 1 \"salam\"", "cites 2/1 \"salam\""),
            ("cites 2 \"diam\"", "cites 2/2 \"diam\""),
            ("cites 2 \"ya\"", "cites 2/2 \"ya\""),
        ],
    ),
    ("notes", &[("  note \"singkat\"", ""), ("note \"Alur utama.\"", "note \"Alur utama.\" note \"Baru.\"")]),
    (
        "grounds from assumed to cited",
        &[
            (
                "\"Mencatat kebutuhan\" {\n            assumed \"contoh\"",
                "\"Mencatat kebutuhan\" {\n            cites 2 \"tertulis\" derived from 3/1",
            ),
            ("no -> raise assumed \"tidak\"", "no -> raise derived from 3/1 \"tiket\""),
        ],
    ),
    // Rules and scenarios.
    (
        "rules",
        &[
            ("never end handled before record", "never end before record"),
            ("within 1h  watched \"bergantung pada orang\"", "within 30m"),
            ("greet is followed by record", "greet or identify is followed by record"),
            (
                "rule quick",
                "rule once \"Sekali\" for help { at most once write_it  assumed \"contoh\" }\nrule quick",
            ),
        ],
    ),
    (
        "a rule for other flows",
        &[
            (
                "rule recorded \"Selalu dicatat\" for chat { never end handled before record",
                "rule recorded \"Selalu dicatat\" for chat, later { never end",
            ),
            (
                "rule quick \"Cepat dicatat\" for chat { greet is followed by record within 1h  watched \"bergantung pada orang\"  assumed \"contoh\" }\n",
                "",
            ),
        ],
    ),
    (
        "scenarios",
        &[
            ("answer can no", "advance 1m answer can no"),
            (
                "expect ended refused\n}",
                "expect ended refused\n}\nscenario other \"Lain\" for help at 2024-01-02 09:00 { with need \"x\" expect open }",
            ),
        ],
    ),
];
