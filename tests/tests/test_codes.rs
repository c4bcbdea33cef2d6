//! Compares the tables of codes in the runtime and in the derive with the standard.

use std::panic;

use ocpi_status::{__private, Class, ErrorCode, StatusCode, SuccessCode, Version, http};

/// The codes of the chapter "Status codes", each with the version that introduced it.
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

#[test]
fn derive_and_runtime_know_the_same_versions() {
    let known: Vec<_> =
        Version::ALL.iter().map(|version| (version.to_string(), format!("{version:?}"))).collect();
    let derived: Vec<_> = derive_source::versions()
        .into_iter()
        .map(|(name, variant)| (name, variant.to_owned()))
        .collect();
    assert_eq!(known, derived);
}

#[test]
fn defines_codes_by_version_as_the_standard_does() {
    for code in 0..=u16::MAX {
        assert_eq!(StatusCode::new(code).since(), since(code), "{code}");
        for &version in Version::ALL {
            let expected = since(code).is_some_and(|since| since <= version);
            assert_eq!(StatusCode::new(code).is_defined_in(version), expected, "{code} {version}");

            let error = ErrorCode::new(code).filter(|code| code.is_defined_in(version));
            let checked = derive_source::check_code(&code.to_string(), version.as_str());
            assert_eq!(error.is_some(), checked.is_ok(), "{code} {version}");
            match checked {
                Ok(checked) => assert_eq!(checked, code),
                Err(message) => assert!(message.contains(&code.to_string()), "{message}"),
            }
        }
    }
}

#[test]
fn classifies_every_code_by_its_thousands() {
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
        let status = StatusCode::new(code);
        assert_eq!(status.is_success(), is_success, "{code}");
        assert_eq!(status.is_client_error(), class == Some(Class::ClientError), "{code}");
        assert_eq!(status.is_server_error(), class == Some(Class::ServerError), "{code}");
        assert_eq!(status.is_hub_error(), class == Some(Class::HubError), "{code}");
        if let Some(error) = ErrorCode::new(code) {
            assert_eq!(Some(error.class()), class, "{code}");
            assert_eq!(error.as_u16(), code);
        }
    }
}

#[test]
fn replaces_a_code_when_the_version_does_not_define_it() {
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

/// Tells whether the chapter "Transport and format" allows an HTTP status with a code, beside 200.
fn goes(http: u16, code: u16) -> bool {
    match code / 1000 {
        2 => [400, 401, 403, 404, 405, 408, 411, 413, 415, 429].contains(&http),
        3 => (500..=599).contains(&http),
        _ => http == 404 || (500..=599).contains(&http),
    }
}

/// Returns the message of the runtime's compile-time panic.
fn refused(check: impl FnOnce() + panic::UnwindSafe) -> Option<String> {
    let payload = panic::catch_unwind(check).err()?;
    Some(payload.downcast_ref::<String>().expect("a text").clone())
}

/// One test, because the panic hook, which silences the refusals, is global.
#[test]
fn derive_and_runtime_refuse_with_the_same_message() {
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

fn http_status(status: u16) -> http::StatusCode {
    http::StatusCode::from_u16(status).expect("an HTTP status")
}

fn refuse_http_statuses() {
    for code in [2000, 2001, 2004, 2999, 3000, 3001, 3999, 4000, 4001, 4999] {
        let error = ErrorCode::new(code).expect("an error code");
        for http in 0..=1000 {
            let checked = derive_source::check_http(&http.to_string(), Some(code));
            assert_eq!(checked.is_ok(), http == 200 || goes(http, code), "{http} {code}");
            let refused = refused(|| __private::check_http(http, error));
            assert_eq!(refused.is_none(), http == 200 || goes(http, code), "{http} {code}");
            match (checked, refused) {
                // The derive has its own messages for invalid HTTP statuses and for 409.
                (Err(message), Some(refused)) if message.contains("or use") => {
                    assert_eq!(message, refused);
                }
                _ => {}
            }
            if goes(http, code) {
                assert!(error.allows_http(http_status(http)), "{http} {code}");
            }
        }
    }
}

fn refuse_codes() {
    for code in 2000..=4999 {
        let error = ErrorCode::new(code).expect("an error code");
        let leaks = panic::catch_unwind(|| __private::check_leak(error)).is_err();
        assert_eq!(leaks, error.is_client_error(), "{code}");
        for &version in Version::ALL {
            let checked = derive_source::check_code(&code.to_string(), version.as_str()).err();
            let refused = refused(|| __private::check_code(error, version));
            assert_eq!(checked.is_some(), refused.is_some(), "{code} {version}");
            // The derive also names an older code.
            if let (Some(checked), Some(refused)) = (checked, refused) {
                assert!(checked.starts_with(&refused), "{checked}; {refused}");
            }
        }
    }
}

#[test]
fn derive_accepts_any_status_of_a_class_when_the_code_is_unknown() {
    for http in 0..=1000 {
        let expected = http == 200 || goes(http, 2000) || goes(http, 3000);
        let checked = derive_source::check_http(&http.to_string(), None);
        assert_eq!(checked.is_ok(), expected, "{http}");
    }
}

#[test]
fn derive_repeats_the_number_when_it_is_out_of_range() {
    for digits in ["0", "65536", "4294967296", "99999999999999999999999999999999", "-2001"] {
        let message = derive_source::check_code(digits, "2.3.0").expect_err(digits);
        assert!(message.starts_with(digits), "{message}");
        let message = derive_source::check_http(digits, Some(2000)).expect_err(digits);
        assert!(message.starts_with(digits), "{message}");
    }
}

#[test]
fn lists_alternatives_in_words() {
    assert_eq!(derive_source::one_of(&[]), "");
    assert_eq!(derive_source::one_of(&["a"]), "a");
    assert_eq!(derive_source::one_of(&["a", "b"]), "a or b");
    assert_eq!(derive_source::all_of(&["a", "b", "c"]), "a, b and c");
}

#[test]
fn parses_codes_from_text() {
    assert_eq!("2004".parse(), Ok(ErrorCode::UNKNOWN_TOKEN));
    assert_eq!("1000".parse(), Ok(SuccessCode::SUCCESS));
    assert_eq!("404".parse(), Ok(StatusCode::new(404)));
    let error = |text: &str| text.parse::<ErrorCode>().unwrap_err().to_string();
    assert_eq!(error("1000"), "1000 is not an error code, 2000 to 4999");
    for text in ["", "+2001", "-1", "2001 ", "two", "65536", "2001.0"] {
        assert_eq!(error(text), "expected an error code, 2000 to 4999", "{text:?}");
        assert!(text.parse::<StatusCode>().is_err(), "{text:?}");
    }
}

#[test]
fn allows_http_200_with_every_code() {
    for code in (2000..=4999).filter_map(ErrorCode::new) {
        assert!(code.allows_http(http_status(200)));
        for redirect in [100, 201, 204, 302, 409, 600] {
            assert!(!code.allows_http(http_status(redirect)), "{code} {redirect}");
        }
    }
}

#[test]
fn infallible_implements_ocpi_error() {
    fn is_ocpi_error<E: ocpi_status::OcpiError>() {}
    is_ocpi_error::<std::convert::Infallible>();
}
