//! DocumentReference and DiagnosticReport (FHIR R4), with the PDF files inside them.

use super::{
    draft::{Draft, status},
    node::{Node, Read, Stop},
    parts::{Concept, Limit, Scope, concept, titles},
    pdf,
};
use crate::records::model::{Details, DocumentDetails, DocumentFile, DropReason, Moment, Status};

/// A document counts only with a PDF inside the file.
pub(super) fn document<'v>(scope: &Scope<'_, 'v>) -> Read<'v, Draft> {
    let node = scope.item.node;
    let mut state = status(node, |code| (code == "current").then_some(Status::Final))?;
    match node.text("docStatus")? {
        Some("preliminary") => state = Status::Preliminary,
        Some("amended") => state = Status::Corrected,
        _ => {}
    }
    let attachments =
        node.objects("content")?.into_iter().filter_map(|content| content.object("attachment").transpose());
    let Found { files, bytes, lost } = find(scope, attachments.collect::<Read<'v, Vec<_>>>()?)?;
    // A damaged one tells more than a missing one.
    if let Some(reason) = lost.iter().find(|reason| **reason != DropReason::NoPdf) {
        return Err(Stop::Drop(*reason));
    }
    if files.is_empty() {
        return Err(Stop::Drop(DropReason::NoPdf));
    }
    let kind = concept(node, "type")?;
    let mut kinds = titles(node, "category")?;
    kinds.splice(0..0, kind.title());
    let description = node.words("description")?;
    let named = files.iter().find_map(|file| file.title.clone());
    let context = match node.object("context")? {
        Some(context) => scope.period(context, "period", Limit::Fact)?,
        None => None,
    };
    let issued = scope.fact("date")?;
    let created = files.iter().find_map(|file| file.date.as_ref());
    let date = context.as_ref().and_then(Moment::date).or(created).or(issued.as_ref()).cloned();
    let mut notes = Vec::new();
    let title = match (named, description) {
        (Some(named), description) => {
            notes.extend(description.filter(|description| *description != named));
            Some(named)
        }
        (None, description) => description.or(kind.title()),
    };
    let details = DocumentDetails { kinds, issued, files, ..DocumentDetails::default() };
    let named = Concept { text: title, codes: kind.codes };
    let mut draft = Draft::new(named, state, date, Details::Document(details));
    draft.by = scope.all_named("author", None)?;
    (draft.notes, draft.files) = (notes, bytes);
    Ok(draft)
}

/// A report says something itself; an attachment that cannot be used does not spoil the rest.
pub(super) fn report<'v>(scope: &Scope<'_, 'v>) -> Read<'v, Draft> {
    let node = scope.item.node;
    let status = status(node, |code| match code {
        "partial" | "preliminary" => Some(Status::Preliminary),
        "final" => Some(Status::Final),
        "amended" | "corrected" | "appended" => Some(Status::Corrected),
        "unknown" => Some(Status::Unknown),
        _ => None,
    })?;
    let measured = scope.moment("effective", Limit::Fact)?;
    let Found { files, bytes, lost } = find(scope, node.objects("presentedForm")?)?;
    let details = DocumentDetails {
        report: true,
        kinds: titles(node, "category")?,
        conclusion: node.words("conclusion")?,
        conclusions: titles(node, "conclusionCode")?,
        results: scope.related("result")?,
        issued: scope.fact("issued")?,
        files,
    };
    let date = measured.as_ref().and_then(Moment::date).or(details.issued.as_ref()).cloned();
    let mut draft = Draft::new(concept(node, "code")?, status, date, Details::Document(details));
    draft.by = scope.all_named("performer", None)?;
    draft.files = bytes;
    draft.lost = lost;
    Ok(draft)
}

/// The PDF files among attachments, and what became of the others.
struct Found {
    files: Vec<DocumentFile>,
    bytes: Vec<Vec<u8>>,
    lost: Vec<DropReason>,
}

fn find<'v>(scope: &Scope<'_, 'v>, attachments: Vec<Node<'v>>) -> Read<'v, Found> {
    let mut found = Found { files: Vec::new(), bytes: Vec::new(), lost: Vec::new() };
    for attachment in attachments {
        let format =
            attachment.text("contentType")?.and_then(|format| format.split(';').next()).map(str::trim);
        let data = attachment.text("data")?;
        let data =
            data.filter(|_| format.is_some_and(|format| format.eq_ignore_ascii_case("application/pdf")));
        match data.ok_or(DropReason::NoPdf).and_then(pdf::decode) {
            Ok(bytes) => {
                found.files.push(DocumentFile {
                    title: attachment.words("title")?,
                    date: scope.date(attachment, "creation", Limit::Fact)?,
                    size: bytes.len() as u64,
                });
                found.bytes.push(bytes);
            }
            Err(reason) => found.lost.push(reason),
        }
    }
    Ok(found)
}
