//! Forms that bring a file along (`multipart/form-data`, RFC 7578), read only once the sender was let in.
//!
//! A body is read as it arrives and never kept whole: fields are small, and of a file that is too large what is beyond the
//! limit is thrown away. So the form comes back with everything that was typed, unless the whole is larger than [`WHOLE`].

use crate::error::AppError;
use axum::{
    body::Body,
    http::{HeaderMap, header},
};
use multer::{Constraints, Multipart, SizeLimit};
use std::{collections::HashMap, time::Duration};

/// Bytes of a whole form at the most, file included, whatever is kept of it.
const WHOLE: u64 = 16 * 1024 * 1024;
/// Bytes of one field that was typed.
const FIELD: u64 = 16 * 1024;
/// So many fields at the most.
const FIELDS: usize = 64;
/// How long it may take to arrive.
pub const TIME: Duration = Duration::from_secs(600);

/// What arrived.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    fields: HashMap<String, String>,
    file: File,
}

/// The file of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum File {
    /// None was chosen.
    #[default]
    None,
    /// Larger than is taken; nothing of it was kept.
    TooLarge,
    /// Its content; what the sender calls it is of no use to anybody.
    Content(Vec<u8>),
}

impl Upload {
    /// Reads a form; a file may have `most` bytes.
    ///
    /// # Errors
    /// - [`AppError::BadRequest`] for what is no such form, and for one with two files.
    /// - [`AppError::PayloadTooLarge`] for one that is larger than anything a person would send.
    /// - [`AppError::RequestTimeout`] when it has not arrived after [`TIME`].
    pub async fn read(headers: &HeaderMap, body: Body, most: usize) -> Result<Self, AppError> {
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let boundary = multer::parse_boundary(content_type.unwrap_or_default());
        let boundary = boundary.map_err(|_| AppError::BadRequest)?;
        let limits = Constraints::new().size_limit(SizeLimit::new().whole_stream(WHOLE));
        let form = Multipart::with_constraints(body.into_data_stream(), boundary, limits);
        match tokio::time::timeout(TIME, collect(form, most)).await {
            Ok(Ok(upload)) => Ok(upload),
            Ok(Err(Some(multer::Error::StreamSizeExceeded { .. }))) => Err(AppError::PayloadTooLarge),
            Ok(Err(_)) => Err(AppError::BadRequest),
            Err(_) => Err(AppError::RequestTimeout),
        }
    }

    /// What was typed into a control; empty where there was nothing.
    pub fn field(&self, name: &str) -> String {
        self.fields.get(name).cloned().unwrap_or_default()
    }

    /// The file.
    pub fn file(&self) -> &File {
        &self.file
    }
}

/// Reads field by field; an error without a cause is one of ours.
async fn collect(mut form: Multipart<'_>, most: usize) -> Result<Upload, Option<multer::Error>> {
    let mut upload = Upload::default();
    while let Some(mut field) = form.next_field().await? {
        let name = field.name().map(str::to_owned).ok_or(None)?;
        let is_file = field.file_name().is_some();
        let mut content = Vec::new();
        let mut fits = true;
        while let Some(piece) = field.chunk().await? {
            fits = fits && content.len() + piece.len() <= if is_file { most } else { FIELD as usize };
            match fits {
                true => content.extend_from_slice(&piece),
                false => content = Vec::new(),
            }
        }
        if is_file {
            let file = match (fits, content.is_empty()) {
                (false, _) => File::TooLarge,
                // A browser sends a file control that was left alone as a file of nothing.
                (true, true) => continue,
                (true, false) => File::Content(content),
            };
            if std::mem::replace(&mut upload.file, file) != File::None {
                return Err(None);
            }
        } else {
            let text = String::from_utf8(content).map_err(|_| None)?;
            if !fits || upload.fields.len() == FIELDS {
                return Err(None);
            }
            upload.fields.insert(name, text);
        }
    }
    Ok(upload)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    const KIND: &str = "multipart/form-data; boundary=grenze";

    fn file(content: &str) -> String {
        format!(
            "--grenze\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"../../x.pdf\"\r\nContent-Type: application/pdf\r\n\r\n{content}\r\n"
        )
    }

    fn field(name: &str, content: &str) -> String {
        format!("--grenze\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{content}\r\n")
    }

    async fn read(kind: &'static str, body: String) -> Result<Upload, AppError> {
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(kind))]);
        Upload::read(&headers, Body::from(body), 10).await
    }

    #[tokio::test]
    async fn fields_and_a_file_arrive_and_a_file_that_is_too_large_loses_no_field() {
        let whole = field("day", "24") + &file("0123456789") + &field("year", "2026 ü") + "--grenze--\r\n";
        let upload = read(KIND, whole).await.expect("reads");
        assert_eq!(
            (upload.field("day"), upload.field("year"), upload.field("no")),
            ("24".into(), "2026 ü".into(), String::new())
        );
        assert_eq!(upload.file(), &File::Content(b"0123456789".to_vec()));
        let whole = file("0123456789x") + &field("year", "2026") + "--grenze--\r\n";
        let upload = read(KIND, whole).await.expect("reads");
        assert_eq!((upload.file(), upload.field("year")), (&File::TooLarge, "2026".into()));
        let upload = read(KIND, file("") + "--grenze--\r\n").await.expect("reads");
        assert_eq!(upload.file(), &File::None);
    }

    #[tokio::test]
    async fn what_is_no_form_is_refused() {
        for (kind, body) in [
            ("application/x-www-form-urlencoded", "a=b".to_owned()),
            ("multipart/form-data", field("a", "b") + "--grenze--\r\n"),
            (KIND, "nothing of the kind".to_owned()),
            (KIND, field("a", "b")),
            (KIND, file("x") + &file("y") + "--grenze--\r\n"),
            (KIND, field("a", &"x".repeat(20_000)) + "--grenze--\r\n"),
            (
                KIND,
                (0..70).map(|number| field(&number.to_string(), "x")).collect::<String>() + "--grenze--\r\n",
            ),
        ] {
            assert_eq!(read(kind, body).await.map(drop), Err(AppError::BadRequest), "{kind}");
        }
    }
}
