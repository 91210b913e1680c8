//! Why a case can't be moved to another revision, in words that a process owner understands.

use crate::kernel::{Named, Reason};

/// The reason in a sentence: Indonesian (`id`) or, for every other code, English.
pub fn reason(reason: &Reason, language: &str) -> String {
    if language == "id" { indonesian(reason) } else { english(reason) }
}

/// What people read, and the name by which it is found in the book.
pub fn place(named: &Named) -> String {
    if named.label.is_empty() {
        format!("`{}`", named.name)
    } else {
        format!("“{}” (`{}`)", named.label, named.name)
    }
}

fn indonesian(reason: &Reason) -> String {
    match reason {
        Reason::NotOpen => "kasus ini tidak sedang berjalan".to_owned(),
        Reason::FlowGone { flow } => format!("alur {} tidak ada lagi dalam revisi baru", place(flow)),
        Reason::NodeGone { node } => format!(
            "kasus ini berada di {}, yang tidak ada lagi dalam revisi baru; tulis menjadi apa langkah itu: `step {} becomes …`",
            place(node),
            node.name
        ),
        Reason::NodeChanged { node, now } => format!(
            "kasus ini berada di {}, yang dalam revisi baru menjadi pekerjaan jenis lain: {}",
            place(node),
            place(now)
        ),
        Reason::ActionChanged { node } => format!(
            "tindakan di {} sedang berjalan, sedangkan revisi baru melakukan tindakan lain di sana",
            place(node)
        ),
        Reason::ChildChanged { node } => {
            format!("di {} kasus ini menunggu kasus lain yang tidak dimulai oleh revisi baru", place(node))
        }
        Reason::StageNotResumed { stage } => format!(
            "tahap {} sedang diinterupsi, dan revisi baru tidak pernah kembali ke tahap itu",
            place(stage)
        ),
        Reason::BranchesChanged { node } => {
            format!("kasus ini berada di {}, di dalam cabang yang susunannya berubah", place(node))
        }
        Reason::FactChanged { fact } => {
            format!("isi fakta {} tidak sesuai lagi dengan jenisnya yang baru", place(fact))
        }
        Reason::FactNotTaken { fact } => format!(
            "revisi baru menerima fakta {} pada awal kasus, sedangkan kasus ini tidak pernah diberi",
            place(fact)
        ),
        Reason::FactMissing { fact, node } => format!(
            "revisi baru membaca fakta {} di {}, sedangkan kasus ini mungkin belum mengetahuinya di sana",
            place(fact),
            place(node)
        ),
        Reason::EndGone { node, end } => format!(
            "kasus yang dimulai di {} sudah berakhir dengan {}, yang tidak dikenal lagi oleh revisi baru",
            place(node),
            place(end)
        ),
        Reason::NoTime { node } => {
            format!("batas waktu yang baru di {} tidak dapat dihitung untuk kasus ini", place(node))
        }
        Reason::NoPlace { what } => {
            format!("keadaan kasus ini tidak mendapat tempat dalam revisi baru ({what})")
        }
    }
}

fn english(reason: &Reason) -> String {
    match reason {
        Reason::NotOpen => "this case is not under way".to_owned(),
        Reason::FlowGone { flow } => format!("the flow {} is gone from the new revision", place(flow)),
        Reason::NodeGone { node } => format!(
            "this case stands at {}, which is gone from the new revision; say what it is now: `step {} becomes …`",
            place(node),
            node.name
        ),
        Reason::NodeChanged { node, now } => format!(
            "this case stands at {}, which is work of another kind in the new revision: {}",
            place(node),
            place(now)
        ),
        Reason::ActionChanged { node } => {
            format!("the action at {} is under way, and the new revision does another there", place(node))
        }
        Reason::ChildChanged { node } => {
            format!("at {} this case waits for another that the new revision does not start", place(node))
        }
        Reason::StageNotResumed { stage } => {
            format!("the stage {} is interrupted, and the new revision never goes back to it", place(stage))
        }
        Reason::BranchesChanged { node } => {
            format!("this case stands at {}, inside branches that are arranged otherwise now", place(node))
        }
        Reason::FactChanged { fact } => {
            format!("what this case knows of {} doesn't fit the fact's new type", place(fact))
        }
        Reason::FactNotTaken { fact } => format!(
            "the new revision takes {} when a case begins, and this case was never given it",
            place(fact)
        ),
        Reason::FactMissing { fact, node } => format!(
            "the new revision reads {} at {}, and this case may not know it there",
            place(fact),
            place(node)
        ),
        Reason::EndGone { node, end } => format!(
            "the case that was started at {} has ended with {}, which the new revision does not know",
            place(node),
            place(end)
        ),
        Reason::NoTime { node } => {
            format!("the new time limit at {} can't be worked out for this case", place(node))
        }
        Reason::NoPlace { what } => {
            format!("the new revision has no place for what this case does ({what})")
        }
    }
}

#[cfg(test)]
mod tests;
