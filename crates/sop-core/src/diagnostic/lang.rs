//! The languages that the product speaks to process owners, and how one is chosen.

use serde::Serialize;

/// A language that every text is there in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Indonesian, the language of the procedures.
    #[default]
    Id,
    /// English.
    En,
}

/// Where a language is looked for, the first one that says something wins.
const VARIABLES: &[&str] = &["SOP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"];

impl Lang {
    /// Every language.
    pub const ALL: &'static [Self] = &[Self::Id, Self::En];

    /// `id` or `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }

    /// The language of a locale such as `id_ID.UTF-8`, `in` (its name of old) or `en`; `None` for all others.
    pub fn of_locale(locale: &str) -> Option<Self> {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "id" | "in" | "ind" => Some(Self::Id),
            "en" | "eng" => Some(Self::En),
            _ => None,
        }
    }

    /// The language that surroundings ask for: `SOP_LANG`, else the first of `LC_ALL`, `LC_MESSAGES`, `LANG` that isn't
    /// empty. English where that is none of ours.
    ///
    /// ```
    /// use sop_core::diagnostic::Lang;
    /// let lang = |set: &[(&str, &str)]| {
    ///     Lang::chosen(|name| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    /// };
    /// assert_eq!(lang(&[]), Lang::En);
    /// assert_eq!(lang(&[("LANG", "id_ID.UTF-8")]), Lang::Id);
    /// assert_eq!(lang(&[("LANG", "id_ID.UTF-8"), ("LC_ALL", "C")]), Lang::En);
    /// assert_eq!(lang(&[("LANG", "id_ID.UTF-8"), ("SOP_LANG", "en")]), Lang::En);
    /// ```
    pub fn chosen(variable: impl Fn(&str) -> Option<String>) -> Self {
        let said = VARIABLES.iter().find_map(|name| variable(name).filter(|value| !value.is_empty()));
        said.and_then(|locale| Self::of_locale(&locale)).unwrap_or(Self::En)
    }
}
