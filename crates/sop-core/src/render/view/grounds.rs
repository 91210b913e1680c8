//! How well something is grounded in the document: the strongest ground counts, its clause is shown.

use crate::model::Ground;

/// From the strongest to none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::render) enum Strength {
    /// The section itself says so.
    Cited,
    /// Another clause says so.
    Derived,
    /// The process owner must confirm it.
    Assumed,
    /// Nothing is claimed.
    #[default]
    Unsaid,
}

impl Strength {
    /// The word in classes and data.
    pub(in crate::render) const fn word(self) -> &'static str {
        match self {
            Self::Cited => "cited",
            Self::Derived => "derived",
            Self::Assumed => "assumed",
            Self::Unsaid => "unsaid",
        }
    }
}

/// The grounds of one item, in short.
#[derive(Clone, Debug, Default)]
pub(in crate::render) struct Grounds {
    pub(in crate::render) strength: Strength,
    /// The clause of the strongest ground; empty for assumed.
    pub(in crate::render) clause: String,
    /// Further grounds of the same strength.
    pub(in crate::render) more: usize,
    /// All of them, in the source's order.
    pub(in crate::render) all: Vec<Ground>,
}

impl Grounds {
    /// Sums grounds up. A clause of the one section that the flow follows is shown without the section's number.
    pub(super) fn new(grounds: &[Ground], follows: &[String]) -> Self {
        let cited = |g: &Ground| match g {
            Ground::Cited { clause, .. } => Some(clause.clone()),
            _ => None,
        };
        let derived = |g: &Ground| match g {
            Ground::Derived { clause, .. } => Some(clause.clone()),
            _ => None,
        };
        let (strength, clauses): (_, Vec<String>) = if grounds.iter().any(|g| cited(g).is_some()) {
            (Strength::Cited, grounds.iter().filter_map(cited).collect())
        } else if grounds.iter().any(|g| derived(g).is_some()) {
            (Strength::Derived, grounds.iter().filter_map(derived).collect())
        } else if grounds.is_empty() {
            (Strength::Unsaid, Vec::new())
        } else {
            (Strength::Assumed, Vec::new())
        };
        let short = |clause: String| match follows {
            [section] => clause
                .strip_prefix(section.as_str())
                .and_then(|rest| rest.strip_prefix('/'))
                .map_or_else(|| clause.clone(), str::to_owned),
            _ => clause,
        };
        let more = clauses.len().saturating_sub(1);
        Self {
            strength,
            clause: clauses.into_iter().next().map(short).unwrap_or_default(),
            more,
            all: grounds.to_vec(),
        }
    }

    /// What the badge says: the clause, or `?`; nothing if nothing is claimed.
    pub(in crate::render) fn badge(&self) -> String {
        let more = if self.more > 0 { format!(" +{}", self.more) } else { String::new() };
        match self.strength {
            Strength::Cited => format!("{}{more}", self.clause),
            Strength::Derived => format!("← {}{more}", self.clause),
            Strength::Assumed => "?".to_owned(),
            Strength::Unsaid => String::new(),
        }
    }
}
