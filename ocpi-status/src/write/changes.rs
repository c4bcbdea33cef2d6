//! What a layer changes in an envelope that was rendered before.

use super::render::{self, Marks};
use crate::code::{Class, ErrorCode, StatusCode, SuccessCode};
use crate::text::Form;
use crate::version::Version;

/// The changes, by default none.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Changes<'a> {
    /// The version of the peer: its codes and its strings.
    pub(crate) version: Option<Version>,
    /// Takes `data` out of errors.
    pub(crate) without_error_data: bool,
    /// The `status_message` of a success that has none.
    pub(crate) success_message: Option<&'a str>,
}

impl Changes<'_> {
    /// Returns the changed envelope, or `None` if nothing changes.
    pub(crate) fn apply(
        &self,
        body: &[u8],
        code: StatusCode,
        marks: Marks,
    ) -> Option<(Vec<u8>, StatusCode, Marks)> {
        let is_success = code.class() == Some(Class::Success);
        let known = self.version.map_or(code, |version| code_for(code, version));
        let ascii = self.version.is_some_and(render::is_ascii);
        let message = marks.message(body);
        let more = self.success_message.unwrap_or_default();
        let adds_message = is_success && message.is_empty() && !more.is_empty();
        let keeps_message = !ascii || message.is_ascii();

        let data = marks.data(body);
        let keeps_data = data.is_empty() || is_success || !self.without_error_data;
        if known == code && keeps_message && keeps_data && !adds_message {
            return None;
        }

        let mut changed = Vec::with_capacity(body.len() + more.len());
        changed.push(b'{');
        if keeps_data {
            changed.extend_from_slice(data);
        }
        let message = str::from_utf8(message).ok()?;
        let form = if adds_message { Form::Json } else { Form::Plain }; // Escapes stay as they are.
        let message = if adds_message { more } else { message };
        let mut changed_marks = render::write_status(&mut changed, known, message);
        changed.extend_from_slice(marks.tail(body));
        changed_marks.make_printable(&mut changed, form, ascii);
        Some((changed, known, changed_marks))
    }
}

/// Returns the code that a peer of that version knows.
fn code_for(code: StatusCode, version: Version) -> StatusCode {
    if let Ok(code) = ErrorCode::try_from(code) {
        return code.for_version(version).into();
    }
    SuccessCode::try_from(code).map_or(code, |code| render::success_for(code, version).into())
}

#[cfg(test)]
mod tests {
    use core::fmt;

    use serde::Serialize;

    use super::Changes;
    use crate::code::{ErrorCode, SuccessCode};
    use crate::error::{Data, OcpiError};
    use crate::timestamp::Timestamp;
    use crate::version::Version;
    use crate::write::reply::Reply;
    use crate::write::response::{ErrorResponse, OcpiResponse};

    #[derive(Debug)]
    struct TestError {
        code: u16,
        has_data: bool,
        has_message: bool,
    }

    const TRICKY: &str = "é \"status_code\":4711,\\\"data\\\":\u{7f}\u{202e}日本";

    fn timestamp() -> Timestamp {
        "2015-06-30T21:59:59Z".parse().expect("a timestamp")
    }

    impl fmt::Display for TestError {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(TRICKY)
        }
    }

    impl core::error::Error for TestError {}

    impl OcpiError for TestError {
        fn status_code(&self) -> ErrorCode {
            ErrorCode::new(self.code).expect("an error code")
        }

        fn fmt_message(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            if self.has_message { f.write_str(TRICKY) } else { Ok(()) }
        }

        fn data(&self) -> Option<Data<'_>> {
            self.has_data.then(|| Data::new(&TRICKY))
        }
    }

    /// Every change gives what would have been rendered in the first place, and says so if that is
    /// what there is.
    fn assert_changes(rendered: &Reply, changes: Changes<'_>, expected: &Reply) {
        let marks = rendered.marks.expect("rendered here");
        let result = changes.apply(rendered.body(), rendered.status_code(), marks);
        assert_eq!(result.is_none(), rendered.body() == expected.body(), "{changes:?}");
        if let Some((body, code, marks)) = result {
            assert_eq!(String::from_utf8(body).as_deref(), Ok(expected.text()), "{changes:?}");
            assert_eq!((code, Some(marks)), (expected.status_code(), expected.marks));
        }
    }

    #[test]
    fn changes_an_error_to_what_would_be_rendered_for_the_version() {
        for code in 2000..=4999 {
            for (has_data, has_message) in
                [(false, false), (false, true), (true, false), (true, true)]
            {
                let error = TestError { code, has_data, has_message };
                let response = ErrorResponse::new(&error).with_timestamp(timestamp());
                let rendered = Reply::from(response);
                for &version in Version::ALL {
                    let expected = Reply::from(response.for_version(version));
                    let changes = Changes { version: Some(version), ..Changes::default() };
                    assert_changes(&rendered, changes, &expected);

                    let plain = TestError { has_data: false, ..error };
                    let response = ErrorResponse::new(&plain).with_timestamp(timestamp());
                    let changes = Changes { without_error_data: true, ..changes };
                    assert_changes(&rendered, changes, &response.for_version(version).into());
                }
            }
        }
    }

    #[test]
    fn changes_a_success_to_what_would_be_rendered_for_the_version() {
        fn assert_all(response: &OcpiResponse<impl Serialize + Clone>) {
            let rendered = Reply::from(response.clone());
            for success_message in [None, Some(""), Some("Success"), Some(TRICKY)] {
                for version in [None, Some(Version::V2_1_1), Some(Version::V2_2)] {
                    // Which says nothing to a success.
                    for without_error_data in [false, true] {
                        let mut expected = response.clone();
                        if let (Some(message), None) = (success_message, response.message()) {
                            expected = expected.with_message(message.to_owned());
                        }
                        if let Some(version) = version {
                            expected = expected.for_version(version);
                        }
                        let changes = Changes { version, without_error_data, success_message };
                        assert_changes(&rendered, changes, &expected.into());
                    }
                }
            }
        }

        for code in [1000, 1234, 1900, 1901, 1999] {
            let code = SuccessCode::new(code).expect("a success code");
            let response = OcpiResponse::success(TRICKY).with_code(code);
            let response = response.with_timestamp(timestamp());
            assert_all(&response);
            assert_all(&response.clone().with_message(TRICKY));
            assert_all(&response.map(drop));
        }
    }
}
