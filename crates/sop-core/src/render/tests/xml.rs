//! A small check that XML is well-formed: tags nest, attributes are quoted, text is escaped. Not a parser.

/// Checks a whole document; tells what is wrong first.
pub(in crate::render) fn check(text: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    let mut roots = 0;
    while let Some(start) = rest.find('<') {
        plain(&rest[..start])?;
        let tag = &rest[start + 1..];
        let end = tag.find('>').ok_or("a tag without an end")?;
        let (inner, after) = (&tag[..end], &tag[end + 1..]);
        if let Some(name) = inner.strip_prefix('/') {
            let expected = open.pop().ok_or("an end without a begin")?;
            if name != expected {
                return Err(format!("</{name}> closes <{expected}>"));
            }
        } else {
            let body = inner.strip_suffix('/').unwrap_or(inner);
            let name = body.split(' ').next().unwrap_or_default();
            if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric()) {
                return Err(format!("a bad name in <{inner}>"));
            }
            attributes(&body[name.len()..])?;
            if open.is_empty() {
                roots += 1;
            }
            if !inner.ends_with('/') {
                open.push(name);
            }
        }
        rest = after;
    }
    plain(rest)?;
    if roots == 1 && open.is_empty() { Ok(()) } else { Err(format!("{roots} roots, open: {open:?}")) }
}

fn attributes(mut text: &str) -> Result<(), String> {
    let mut seen = Vec::new();
    loop {
        text = text.trim_start();
        if text.is_empty() {
            return Ok(());
        }
        let (name, rest) = text.split_once("=\"").ok_or_else(|| format!("a bare attribute: {text}"))?;
        let (value, rest) = rest.split_once('"').ok_or_else(|| format!("no end of {name}"))?;
        if seen.contains(&name) || !name.chars().all(|c| c.is_ascii_alphanumeric() || "-:".contains(c)) {
            return Err(format!("twice or bad: {name}"));
        }
        seen.push(name);
        plain(value)?;
        text = rest;
    }
}

/// Text and values: `&` only as an entity, no control characters.
fn plain(text: &str) -> Result<(), String> {
    for after in text.split('&').skip(1) {
        let entity = after.split(';').next().unwrap_or_default();
        if !["lt", "gt", "amp", "quot", "#39", "#10"].contains(&entity) {
            return Err(format!("a bare & before {after:.20}"));
        }
    }
    match text.chars().find(|c| c.is_control() && *c != '\n') {
        Some(c) => Err(format!("control character {c:?}")),
        None => Ok(()),
    }
}

#[test]
fn it_finds_faults() {
    assert!(check("<a b=\"c &amp; d\"><e/>x</a>").is_ok());
    for bad in ["<a>", "<a></b>", "<a b=c/>", "<a>&</a>", "<a/><a/>", "<a b=\"1\" b=\"2\"/>", "<a>\u{1}</a>"]
    {
        assert!(check(bad).is_err(), "{bad}");
    }
}
