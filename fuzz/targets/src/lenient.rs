//! `Lenient` reads each element of a list as `read_request` reads it alone. `Single` reads an
//! object or a list of one.
//!
//! An input is a body.

use std::fmt::Debug;

use ocpi_status::{Lenient, OcpiError, RequestError, Single, read_request};
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Debug, PartialEq, Deserialize)]
struct Evse {
    uid: String,
    #[serde(default)]
    kinds: Vec<Kind>,
    level: Option<i8>,
}

#[derive(Debug, PartialEq, Deserialize)]
enum Kind {
    Ac,
    Dc(f32),
}

/// Reads a body.
///
/// # Panics
///
/// If the result is not the expected one.
pub fn run(data: &[u8]) {
    check_list::<Evse>(data);
    check_list::<u8>(data);
    check_list::<Vec<bool>>(data);
    check_list::<&str>(data);
    check_nested(data);
    check_single::<Evse>(data);
    check_single::<u8>(data);
}

fn check_list<'de, T: Deserialize<'de> + Debug + PartialEq>(data: &'de [u8]) {
    let list = read_request::<Lenient<T>>(data);
    let (list, elements) = match (list, read_request::<Vec<&RawValue>>(data)) {
        (Ok(list), Ok(elements)) => (list, elements),
        (Err(list), Err(elements)) => return check_same(&list, &elements),
        (list, elements) => panic!("{list:?} {elements:?}"),
    };
    let (mut items, mut problems) = (list.items.into_iter(), list.problems.into_iter());
    for (index, element) in elements.into_iter().enumerate() {
        match read_request::<T>(element.get().as_bytes()) {
            Ok(expected) => assert_eq!(items.next(), Some(expected)),
            Err(expected) => {
                let problem = problems.next().expect("a problem");
                assert_eq!(problem.index(), index);
                let path = problem.path();
                let at = if path.is_empty() { String::new() } else { format!(" at {path}") };
                assert_eq!(format!("{}{at}", problem.problem()), expected.to_string());
                crate::assert_fit_for_a_log(&problem.to_string());
            }
        }
    }
    assert!(items.next().is_none() && problems.next().is_none());
}

/// A bad element never ends the lists around it.
fn check_nested(data: &[u8]) {
    let nested = read_request::<Lenient<Lenient<u8>>>(data);
    let elements = read_request::<Vec<&RawValue>>(data);
    assert_eq!(nested.is_ok(), elements.is_ok());
    if let (Ok(nested), Ok(elements)) = (nested, elements) {
        let lists = elements.iter().filter(|element| element.get().starts_with('['));
        assert_eq!(nested.items.len(), lists.count());
        assert_eq!(nested.items.len() + nested.problems.len(), elements.len());
    }
}

fn check_single<T: for<'a> Deserialize<'a> + Debug + PartialEq>(data: &[u8]) {
    let single = read_request::<Single<T>>(data).map(Single::into_inner);
    let object = read_request::<T>(data);
    let list = read_request::<Vec<T>>(data).ok().filter(|list| list.len() == 1);
    match (single, object, list) {
        (Ok(single), Ok(object), None) => assert_eq!(single, object),
        (Ok(single), Err(_), Some(list)) => assert_eq!(vec![single], list),
        (Err(single), Err(object), None) => {
            assert_eq!(single.http_status(), object.http_status());
        }
        other => panic!("{other:?}"),
    }
}

fn check_same(left: &RequestError, right: &RequestError) {
    assert_eq!(left.to_string(), right.to_string());
}
