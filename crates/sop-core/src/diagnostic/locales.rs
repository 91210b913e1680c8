//! The texts of every area, as they were compiled in: `locales/LANGUAGE/AREA.ftl`.
//!
//! A new area is one word here and a file for each language.

use super::Lang;

macro_rules! areas {
    ($($name:literal),+ $(,)?) => {
        /// The texts of each area in both languages.
        const AREAS: &[(&str, &str)] = &[$((
            include_str!(concat!("../../locales/id/", $name, ".ftl")),
            include_str!(concat!("../../locales/en/", $name, ".ftl")),
        )),+];
    };
}

#[rustfmt::skip] // one a line, so that two who add an area don't meet
areas![
    "check",
    "codes",
    "conform",
    "diff",
    "doubles",
    "explain",
    "findings",
    "kinds",
    "resolve",
    "scenario",
    "soundness",
    "syntax",
];

/// The texts of one language.
pub(super) fn texts(lang: Lang) -> impl Iterator<Item = &'static str> {
    AREAS.iter().map(move |(id, en)| match lang {
        Lang::Id => *id,
        Lang::En => *en,
    })
}
