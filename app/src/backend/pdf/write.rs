//! From pages to a file.

use super::{
    letters::{Face, Run},
    marks::Shape,
    paper::{HEIGHT, LEFT, Paper, WIDTH, mm},
};
use crate::{backend::failure::Failure, time::Timestamp};
use krilla::{
    Document, SerializeSettings,
    configure::{Accessibility, Archival, ConfigurationBuilder, ValidationError},
    destination::XyzDestination,
    embed::{AssociationKind, EmbeddedFile, MimeType},
    error::KrillaError,
    geom::Point,
    metadata::{DateTime, Metadata},
    outline::{Outline, OutlineNode},
    page::PageSettings,
    tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag},
};

/// What a file says of itself.
pub struct About<'a> {
    /// Neutral, because it stands in the title bar and in histories.
    pub title: &'a str,
    /// Tells apart what is made of different facts.
    pub id: &'a str,
    /// When the facts were put on record.
    pub at: Timestamp,
}

/// A file inside the file: what it was made from.
pub struct Attachment<'a> {
    pub name: &'a str,
    pub media_type: &'a str,
    pub description: &'a str,
    pub bytes: Vec<u8>,
}

/// What stands below each page: given its number, from one, and how many there are.
pub type Footer<'a> = &'a dyn Fn(usize, usize) -> String;

impl Paper {
    /// The file.
    ///
    /// # Errors
    /// [`Failure::Pdf`] with the rule that would have been broken; there is no half of a file.
    pub fn finish(
        mut self,
        about: &About<'_>,
        footer: Option<Footer<'_>>,
        attachment: Option<Attachment<'_>>,
    ) -> Result<Vec<u8>, Failure> {
        self.add_footers(footer);
        let configuration = ConfigurationBuilder::new()
            .with_archival_validator(Archival::A3_A)
            .with_accessibility_validator(Accessibility::UA1)
            .finish()
            .map_err(|_| Failure::Pdf("configuration"))?;
        let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
        let mut document = Document::new_with(settings);
        let at = moment(about.at);
        let mut names = Vec::with_capacity(self.pages.len());
        for marks in &self.pages {
            let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or(Failure::Pdf("page"))?;
            let mut page = document.start_page_with(size);
            let mut surface = page.surface();
            let mut of_page: Vec<Option<Identifier>> = Vec::with_capacity(marks.len());
            for mark in marks {
                let tag = match (&mark.of, &mark.shape) {
                    (Some(_), Shape::Text { .. }) => ContentTag::Span(SpanTag::empty()),
                    (Some(_), Shape::Areas { .. }) => ContentTag::Other,
                    (None, Shape::Text { .. }) => artifact(ArtifactType::PaginationOther),
                    (None, Shape::Areas { .. }) => artifact(ArtifactType::Layout),
                };
                let name = surface.start_tagged(tag);
                mark.shape.draw(&mut surface, &self.letters);
                surface.end_tagged();
                of_page.push(mark.of.map(|_| name));
            }
            surface.finish();
            page.finish();
            names.push(of_page);
        }
        document.set_tag_tree(self.elements.tree(self.lang, &names));
        document.set_outline(self.outline());
        document.set_metadata(
            Metadata::new()
                .title(about.title.to_owned())
                .language(self.lang.tag().to_owned())
                .creator("Obhut".to_owned())
                .producer("Obhut".to_owned())
                .document_id(about.id.to_owned())
                .creation_date(at),
        );
        if let Some(file) = attachment {
            let embedded = EmbeddedFile {
                path: file.name.to_owned(),
                mime_type: MimeType::new(file.media_type),
                description: Some(file.description.to_owned()),
                association_kind: AssociationKind::Source,
                data: file.bytes.into(),
                modification_date: Some(at),
                compress: Some(true),
                location: None,
            };
            document.embed_file(embedded).ok_or(Failure::Pdf("attachment"))?;
        }
        document.finish().map_err(|error| Failure::Pdf(rule(&error)))
    }

    fn add_footers(&mut self, footer: Option<Footer<'_>>) {
        let Some(footer) = footer else { return };
        let count = self.pages.len();
        for page in 0..count {
            let run = Run::of(&self.letters.of(Face::Regular, &footer(page + 1, count)));
            let baseline = HEIGHT - mm(12.0);
            let shape = Shape::Text { run, face: Face::Regular, size: 8.0, x: LEFT, baseline };
            self.pages[page].push(super::marks::Mark { shape, of: None });
        }
    }

    /// The headings, each below the last one of a lower level.
    fn outline(&self) -> Outline {
        let mut outline = Outline::new();
        let mut open: Vec<(u16, OutlineNode)> = Vec::new();
        for (level, words, page, y) in &self.headings {
            while open.last().is_some_and(|(last, _)| last >= level) {
                close(&mut open, &mut outline);
            }
            let place = XyzDestination::new(*page, Point::from_xy(0.0, *y));
            open.push((*level, OutlineNode::new(words.clone(), place)));
        }
        while !open.is_empty() {
            close(&mut open, &mut outline);
        }
        outline
    }
}

fn close(open: &mut Vec<(u16, OutlineNode)>, outline: &mut Outline) {
    let Some((_, node)) = open.pop() else { return };
    match open.last_mut() {
        Some((_, parent)) => parent.push_child(node),
        None => outline.push_child(node),
    }
}

fn artifact(kind: ArtifactType) -> ContentTag<'static> {
    ContentTag::Artifact(Artifact::with_kind(kind))
}

/// A moment as PDF writes it, in UTC; the beginning of 1970 for one no calendar has.
fn moment(at: Timestamp) -> DateTime {
    let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    let at = jiff::tz::TimeZone::UTC.to_datetime(at);
    let part = |number: i8| number.unsigned_abs();
    DateTime::new(at.year().unsigned_abs())
        .month(part(at.month()))
        .day(part(at.day()))
        .hour(part(at.hour()))
        .minute(part(at.minute()))
        .second(part(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

/// Never the error itself, which may quote text.
fn rule(error: &KrillaError) -> &'static str {
    match error {
        KrillaError::Font(..) => "font",
        KrillaError::Validation(broken) => {
            broken.first().map_or("validation", |(error, _)| broken_rule(error))
        }
        KrillaError::Limit(_) => "limit",
        _ => "structure",
    }
}

fn broken_rule(error: &ValidationError) -> &'static str {
    match error {
        ValidationError::ContainsNotDefGlyph(..) => "glyph",
        ValidationError::NoCodepointMapping(..)
        | ValidationError::InvalidCodepointMapping(..)
        | ValidationError::UnicodePrivateArea(..) => "character",
        ValidationError::MissingHeadingTitle => "heading",
        ValidationError::MissingDocumentOutline => "outline",
        ValidationError::TooLongString => "string",
        _ => "validation",
    }
}
