//! A record as its page takes it.

use super::FileLink;
use crate::{
    ids::RecordFileId,
    records::{
        model::{Entry, SourceId},
        sealed::Kept,
        series::{Series, newest_first, series},
    },
    time::Timestamp,
};
use std::collections::{BTreeSet, HashMap};

/// Everything a page says about a record.
pub struct RecordView {
    /// Newest first.
    pub(super) entries: Vec<Entry>,
    pub(super) series: Vec<Series>,
    pub(super) files: Vec<FileLink>,
    /// The systems it is from.
    pub(super) sources: Vec<String>,
    /// Which of them an entry is from, where there are several.
    pub(super) source_of: HashMap<SourceId, String>,
    /// When it was last taken over.
    pub(super) taken_over: Option<Timestamp>,
}

impl RecordView {
    /// `href` says where a file can be fetched.
    pub fn new(mut record: Vec<Kept>, href: impl Fn(RecordFileId) -> String) -> Self {
        let sources = record.iter().map(|kept| kept.source.clone()).collect::<BTreeSet<_>>();
        let sources: Vec<String> = sources.into_iter().collect();
        let mut source_of = HashMap::new();
        if sources.len() > 1 {
            tell_apart(&mut record, &sources);
            source_of.extend(record.iter().map(|kept| (kept.entry.source_id.clone(), kept.source.clone())));
        }
        let taken_over = record.iter().map(|kept| kept.imported_at).max();
        let link = |kept: &Kept| -> Vec<FileLink> {
            let files = kept.files.iter().map(|(place, id)| FileLink {
                source_id: kept.entry.source_id.clone(),
                file: *place,
                href: href(*id),
            });
            files.collect()
        };
        let files = record.iter().flat_map(link).collect();
        let mut entries: Vec<Entry> = record.into_iter().map(|kept| kept.entry).collect();
        newest_first(&mut entries);
        let series = series(&entries);
        Self { entries, series, files, sources, source_of, taken_over }
    }
}

/// Two systems may give the same id to different things, and each means its own.
fn tell_apart(record: &mut [Kept], sources: &[String]) {
    for Kept { entry, source, .. } in record {
        let place = sources.iter().position(|known| known == source).unwrap_or_default();
        let related = entry.details.related_mut().iter_mut().filter_map(|related| related.source_id.as_mut());
        for SourceId { id, .. } in std::iter::once(&mut entry.source_id).chain(related) {
            *id = format!("{place}/{id}");
        }
    }
}
