//! [`Upload`]: what a form has brought.

use super::pieces::{Budget, Pieces};
use crate::error::AppError;
use axum::{
    body::Body,
    http::{HeaderMap, header},
};
use multer::{Constraints, Multipart, SizeLimit};
use std::{collections::HashMap, time::Duration};

/// Bytes of a whole form at the most, file included, whatever is kept of it: so much of a file that is too large is read
/// and thrown away, because a browser shows the answer only when it could send everything.
pub(super) const WHOLE: u64 = 64 * 1024 * 1024;
/// Bytes of one field that was typed.
pub(super) const FIELD: usize = 16 * 1024;
/// So many parts at the most, fields and files together.
const PARTS: usize = 64;
/// Bytes of a boundary at the most (RFC 2046, section 5.1.1). What is looked for in every piece is not long.
const BOUNDARY: usize = 70;
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
    /// - [`AppError::BadRequest`] for what is no such form, and for one with two files or a field nobody has typed.
    /// - [`AppError::PayloadTooLarge`] for one that is larger than anything a person would send.
    /// - [`AppError::RequestTimeout`] when it has not arrived after [`TIME`].
    pub async fn read(headers: &HeaderMap, body: Body, most: usize) -> Result<Self, AppError> {
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let boundary = multer::parse_boundary(content_type.unwrap_or_default());
        let boundary = boundary.ok().filter(|boundary| boundary.len() <= BOUNDARY);
        let boundary = boundary.ok_or(AppError::BadRequest)?;
        let limits = Constraints::new().size_limit(SizeLimit::new().whole_stream(WHOLE));
        let budget = Budget::default();
        let pieces = Pieces::of(body.into_data_stream(), budget.clone());
        let form = Multipart::with_constraints(pieces, boundary, limits);
        match tokio::time::timeout(TIME, collect(form, most, &budget)).await {
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

    /// The names of all controls something was typed into, in no order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().filter(|(_, value)| !value.is_empty()).map(|(name, _)| name.as_str())
    }

    /// The file.
    pub fn file(&self) -> &File {
        &self.file
    }
}

/// Reads part by part; an error without a cause is one of ours.
async fn collect(
    mut form: Multipart<'_>,
    most: usize,
    budget: &Budget,
) -> Result<Upload, Option<multer::Error>> {
    let mut upload = Upload::default();
    for _ in 0..=PARTS {
        budget.limit();
        let Some(mut field) = form.next_field().await? else { return Ok(upload) };
        budget.lift();
        let name = field.name().map(str::to_owned).ok_or(None)?;
        // A name that ends in a backslash is none to the parser; what a kind is said of is a file all the same.
        let is_file = field.file_name().is_some() || field.headers().contains_key(header::CONTENT_TYPE);
        if !is_file {
            upload.fields.insert(name, typed(&mut field).await?);
            continue;
        }
        let (content, fits, is_whole) = match content(&mut field, most).await {
            Ok((content, fits)) => (content, fits, true),
            // The fields stand before the file, so nothing typed is lost.
            Err(multer::Error::StreamSizeExceeded { .. }) => (Vec::new(), false, false),
            Err(error) => return Err(Some(error)),
        };
        let file = match (fits, content.is_empty()) {
            (false, _) => File::TooLarge,
            // A browser sends a file control that was left alone as a file of nothing.
            (true, true) => continue,
            (true, false) => File::Content(content),
        };
        if std::mem::replace(&mut upload.file, file) != File::None {
            return Err(None);
        }
        if !is_whole {
            return Ok(upload);
        }
    }
    Err(None)
}

/// What was typed into a field. One that is too long is read no further: nobody types so much, and there is no form to show
/// again.
async fn typed(field: &mut multer::Field<'_>) -> Result<String, Option<multer::Error>> {
    let mut content = Vec::new();
    while let Some(piece) = field.chunk().await? {
        if content.len() + piece.len() > FIELD {
            return Err(None);
        }
        content.extend_from_slice(&piece);
    }
    String::from_utf8(content).map_err(|_| None)
}

/// What a file holds, and whether that is no more than it may; of one that holds more, nothing is kept.
async fn content(field: &mut multer::Field<'_>, most: usize) -> Result<(Vec<u8>, bool), multer::Error> {
    let (mut content, mut fits) = (Vec::new(), true);
    while let Some(piece) = field.chunk().await? {
        fits = fits && content.len() + piece.len() <= most;
        match fits {
            true => content.extend_from_slice(&piece),
            false => content = Vec::new(),
        }
    }
    Ok((content, fits))
}
