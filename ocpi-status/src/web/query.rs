//! The query of a request.

use serde::de::{DeserializeOwned, Error as _};

use crate::read::request::RequestError;

/// Reads the query of a URL, in the form of HTML forms.
///
/// It is JSON in nothing but its answer: 2001 with the parameter's name as the path.
pub(crate) fn read_query<T: DeserializeOwned>(query: &str) -> Result<T, RequestError> {
    serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(form_urlencoded::parse(
        query.as_bytes(),
    )))
    .map_err(|error| {
        RequestError::not_expected(error.path(), serde_json::Error::custom(error.inner()))
    })
}
