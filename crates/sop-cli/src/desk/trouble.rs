//! What goes wrong at the desk, in words that an agent understands.

use super::command::NotACommand;
use sop::EngineError;
use sop::engine::{FieldError, FieldErrors};
use sop::kernel::Rejected;

/// What the engine refused.
pub(crate) fn engine(error: &EngineError) -> String {
    match error {
        EngineError::UnknownCase(case) => format!("tidak ada kasus {}", case.0),
        EngineError::UnknownFlow(name) => format!("tidak ada alur `{name}`"),
        EngineError::UnknownEvent(name) => format!("tidak ada peristiwa `{name}`"),
        EngineError::UnknownAnswer { node, answer, known } => {
            format!("`{node}` tidak dapat dijawab `{answer}`; jawabannya: {}", known.join(", "))
        }
        EngineError::Fields(FieldErrors(fields)) => fields.iter().map(field).collect::<Vec<_>>().join("; "),
        EngineError::Rejected { case, source } => match rejected(source) {
            Some(why) => why.to_owned(),
            None => format!("kasus {} tidak menerimanya: {source}", case.0),
        },
        EngineError::Store(error) => format!("penyimpanan gagal, belum ada yang berubah: {error}"),
        EngineError::Closed => "program sedang ditutup".to_owned(),
        other => other.to_string(),
    }
}

fn rejected(why: &Rejected) -> Option<&'static str> {
    Some(match why {
        Rejected::CaseOver => "kasus ini sudah selesai",
        Rejected::TaskNotOpen(_) => {
            "tugas ini tidak terbuka lagi: sudah dikerjakan, atau percakapan berpindah ke langkah lain"
        }
        Rejected::WrongTaskKind(_) => {
            "tugas ini diminta dengan cara lain: `do` untuk langkah, `answer` untuk keputusan"
        }
        Rejected::EventNotExpected(_) => "peristiwa ini tidak ditunggu sekarang",
        Rejected::CallNotAwaited(_) => "tindakan ini tidak ditunggu lagi",
        Rejected::CallNotFailed(_) => "tindakan ini tidak gagal, jadi tidak perlu dicoba lagi",
        Rejected::TimerNotArmed(_) | Rejected::TimerNotDue { .. } => "hitungan waktu itu tidak berlaku lagi",
        _ => return None,
    })
}

fn field(error: &FieldError) -> String {
    match error {
        FieldError::Missing { field, .. } => format!("`{field}` belum diisi"),
        FieldError::Unknown { field, .. } => format!("`{field}` tidak diminta di sini"),
        FieldError::WrongType { field, found, .. } => format!("`{field}` tidak dapat diisi dengan {found}"),
        other => other.to_string(),
    }
}

/// A line that is no command.
pub(crate) fn command(error: &NotACommand) -> String {
    match error {
        NotACommand::Unknown(word) => format!("`{word}` bukan perintah; ketik sebuah nomor, atau `help`"),
        NotACommand::Missing { word, .. } => {
            format!("perintah `{word}` belum lengkap; `help` menjelaskannya")
        }
        NotACommand::NotAPair(word) => format!("`{word}` seharusnya berbentuk NAMA=ISI"),
        NotACommand::OpenQuote => "tanda petik belum ditutup".to_owned(),
        NotACommand::NotALength(text) => {
            format!("`{text}` bukan lama waktu; tulis seperti `30s`, `1m`, `2h`")
        }
        NotACommand::TooMuch(word) => format!("`{word}` berlebih pada perintah ini"),
    }
}

#[cfg(test)]
mod tests;
