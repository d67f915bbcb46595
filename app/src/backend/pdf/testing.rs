//! Reading a file back: enough of PDF (ISO 32000-1) to see what a reader would find, and what the file says of itself.

use flate2::read::ZlibDecoder;
use std::{collections::BTreeMap, io::Read as _};

/// A file, taken apart.
pub struct Opened {
    /// Every object, with what was packed laid open.
    pub all: String,
    /// The text of the pages in the order in which it is drawn, a piece for each line.
    pub lines: Vec<String>,
    pub pages: usize,
    /// The files it brings along.
    pub attachments: Vec<Vec<u8>>,
}

/// An object: its dictionary as text, and its stream unpacked.
struct Object {
    dictionary: String,
    stream: Vec<u8>,
}

type Objects = BTreeMap<usize, Object>;
/// Which glyph of a font stands for which text.
type Glyphs = BTreeMap<u16, String>;

/// Takes a file apart.
///
/// # Panics
/// When it is none.
pub fn open(file: &[u8]) -> Opened {
    let objects = objects(file);
    let is_of = |object: &&Object, kind: &str| object.dictionary.contains(kind);
    let pages: Vec<_> = objects.values().filter(|object| is_of(object, "/Type/Page/")).collect();
    let attached = objects.values().filter(|object| is_of(object, "/Type/EmbeddedFile"));
    let laid_open = |object: &Object| {
        let is_text = !object.dictionary.contains("/EmbeddedFile");
        let stream =
            if is_text { String::from_utf8_lossy(&object.stream).into_owned() } else { String::new() };
        format!("{}\n{stream}\n", object.dictionary)
    };
    Opened {
        all: objects.values().map(laid_open).collect(),
        lines: pages.iter().flat_map(|page| drawn(&objects, page)).collect(),
        pages: pages.len(),
        attachments: attached.map(|object| object.stream.clone()).collect(),
    }
}

fn objects(file: &[u8]) -> Objects {
    let mut objects = Objects::new();
    let mut at = 0;
    while let Some(found) = find(&file[at..], b" 0 obj\n") {
        let start = at + found;
        let digits = file[..start].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let number = str::from_utf8(&file[start - digits..start]).expect("digits").parse().expect("a number");
        let body = start + 7;
        let end = body + find(&file[body..], b"\nendobj").expect("an end");
        let (dictionary, stream) = match find(&file[body..end], b"stream\n") {
            Some(stream) => {
                let packed = &file[body + stream + 7..end];
                let packed = &packed[..find(packed, b"endstream").expect("an end")];
                (&file[body..body + stream], unpacked(packed))
            }
            None => (&file[body..end], Vec::new()),
        };
        objects
            .insert(number, Object { dictionary: String::from_utf8_lossy(dictionary).into_owned(), stream });
        at = end;
    }
    objects
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    match ZlibDecoder::new(bytes).read_to_end(&mut plain) {
        Ok(_) => plain,
        Err(_) => bytes.to_vec(),
    }
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

/// The object a name of a dictionary refers to.
fn referred<'a>(objects: &'a Objects, dictionary: &str, name: &str) -> Option<&'a Object> {
    let (_, rest) = dictionary.split_once(&format!("{name} "))?;
    objects.get(&rest.split(' ').next()?.parse().ok()?)
}

/// The texts of a page.
fn drawn(objects: &Objects, page: &Object) -> Vec<String> {
    let resources = referred(objects, &page.dictionary, "/Resources").expect("resources");
    let fonts: BTreeMap<String, Glyphs> = (0..4)
        .filter_map(|number| {
            let name = format!("/f{number}");
            let font = referred(objects, &resources.dictionary, &name)?;
            let map = referred(objects, &font.dictionary, "/ToUnicode")?;
            Some((name, glyphs(&String::from_utf8_lossy(&map.stream))))
        })
        .collect();
    let content = &referred(objects, &page.dictionary, "/Contents").expect("content").stream;
    let (mut lines, mut line, mut depth, mut at) = (Vec::new(), String::new(), 0, 0);
    let mut font = None;
    while at < content.len() {
        let rest = &content[at..];
        let text = match rest {
            [b'/', b'f', digit, ..] if digit.is_ascii_digit() => {
                font = fonts.get(&format!("/f{}", char::from(*digit)));
                at += 3;
                continue;
            }
            [b'<', b'<', ..] => {
                // What a piece of content says of itself; texts in it are not drawn.
                at += find(rest, b">>").expect("an end") + 2;
                continue;
            }
            [b'<', ..] => {
                let end = find(rest, b">").expect("an end");
                at += end + 1;
                hexadecimal(&rest[1..end])
            }
            [b'(', ..] => {
                let (bytes, length) = literal(&rest[1..]);
                at += 1 + length;
                bytes
            }
            [b'B', b'D', b'C', ..] | [b'B', b'M', b'C', ..] => {
                depth += 1;
                at += 3;
                continue;
            }
            [b'E', b'M', b'C', ..] => {
                depth -= 1;
                if depth == 0 && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                at += 3;
                continue;
            }
            _ => {
                at += 1;
                continue;
            }
        };
        for pair in text.chunks_exact(2) {
            let known = font.and_then(|font| font.get(&u16::from_be_bytes([pair[0], pair[1]])));
            line.push_str(known.map_or("?", String::as_str));
        }
    }
    lines
}

/// The lines of a map that name one glyph and its text (ISO 32000-1, 9.10.3).
fn glyphs(map: &str) -> Glyphs {
    let line = |line: &str| {
        let (glyph, text) = line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <")?;
        let units: Vec<u16> = hexadecimal(text.as_bytes())
            .chunks_exact(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
            .collect();
        Some((u16::from_str_radix(glyph, 16).ok()?, String::from_utf16_lossy(&units)))
    };
    map.lines().filter_map(line).collect()
}

fn hexadecimal(digits: &[u8]) -> Vec<u8> {
    let byte = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
    digits.chunks_exact(2).filter_map(byte).collect()
}

/// A string in round brackets (ISO 32000-1, 7.3.4.2), and how long it is with its closing bracket.
fn literal(content: &[u8]) -> (Vec<u8>, usize) {
    let (mut bytes, mut depth, mut at) = (Vec::new(), 0, 0);
    loop {
        match content[at] {
            b'\\' => {
                at += 1;
                match content[at] {
                    b'n' => bytes.push(b'\n'),
                    b'r' => bytes.push(b'\r'),
                    b't' => bytes.push(b'\t'),
                    b'b' => bytes.push(8),
                    b'f' => bytes.push(12),
                    b'0'..=b'7' => {
                        let digits =
                            content[at..].iter().take(3).take_while(|byte| (b'0'..=b'7').contains(byte));
                        let octal: String = digits.map(|byte| char::from(*byte)).collect();
                        bytes.push(u8::from_str_radix(&octal, 8).expect("octal"));
                        at += octal.len() - 1;
                    }
                    other => bytes.push(other),
                }
            }
            b')' if depth == 0 => return (bytes, at + 1),
            byte => {
                depth += i32::from(byte == b'(') - i32::from(byte == b')');
                bytes.push(byte);
            }
        }
        at += 1;
    }
}
