//! Base64url without padding (RFC 4648, section 5), in its one canonical spelling; small enough for the browser.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Writes bytes.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let wide = (0..3).fold(0_u32, |wide, at| wide << 8 | u32::from(group.get(at).copied().unwrap_or(0)));
        for place in 0..=group.len() {
            let sextet = wide >> (18 - 6 * place) & 0x3f;
            text.push(char::from(ALPHABET[sextet as usize]));
        }
    }
    text
}

/// Reads bytes; `None` for anything that [`encode`] would not have written.
pub fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for group in text.chunks(4) {
        let mut wide = 0_u32;
        for at in 0..4 {
            wide = wide << 6 | group.get(at).map_or(Some(0), |byte| sextet(*byte))?;
        }
        let whole = match group.len() {
            4 => 3,
            3 => 2,
            2 => 1,
            _ => return None,
        };
        let [_, all @ ..] = wide.to_be_bytes();
        // The bits that belong to no byte are nought (section 3.5).
        if all[whole..].iter().any(|byte| *byte != 0) {
            return None;
        }
        bytes.extend(&all[..whole]);
    }
    Some(bytes)
}

fn sextet(byte: u8) -> Option<u32> {
    Some(match byte {
        b'A'..=b'Z' => u32::from(byte - b'A'),
        b'a'..=b'z' => u32::from(byte - b'a') + 26,
        b'0'..=b'9' => u32::from(byte - b'0') + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    })
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

    #[test]
    fn it_writes_and_reads_what_the_library_does() {
        let mut bytes = Vec::new();
        for number in 0..300_u32 {
            let text = encode(&bytes);
            assert_eq!(text, URL_SAFE_NO_PAD.encode(&bytes));
            assert_eq!(decode(text.as_bytes()).as_ref(), Some(&bytes));
            bytes.push((number.wrapping_mul(2_654_435_761) >> 24) as u8);
        }
    }

    #[test]
    fn it_refuses_what_the_library_refuses() {
        let alphabet: Vec<u8> = (0..=u8::MAX).collect();
        for &one in &alphabet {
            assert_eq!(decode(&[one]), None);
            for &other in &alphabet {
                for text in [vec![one, other], vec![b'A', one, other], vec![b'z', b'9', one, other]] {
                    assert_eq!(decode(&text), URL_SAFE_NO_PAD.decode(&text).ok(), "{text:?}");
                }
            }
        }
    }
}
