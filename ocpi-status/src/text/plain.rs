//! Finds text with which there is nothing to do, as nearly all is, a block of bytes at a time.
//!
//! One byte at a time, `bench/run error` takes 1.25 times as long.

/// Tells whether text is printable ASCII without anything that JSON escapes, as nearly all is.
#[inline]
pub(super) fn is_plain(text: &[u8]) -> bool {
    let Some(end) = text.last_chunk::<16>() else { return wrong(text) == 0 };
    // Whole blocks take a few instructions each; the last one overlaps.
    let (blocks, _) = text.as_chunks::<16>();
    wrong(blocks.as_flattened()) | wrong(end) == 0
}

/// Not `all`, and numbers instead of `bool`: the compiler makes one step of a block.
#[inline]
fn wrong(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |wrong, &byte| {
        let is_outside = byte.wrapping_sub(b' ') > b'~' - b' ';
        wrong | u8::from(is_outside) | u8::from(byte == b'"') | u8::from(byte == b'\\')
    })
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn text_is_plain_when_each_of_its_bytes_is() {
        for len in 0..40 {
            let mut text = vec![b'a'; len];
            assert!(is_plain(&text), "{text:?}");
            for place in 0..len {
                for byte in 0..=u8::MAX {
                    text[place] = byte;
                    let is_plain_byte =
                        matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
                    assert_eq!(is_plain(&text), is_plain_byte, "{text:?}");
                }
                text[place] = b'~';
            }
        }
    }
}
