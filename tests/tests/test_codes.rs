//! The codes of the standard, in the runtime's table and in that of the derive.

#[path = "../../ocpi-status-derive/src/code.rs"]
mod derive_code;

use std::panic;

use ocpi_status::{__private, Class, ErrorCode, StatusCode, SuccessCode, Version};

/// What the chapter "Status codes" says: a code, and the version that introduced it.
fn since(code: u16) -> Option<Version> {
    match code {
        1000 | 2000 | 2001 | 3000 | 3001 | 3002 | 3003 => Some(Version::V2_0),
        2002 | 2003 => Some(Version::V2_1),
        2004 | 4001 | 4002 | 4003 => Some(Version::V2_2),
        4000 => Some(Version::V2_2_1),
        // The custom ranges.
        1000..=4999 if code % 1000 >= 900 => Some(Version::V2_2),
        _ => None,
    }
}

fn versions() -> impl Iterator<Item = (Version, derive_code::Version)> {
    assert_eq!(Version::ALL.len(), derive_code::Version::ALL.len());
    Version::ALL.iter().copied().zip(derive_code::Version::ALL)
}

#[test]
fn versions_have_the_same_names() {
    for (version, derived) in versions() {
        assert_eq!(version.as_str(), derived.to_string());
        assert_eq!(format!("{version:?}"), derived.variant());
        assert!(
            derive_code::Version::parse(version.as_str()).is_ok_and(|parsed| parsed == derived)
        );
    }
    let newest = versions().last().map(|(_, derived)| derived);
    assert!(newest == Some(derive_code::Version::NEWEST));
}

#[test]
fn every_code_in_every_version() {
    for code in 0..=u16::MAX {
        assert_eq!(StatusCode::new(code).since(), since(code), "{code}");
        for (version, derived) in versions() {
            let expected = since(code).is_some_and(|since| since <= version);
            assert_eq!(StatusCode::new(code).is_defined_in(version), expected, "{code} {version}");

            let error = ErrorCode::new(code).filter(|code| code.is_defined_in(version));
            let checked = derive_code::check_code(&code.to_string(), derived);
            assert_eq!(error.is_some(), checked.is_ok(), "{code} {version}");
            match checked {
                Ok(checked) => assert_eq!(checked, code),
                Err(message) => assert!(message.contains(&code.to_string()), "{message}"),
            }
        }
    }
}

#[test]
fn every_code_is_in_one_class() {
    for code in 0..=u16::MAX {
        let class = match code / 1000 {
            1 => Some(Class::Success),
            2 => Some(Class::ClientError),
            3 => Some(Class::ServerError),
            4 => Some(Class::HubError),
            _ => None,
        };
        assert_eq!(StatusCode::new(code).class(), class, "{code}");
        let is_success = class == Some(Class::Success);
        assert_eq!(SuccessCode::new(code).is_some(), is_success, "{code}");
        assert_eq!(ErrorCode::new(code).is_some(), class.is_some() && !is_success, "{code}");
        if let Some(error) = ErrorCode::new(code) {
            assert_eq!(Some(error.class()), class, "{code}");
            assert_eq!(error.as_u16(), code);
        }
    }
}

#[test]
fn what_a_peer_gets_is_what_it_knows() {
    for code in 2000..=4999 {
        let code = ErrorCode::new(code).expect("an error code");
        for &version in Version::ALL {
            let sent = code.for_version(version);
            assert!(sent.is_defined_in(version), "{code} {version}");
            assert_eq!(sent == code, code.is_defined_in(version), "{code} {version}");
            assert!(sent.class() == code.class() || version < Version::V2_2_1, "{code} {version}");
        }
    }
    let hub_error = ErrorCode::HUB_ERROR.for_version(Version::V2_2);
    assert_eq!(hub_error, ErrorCode::SERVER_ERROR);
    assert_eq!(ErrorCode::UNKNOWN_TOKEN.for_version(Version::V2_1_1), ErrorCode::CLIENT_ERROR);
}

/// What chapter "Transport and format" lets an error be answered with, beside 200.
fn goes(http: u16, code: u16) -> bool {
    match code / 1000 {
        2 => [400, 401, 403, 404, 405, 408, 411, 413, 415, 429].contains(&http),
        3 => (500..=599).contains(&http),
        _ => http == 404 || (500..=599).contains(&http),
    }
}

/// The message with which the runtime stops the compiler.
fn refused(check: impl FnOnce() + panic::UnwindSafe) -> Option<String> {
    let payload = panic::catch_unwind(check).err()?;
    Some(payload.downcast_ref::<String>().expect("a text").clone())
}

/// One test, because the hook that keeps the refusals quiet is everybody's.
#[test]
fn the_derive_and_the_runtime_refuse_in_the_same_words() {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let failed = panic::catch_unwind(|| {
        refuse_http_statuses();
        refuse_codes();
    });
    panic::set_hook(hook);
    if let Err(failed) = failed {
        panic::resume_unwind(failed);
    }
}

fn refuse_http_statuses() {
    for code in [2000, 2001, 2004, 2999, 3000, 3001, 3999, 4000, 4001, 4999] {
        let error = ErrorCode::new(code).expect("an error code");
        for http in 0..=1000 {
            let checked = derive_code::check_http(&http.to_string(), Some(code));
            assert_eq!(checked.is_ok(), http == 200 || goes(http, code), "{http} {code}");
            let refused = refused(|| __private::check_http(http, error));
            assert_eq!(refused.is_none(), goes(http, code), "{http} {code}");
            match (checked, refused) {
                // The derive has more words for what is no HTTP status, and for 409 and the like.
                (Err(message), Some(refused)) if message.contains("or use") => {
                    assert_eq!(message, refused);
                }
                _ => {}
            }
            if goes(http, code) {
                assert_eq!(__private::http(http), http);
            }
        }
    }
}

fn refuse_codes() {
    for code in 2000..=4999 {
        let error = ErrorCode::new(code).expect("an error code");
        assert_eq!(__private::code(code), error);
        for (version, derived) in versions() {
            let checked = derive_code::check_code(&code.to_string(), derived).err();
            let refused = refused(|| assert_eq!(__private::constant(error, version), error));
            assert_eq!(checked.is_some(), refused.is_some(), "{code} {version}");
            // The derive also names an older code.
            if let (Some(checked), Some(refused)) = (checked, refused) {
                assert!(checked.starts_with(&refused), "{checked}; {refused}");
            }
        }
    }
}

#[test]
fn http_without_a_known_code() {
    for http in 0..=1000 {
        let expected = http == 200 || goes(http, 2000) || goes(http, 3000);
        let checked = derive_code::check_http(&http.to_string(), None);
        assert_eq!(checked.is_ok(), expected, "{http}");
    }
}

#[test]
fn numbers_of_any_length() {
    for digits in ["0", "65536", "4294967296", "99999999999999999999999999999999", "-2001"] {
        let newest = derive_code::Version::NEWEST;
        let message = derive_code::check_code(digits, newest).expect_err(digits);
        assert!(message.starts_with(digits), "{message}");
        let message = derive_code::check_http(digits, Some(2000)).expect_err(digits);
        assert!(message.starts_with(digits), "{message}");
    }
}

#[test]
fn alternatives_are_listed_in_words() {
    assert_eq!(derive_code::one_of(&[""; 0]), "");
    assert_eq!(derive_code::one_of(&["a"]), "a");
    assert_eq!(derive_code::one_of(&["a", "b"]), "a or b");
    assert_eq!(derive_code::all_of(&["a", "b", "c"]), "a, b and c");
}
