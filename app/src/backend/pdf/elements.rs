//! What a text is: the tree that screen readers follow (ISO 32000-1, 14.7).

use krilla::tagging::{Identifier, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};
use std::num::NonZeroU16;

use crate::lang::Lang;

/// What an element is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A part of the file that stands for itself, such as one letter of many.
    Part,
    /// From one, with its words.
    Heading(u16, String),
    Paragraph,
    Table,
    TableHead,
    TableBody,
    Row,
    ColumnHeader,
    RowHeader,
    Cell,
    /// With what it shows, in words.
    Figure(String),
}

/// The place of an element in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ElementId(usize);

struct Element {
    kind: Kind,
    lang: Option<Lang>,
    children: Vec<Child>,
}

enum Child {
    Element(usize),
    /// A mark on a page: both counted from nought.
    Mark(usize, usize),
}

/// The tree of a file.
#[derive(Default)]
pub(super) struct Elements {
    all: Vec<Element>,
    top: Vec<usize>,
}

impl Elements {
    /// Adds an element at the end of another, or of the file.
    pub fn add(&mut self, parent: Option<ElementId>, kind: Kind, lang: Option<Lang>) -> ElementId {
        let id = self.all.len();
        self.all.push(Element { kind, lang, children: Vec::new() });
        match parent {
            Some(ElementId(parent)) => self.all[parent].children.push(Child::Element(id)),
            None => self.top.push(id),
        }
        ElementId(id)
    }

    /// A mark shows something of an element.
    pub fn shows(&mut self, ElementId(id): ElementId, page: usize, mark: usize) {
        self.all[id].children.push(Child::Mark(page, mark));
    }

    /// The tree as the library wants it; `names` are those of the marks of every page.
    pub fn tree(&self, lang: Lang, names: &[Vec<Option<Identifier>>]) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(lang.tag().to_owned()));
        for id in &self.top {
            tree.push(self.group(*id, names));
        }
        tree
    }

    fn group(&self, id: usize, names: &[Vec<Option<Identifier>>]) -> TagGroup {
        let Element { kind, lang, children } = &self.all[id];
        let mut group = TagGroup::new(tag(kind).with_lang(lang.map(|lang| lang.tag().to_owned())));
        for child in children {
            let node: Option<Node> = match child {
                Child::Element(id) => Some(self.group(*id, names).into()),
                Child::Mark(page, mark) => names[*page][*mark].map(Node::from),
            };
            group.children.extend(node);
        }
        group
    }
}

fn tag(kind: &Kind) -> TagKind {
    match kind {
        Kind::Part => Tag::Part.into(),
        Kind::Heading(level, words) => {
            Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(words.clone())).into()
        }
        Kind::Paragraph => Tag::P.into(),
        Kind::Table => Tag::Table.into(),
        Kind::TableHead => Tag::THead.into(),
        Kind::TableBody => Tag::TBody.into(),
        Kind::Row => Tag::TR.into(),
        Kind::ColumnHeader => Tag::TH(TableHeaderScope::Column).into(),
        Kind::RowHeader => Tag::TH(TableHeaderScope::Row).into(),
        Kind::Cell => Tag::TD.into(),
        Kind::Figure(words) => Tag::Figure(Some(words.clone())).into(),
    }
}
