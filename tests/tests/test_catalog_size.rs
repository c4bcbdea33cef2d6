//! A catalog that is not used is not linked. The test searches its own binary.

use ocpi_status::{OcpiError, Reply};

#[derive(Debug, thiserror::Error, OcpiError)]
enum Unused {
    /// absent-variant
    #[error("x")]
    #[ocpi(code = 2000)]
    Variant,
    #[error(transparent)]
    #[ocpi(transparent)]
    Inner(#[from] UnusedInner),
}

/// absent-inner
#[derive(Debug, thiserror::Error, OcpiError)]
#[error("x")]
#[ocpi(code = 3000)]
struct UnusedInner;

#[derive(Debug, thiserror::Error, OcpiError)]
enum Used {
    /// present-variant
    #[error("x")]
    #[ocpi(code = 2000)]
    Variant,
}

#[test]
fn catalog_is_not_linked_when_unused() {
    assert_eq!(Reply::from(Unused::Variant).status_code(), 2000);
    assert_eq!(Reply::from(Unused::from(UnusedInner)).status_code(), 3000);
    assert_eq!(Reply::from(Used::Variant).status_code(), 2000);
    assert_eq!(Used::catalog().iter().count(), 1);

    let binary = std::env::current_exe().and_then(std::fs::read).unwrap();
    let contains = |kind: &str, what: &str| {
        // Concatenated at run time, so that the searched text is not in the binary because of this.
        let text = [kind, "-", what].concat();
        binary.windows(text.len()).any(|window| window == text.as_bytes())
    };
    assert!(contains("present", "variant"));
    assert!(!contains("absent", "variant"));
    assert!(!contains("absent", "inner"));
}
