//! Types for data that some peers send against the standard: lists with bad elements, and lists in
//! place of an object.

use core::error::Error;
use core::fmt;
use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};
use std::borrow::Cow;

use serde_core::de::value::SeqDeserializer;
use serde_core::de::{self, Deserialize, DeserializeSeed, Deserializer, SeqAccess, Visitor};

use super::misfit::{Misfit, Problem};
use super::reader::Reader;
use crate::text::Detail;

/// A list that keeps the elements that can be read, and a problem for each of the others.
///
/// One bad element of a page, such as a value of a newer version in an enum, does not lose the
/// others. Elements keep their order.
///
/// ```
/// use ocpi_status::{Lenient, PeerError, http, read_response};
/// use serde::Deserialize;
///
/// #[derive(Debug, Deserialize)]
/// struct Token {
///     uid: String,
/// }
///
/// let body = br#"{"data":[{"uid":"A"},{"uid":5},{"uid":"C"}],"status_code":1000}"#;
/// let page = read_response::<Lenient<Token>>(http::StatusCode::OK, body)?.data;
/// assert_eq!(page.items.len(), 2);
/// assert_eq!((page.problems[0].index(), page.problems[0].path()), (1, "/uid"));
/// assert_eq!(page.problems[0].problem(), "expected a string, found a number");
/// # Ok::<(), PeerError>(())
/// ```
///
/// [`read_request`](crate::read_request), [`read_response`](crate::read_response) and the
/// extractors read it at any depth. A list with more than 10,000 bad elements is refused. Inside of
/// types that serde buffers (`#[serde(flatten)]`, `#[serde(untagged)]`, internally tagged enums)
/// and with any other deserializer, such as `serde_json::from_str`, it is read as a `Vec` is: one
/// bad element is an error.
///
/// Chapter "Transport and format", OCPI 2.1.1 and later: the client should process the objects of a
/// list that are correct.
#[derive(Clone, Debug)]
pub struct Lenient<T> {
    /// The elements that were read.
    pub items: Vec<T>,
    /// The problems of the others, in their order.
    pub problems: Vec<ItemProblem>,
}

impl<T> Default for Lenient<T> {
    fn default() -> Self {
        Self { items: Vec::new(), problems: Vec::new() }
    }
}

/// The problem of an element of a [`Lenient`] list.
///
/// `Display` is fit for a log line: it has at most 512 characters, and no value of the element.
#[derive(Clone, Debug)]
pub struct ItemProblem {
    index: usize,
    problem: Problem,
}

impl ItemProblem {
    /// Returns the place of the element in the list, from 0 on.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    /// Returns the place in the element, as a JSON Pointer (RFC 6901); empty for the element itself.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.problem.path
    }

    /// Returns what is wrong in a few words, such as ``missing field `uid` ``.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem.words
    }
}

impl fmt::Display for ItemProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "element {}: {}", self.index, self.problem)
    }
}

impl Error for ItemProblem {
    /// Returns the line and the column in the body, or the text of the type's own implementation of
    /// `Deserialize`, which may repeat values of the body.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.problem.detail)
    }
}

/// An object that some peers send as a list of one.
///
/// It reads a `T`, or where that refuses an array, a list that holds one `T`. As with [`Lenient`],
/// only the readers of this crate do so; with other deserializers it reads a `T`.
///
/// ```
/// use ocpi_status::{PeerError, Single, http, read_response};
/// use serde::Deserialize;
///
/// #[derive(Debug, Deserialize)]
/// struct Location {
///     id: String,
/// }
///
/// for data in [r#"{"id":"LOC1"}"#, r#"[{"id":"LOC1"}]"#] {
///     let body = format!(r#"{{"data":{data},"status_code":1000}}"#);
///     let received = read_response::<Single<Location>>(http::StatusCode::OK, body.as_bytes())?;
///     assert_eq!(received.data.0.id, "LOC1");
/// }
/// # Ok::<(), PeerError>(())
/// ```
///
/// Chapter "Response format", OCPI 2.0 and later, which asks for the object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Single<T>(pub T);

impl<T> Single<T> {
    /// Returns the object.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Single<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Single<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

/// The names by which the types ask our own deserializer for two ways to read a value.
pub(super) const ELEMENT: &str = "$ocpi_status::private::Element";
pub(super) const SINGLE: &str = "$ocpi_status::private::Single";

/// Up to this number, bad elements cost no more than good ones.
const MAX_PROBLEMS: usize = 10_000;

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(LenientVisitor(PhantomData))
    }
}

struct LenientVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for LenientVisitor<T> {
    type Value = Lenient<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let mut list = Lenient::default();
        while list.problems.len() < MAX_PROBLEMS {
            match elements.next_element()? {
                Some(Element(Ok(item))) => list.items.push(item),
                Some(Element(Err(parts))) => {
                    let index = list.items.len() + list.problems.len();
                    list.problems.push(ItemProblem { index, problem: problem(parts) });
                }
                None => return Ok(list),
            }
        }
        while let Some(item) = elements.next_element()? {
            list.items.push(item);
        }
        Ok(list)
    }
}

/// An element of a lenient list, or its problem.
struct Element<T>(Result<T, Parts>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Element<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(ELEMENT, AttemptVisitor(PhantomData)).map(Self)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Single<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = deserializer.deserialize_newtype_struct(SINGLE, AttemptVisitor(PhantomData))?;
        Ok(Self(read.unwrap_or_else(|(item,)| item)))
    }
}

/// A problem in the form in which it passes through serde.
type Parts = [String; 4];

fn parts(Problem { path, words, detail }: Problem) -> Parts {
    let (logged, unlogged) = detail.into_parts();
    [path.into(), words.into_owned(), logged, unlogged]
}

fn problem([path, words, logged, unlogged]: Parts) -> Problem {
    let detail = if unlogged.is_empty() { Detail::new(logged) } else { Detail::unlogged(unlogged) };
    Problem { path: path.into(), words: Cow::Owned(words), detail }
}

/// Reads a `T`, or from an [`Attempt`] that fails, an `E`.
struct AttemptVisitor<T, E>(PhantomData<(T, E)>);

impl<'de, T: Deserialize<'de>, E: Deserialize<'de>> Visitor<'de> for AttemptVisitor<T, E> {
    type Value = Result<T, E>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    /// Reads from another deserializer.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<Self::Value, D::Error> {
        T::deserialize(value).map(Ok)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut attempt: A) -> Result<Self::Value, A::Error> {
        if let Some(value) = attempt.next_element()? {
            return Ok(Ok(value));
        }
        let other = attempt.next_element()?;
        other.map(Err).ok_or_else(|| de::Error::invalid_length(1, &self))
    }
}

/// A value that is read again if it is refused: an array in place of a [`Single`] as a tuple, and
/// an element of a [`Lenient`] list as its problem.
pub(super) struct Attempt<'a, 'de> {
    pub(super) reader: &'a mut Reader<'de>,
    pub(super) name: &'static str,
    pub(super) misfit: Option<Misfit>,
}

impl<'de> SeqAccess<'de> for Attempt<'_, 'de> {
    type Error = Misfit;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Misfit> {
        let start = *self.reader;
        match self.misfit.take() {
            None => match seed.deserialize(&mut *self.reader) {
                Err(misfit) if self.name == ELEMENT || misfit.is_array_refused() => {
                    *self.reader = start;
                    self.misfit = Some(misfit);
                    Ok(None)
                }
                result => result.map(Some),
            },
            Some(_) if self.name == SINGLE => seed.deserialize(&mut *self.reader).map(Some),
            Some(misfit) => {
                self.reader.skip()?;
                let problem = misfit.into_problem_with(start.text, &mut self.reader.lines);
                seed.deserialize(SeqDeserializer::new(parts(problem).into_iter())).map(Some)
            }
        }
    }
}
