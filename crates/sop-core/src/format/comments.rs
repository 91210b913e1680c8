//! Comments must all be there afterwards, in their order.

use super::tokens;

/// Do two texts have the same comments?
pub(super) fn same(a: &str, b: &str) -> bool {
    comments(a).eq(comments(b))
}

fn comments(text: &str) -> impl Iterator<Item = &str> {
    tokens::tokens(text, &[]).into_iter().filter(tokens::Token::is_comment).map(|t| t.text)
}
