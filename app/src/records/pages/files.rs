//! The files of a document: where they can be fetched.

use super::{facts::Record, phrases::size, said::Said};
use crate::records::{details::DocumentFile, model::SourceId, page_texts as texts};

/// Where a file of a document can be fetched.
#[derive(Clone, PartialEq, Eq)]
pub struct FileLink {
    pub source_id: SourceId,
    /// Which of the entry's files, counted as in `DocumentDetails::files`.
    pub file: usize,
    pub href: String,
}

/// Each file with its name, day and size, as a link where there is one.
pub(super) fn files(record: &Record<'_>, id: &SourceId, files: &[DocumentFile]) -> Vec<Said> {
    let lang = record.lang;
    files
        .iter()
        .enumerate()
        .map(|(index, file)| {
            let link = record.files.iter().find(|link| link.source_id == *id && link.file == index);
            let size = size(lang, file.size);
            let words = match link {
                Some(link) => {
                    Said::download(link.href.clone(), format!("{} ({size})", texts::download(lang)))
                }
                None => Said::ours(texts::no_download(lang)),
            };
            let about = file
                .title
                .iter()
                .cloned()
                .map(Said::theirs)
                .chain(file.date.iter().map(|date| Said::date(lang, date)));
            Said::list(std::iter::once(words).chain(about), ", ")
        })
        .collect()
}
