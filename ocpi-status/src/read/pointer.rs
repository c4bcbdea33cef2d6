//! JSON Pointers: where in a body a value stands.

use serde_path_to_error::{Path, Segment};

/// The length in bytes after which a pointer names an outer value instead: names in a body may be
/// of any length.
const MAX_LEN: usize = 256;

/// Returns the path as a JSON Pointer (RFC 6901), such as `/evses/0/uid`; the whole body is empty.
pub(crate) fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        let outer = pointer.len();
        pointer.push('/');
        match segment {
            Segment::Seq { index } => pointer.push_str(&index.to_string()),
            Segment::Map { key: name } | Segment::Enum { variant: name } => {
                pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
            }
            // A name that was not read as a string; what lies inside of it is not known either.
            Segment::Unknown => pointer.truncate(outer),
        }
        if pointer.len() > MAX_LEN || pointer.len() == outer {
            pointer.truncate(outer);
            break;
        }
    }
    pointer
}
