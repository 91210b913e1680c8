//! In which language the program speaks, and its own texts. Chosen once, before anything is said.

use sop::diagnostic::{Lang, Speaker, Words};
use std::ffi::OsString;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Texts of the program itself, beside those of the language.
const ID: &[&str] = &[
    include_str!("../locales/id/cli.ftl"),
    include_str!("../locales/id/desk.ftl"),
    include_str!("../locales/id/document.ftl"),
    include_str!("../locales/id/help.ftl"),
];
const EN: &[&str] = &[
    include_str!("../locales/en/cli.ftl"),
    include_str!("../locales/en/desk.ftl"),
    include_str!("../locales/en/document.ftl"),
    include_str!("../locales/en/help.ftl"),
];

static INDONESIAN: AtomicBool = AtomicBool::new(false);
static SPEAKER_ID: LazyLock<Speaker> = LazyLock::new(|| Speaker::with(Lang::Id, ID));
static SPEAKER_EN: LazyLock<Speaker> = LazyLock::new(|| Speaker::with(Lang::En, EN));

/// Speaks this language from now on.
pub(crate) fn speak(lang: Lang) {
    INDONESIAN.store(lang == Lang::Id, Ordering::Relaxed);
}

/// The language of everything that the program says.
pub(crate) fn lang() -> Lang {
    if INDONESIAN.load(Ordering::Relaxed) { Lang::Id } else { Lang::En }
}

/// The language that the command line asks for, else the surroundings. The help is said in it, so it is looked for
/// before the command line is understood.
pub(crate) fn asked(args: impl IntoIterator<Item = OsString>) -> Lang {
    let mut args = args.into_iter().map(|a| a.to_string_lossy().into_owned());
    while let Some(arg) = args.next() {
        let value =
            if arg == "--lang" { args.next() } else { arg.strip_prefix("--lang=").map(str::to_owned) };
        if let Some(lang) = value.and_then(|v| Lang::of_locale(&v)) {
            return lang;
        }
    }
    Lang::chosen(|name| std::env::var(name).ok())
}

/// Says words in the program's language.
#[expect(clippy::needless_pass_by_value, reason = "words are made where they are said")]
pub(crate) fn say(words: Words) -> String {
    say_in(lang(), &words)
}

/// Says words in a language.
pub(crate) fn say_in(lang: Lang, words: &Words) -> String {
    match lang {
        Lang::Id => SPEAKER_ID.say(words),
        Lang::En => SPEAKER_EN.say(words),
    }
}
