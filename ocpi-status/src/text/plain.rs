//! Finds text with which there is nothing to do, as nearly all is, a block of bytes at a time.
//!
//! One byte at a time, `bench/run error` takes 1.25 times as long.

/// Tells whether text is printable ASCII without anything that JSON escapes, as nearly all is.
pub(super) fn is_plain(text: &[u8]) -> bool {
    // The blocks at the end overlap, which is less work than bytes one by one.
    match (text.last_chunk::<16>(), text.first_chunk::<8>(), text.last_chunk::<8>()) {
        (Some(end), ..) => {
            // Not `all`: to stop at the first block takes longer than to look at the few there are.
            let (blocks, _) = text.as_chunks::<16>();
            blocks.iter().fold(is_block_plain(end), |all, block| all & is_block_plain(block))
        }
        (None, Some(start), Some(end)) => is_block_plain(start) & is_block_plain(end),
        _ => text.iter().all(|byte| is_block_plain(&[*byte])),
    }
}

fn is_block_plain<const N: usize>(block: &[u8; N]) -> bool {
    // Numbers instead of `bool`, so that the compiler makes one step of a block.
    let wrong = block.iter().fold(0, |wrong, &byte| {
        let is_outside = byte.wrapping_sub(b' ') > b'~' - b' ';
        wrong | u8::from(is_outside) | u8::from(byte == b'"') | u8::from(byte == b'\\')
    });
    wrong == 0
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
