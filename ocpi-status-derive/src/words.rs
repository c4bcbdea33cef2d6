//! Lists in messages.

/// Lists alternatives: `a`, `b` or `c`.
pub(crate) fn one_of(words: &[impl AsRef<str>]) -> String {
    list(words, "or")
}

/// Lists what goes together: `a`, `b` and `c`.
pub(crate) fn all_of(words: &[impl AsRef<str>]) -> String {
    list(words, "and")
}

fn list(words: &[impl AsRef<str>], conjunction: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {conjunction} {}", first.join(", "), last.as_ref())
        }
    }
}
