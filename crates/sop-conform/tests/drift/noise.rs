//! Changes that a scanner makes and nobody would call one.

use super::register::Adopted;

type Outcome = (usize, Vec<String>);

fn silent(adopted: &Adopted, text: &str, what: &str) -> Option<String> {
    let changes = adopted.changes(text);
    (!changes.is_empty()).then(|| format!("{what}: {changes:.900?}"))
}

fn lines(text: &str, of: impl Fn(&str) -> String) -> String {
    text.split('\n').map(of).collect::<Vec<_>>().join("\n")
}

/// Noise all over the text.
pub(crate) fn noise(text: &str) -> Outcome {
    let adopted = Adopted::of(text);
    let quotes = |to: (&str, &str)| {
        let mut open = false;
        let text = text.replace("\"\"", "\"");
        let mut out = String::new();
        for c in text.chars() {
            if matches!(c, '"' | '“' | '”') {
                open = !open;
                out.push_str(if open { to.0 } else { to.1 });
            } else {
                out.push(c);
            }
        }
        out
    };
    let all = [
        ("two spaces", text.replace(' ', "  ")),
        ("hard spaces", text.replace(' ', "\u{a0}")),
        ("spaces at the ends", lines(text, |l| if l.is_empty() { l.to_owned() } else { format!("{l}  ") })),
        ("lines end as in Windows", text.replace('\n', "\r\n")),
        ("a mark of its order of bytes", format!("\u{feff}{text}")),
        ("quotes doubled", quotes(("\"\"", "\"\""))),
        ("quotes single", quotes(("\"", "\""))),
        ("quotes curled", quotes(("“", "”"))),
        ("quotes pointed", quotes(("«", "»"))),
        ("quotes lost", quotes(("", ""))),
        ("long dashes", text.replace(" - ", " – ")),
        ("short dashes", text.replace('–', "-")),
        ("zero width", text.replace("an ", "a\u{200b}n ")),
        ("ligatures", text.replace("fi", "ﬁ")),
        ("stops lost", text.replace(".\n\n", "\n\n")),
        ("empty lines at the end", format!("{text}\n\n\n")),
        ("a stray bar", text.replace(", ", ", ¦ ")),
        ("soft hyphens", text.replace("tion", "ti\u{ad}on")),
    ];
    let faults = all.iter().filter_map(|(what, noisy)| silent(&adopted, noisy, what)).collect();
    (all.len(), faults)
}

/// A line is broken at a space, once in each line.
pub(crate) fn line_breaks(text: &str) -> Outcome {
    let adopted = Adopted::of(text);
    let all: Vec<&str> = text.split('\n').collect();
    let mut faults = Vec::new();
    let mut tried = 0;
    for clause in &adopted.read.clauses {
        let i = clause.line as usize - 1;
        let line = all[i];
        // A heading has no clause; a bar's cell can't be broken; a box is broken in its own test.
        if line.starts_with('|') || clause.in_column && clause.number.is_none() {
            continue;
        }
        let spaces: Vec<usize> = line
            .match_indices(' ')
            .map(|(at, _)| at)
            .filter(|at| line[..*at].split(['\t', ' ']).filter(|w| w.len() > 3).count() > 1)
            .collect();
        // In the last cell, from a third on.
        let from = line.rfind('\t').unwrap_or(0);
        for at in spaces.iter().copied().filter(|at| *at > from).step_by(3) {
            let broken = format!("{}\n{}", &line[..at], &line[at + 1..]);
            let mut with = all.clone();
            with[i] = &broken;
            tried += 1;
            faults.extend(silent(
                &adopted,
                &with.join("\n"),
                &format!("{} after {:?}", clause.id, &line[from..at]),
            ));
        }
    }
    (tried, faults)
}
