//! A letter of one page as a PDF, small enough to be written by hand.

/// The distance between two lines, in points.
const LEADING: u16 = 18;

/// Writes lines of text onto a page of A4 (ISO 32000-1).
///
/// Characters that ISO 8859-1 does not have become question marks.
pub(super) fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut text = format!("BT /F1 12 Tf {LEADING} TL 72 770 Td\n").into_bytes();
    for line in lines {
        text.push(b'(');
        text.extend(line.chars().flat_map(escaped));
        text.extend(b") Tj T*\n");
    }
    text.extend(b"ET");
    let mut content = format!("<< /Length {} >>\nstream\n", text.len()).into_bytes();
    content.extend(text);
    content.extend(b"\nendstream");
    let objects: [&[u8]; 5] = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (de) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        &content,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ];
    // The second line says that there are bytes beyond ASCII (7.5.2).
    let mut file = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (number, object) in (1..).zip(objects) {
        table += &format!("{:010} 00000 n \n", file.len());
        file.extend(format!("{number} 0 obj\n").bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let (start, size) = (file.len(), objects.len() + 1);
    let end = format!(
        "xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    file.extend(end.bytes());
    file
}

/// A character inside a string: one byte, and a backslash before what would end the string (7.3.4.2).
fn escaped(character: char) -> impl Iterator<Item = u8> {
    let byte = u8::try_from(u32::from(character)).unwrap_or(b'?');
    let guard = matches!(byte, b'(' | b')' | b'\\').then_some(b'\\');
    guard.into_iter().chain([byte])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_object_stands_where_the_table_says() {
        let file = pdf(&["Größe (in cm)", "\\ und 🙂"]);
        let text: String = file.iter().map(|byte| char::from(*byte)).collect();
        assert!(text.contains("(Größe \\(in cm\\)) Tj") && text.contains("(\\\\ und ?) Tj"), "{text}");
        let start: usize = text
            .rsplit("startxref\n")
            .next()
            .and_then(|end| end.lines().next()?.parse().ok())
            .expect("a place");
        let table = file_from(&text, start);
        for (number, row) in (1..=5).zip(table.lines().skip(3)) {
            let place: usize = row[..10].parse().expect("a place");
            assert!(file_from(&text, place).starts_with(&format!("{number} 0 obj\n")), "{row}");
        }
        assert!(text.starts_with("%PDF-1.7\n") && text.ends_with("%%EOF\n"));
    }

    /// The text from a byte on; every byte is one character here.
    fn file_from(text: &str, at: usize) -> String {
        text.chars().skip(at).collect()
    }
}
