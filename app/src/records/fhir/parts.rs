//! The data types of FHIR R4 that several resources share.

use super::{
    file::{File, Found, Item},
    node::{Node, Read, Stop},
};
use crate::records::model::{
    Bounds, Code, Comparator, DropReason, Moment, Quantity, Reason, Related, Resource, SourceId, When,
};

/// The system of UCUM units.
const UCUM: &str = "http://unitsofmeasure.org";
/// No clinical fact is older.
const EARLIEST: u16 = 1900;

/// A resource being read, and what it is read against.
#[derive(Clone, Copy)]
pub(super) struct Scope<'f, 'v> {
    pub file: &'f File<'v>,
    pub item: Item<'v>,
    /// Counted from 1 January 1970, in UTC.
    pub today: i64,
}

/// How far ahead a date may lie.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// Something that has happened: not after tomorrow, because clocks and time zones differ.
    Fact,
    /// A plan, a validity, an expiry.
    Open,
}

/// A CodeableConcept.
#[derive(Default)]
pub(super) struct Concept {
    pub text: Option<String>,
    pub codes: Vec<Code>,
}

impl Concept {
    /// In the words of the source: its text, else the first display, else the first code.
    pub(super) fn title(&self) -> Option<String> {
        let of = |part: fn(&Code) -> &Option<String>| self.codes.iter().find_map(|code| part(code).clone());
        self.text.clone().or_else(|| of(|code| &code.display)).or_else(|| of(|code| &code.code))
    }

    /// The code it has in a system.
    pub(super) fn code_in(&self, system: &str) -> Option<&str> {
        self.codes
            .iter()
            .find(|code| code.system.as_deref() == Some(system))
            .and_then(|code| code.code.as_deref())
    }
}

pub(super) fn concept_of(node: Node<'_>) -> Read<'_, Concept> {
    let mut codes = Vec::new();
    for coding in node.objects("coding")? {
        let code = Code {
            system: coding.words("system")?,
            code: coding.words("code")?,
            display: coding.words("display")?,
        };
        if code.code.is_some() || code.display.is_some() {
            codes.push(code);
        }
    }
    Ok(Concept { text: node.words("text")?, codes })
}

/// A member that is a CodeableConcept; an empty one if it is not there.
pub(super) fn concept<'v>(node: Node<'v>, name: &str) -> Read<'v, Concept> {
    node.object(name)?.map_or(Ok(Concept::default()), concept_of)
}

/// The title of a member that is a CodeableConcept.
pub(super) fn title<'v>(node: Node<'v>, name: &str) -> Read<'v, Option<String>> {
    Ok(concept(node, name)?.title())
}

/// The titles of a member that is a list of CodeableConcepts.
pub(super) fn titles<'v>(node: Node<'v>, name: &str) -> Read<'v, Vec<String>> {
    let mut titles = Vec::new();
    for concept in node.objects(name)? {
        titles.extend(concept_of(concept)?.title());
    }
    Ok(titles)
}

pub(super) fn quantity_of(node: Node<'_>) -> Read<'_, Quantity> {
    let comparator = match node.text("comparator")? {
        None => None,
        Some("<") => Some(Comparator::Below),
        Some("<=") => Some(Comparator::AtMost),
        Some(">=") => Some(Comparator::AtLeast),
        Some(">") => Some(Comparator::Above),
        Some(_) => return Err(Stop::Drop(DropReason::NotUnderstood)),
    };
    let code = node.words("code")?;
    let unit = node.words("unit")?.or_else(|| code.clone());
    let ucum = code.filter(|_| node.text("system").is_ok_and(|system| system == Some(UCUM)));
    Ok(Quantity { value: node.number("value")?, comparator, unit, ucum })
}

pub(super) fn quantity<'v>(node: Node<'v>, name: &str) -> Read<'v, Option<Quantity>> {
    node.object(name)?.map(quantity_of).transpose()
}

/// A Range, or anything else with `low` and `high`.
pub(super) fn bounds_of(node: Node<'_>) -> Read<'_, Bounds> {
    Ok(Bounds { low: quantity(node, "low")?, high: quantity(node, "high")? })
}

pub(super) fn bounds<'v>(node: Node<'v>, name: &str) -> Read<'v, Option<Bounds>> {
    node.object(name)?.map(bounds_of).transpose()
}

/// A code of a small value set; a resource with one that is not in it is left out.
pub(super) fn known<'v, T>(code: Option<&str>, read: impl Fn(&str) -> Option<T>) -> Read<'v, Option<T>> {
    match code.map(read) {
        Some(None) => Err(Stop::Drop(DropReason::NotUnderstood)),
        Some(known) => Ok(known),
        None => Ok(None),
    }
}

impl<'v> Scope<'_, 'v> {
    /// A member that is a date of any precision.
    pub(super) fn date(&self, node: Node<'v>, name: &str, limit: Limit) -> Read<'v, Option<When>> {
        let Some((at, text)) = node.get(name).zip(node.text(name)?) else { return Ok(None) };
        let Some(when) = When::parse(text) else { return at.refuse(Reason::NotADate) };
        if when.year() < EARLIEST {
            return at.refuse(Reason::TooEarly);
        }
        if limit == Limit::Fact && when.day_number() > self.today + 1 {
            return at.refuse(Reason::InFuture);
        }
        Ok(Some(when))
    }

    /// A date of something that has happened.
    pub(super) fn fact(&self, name: &str) -> Read<'v, Option<When>> {
        self.date(self.item.node, name, Limit::Fact)
    }

    /// A Period. What has begun may end in the future.
    pub(super) fn period(&self, node: Node<'v>, name: &str, limit: Limit) -> Read<'v, Option<Moment>> {
        let Some(period) = node.object(name)? else { return Ok(None) };
        let (start, end) = (self.date(period, "start", limit)?, self.date(period, "end", Limit::Open)?);
        Ok((start.is_some() || end.is_some()).then_some(Moment::Period { start, end }))
    }

    /// `stem[x]` of the resource: dateTime, instant, Period, Age, Range or string.
    pub(super) fn moment(&self, stem: &str, limit: Limit) -> Read<'v, Option<Moment>> {
        let node = self.item.node;
        let name = |kind: &str| format!("{stem}{kind}");
        for at in ["DateTime", "Instant"] {
            if let Some(when) = self.date(node, &name(at), limit)? {
                return Ok(Some(Moment::At(when)));
            }
        }
        if let Some(period) = self.period(node, &name("Period"), limit)? {
            return Ok(Some(period));
        }
        if let Some(age) = quantity(node, &name("Age"))? {
            return Ok(Some(Moment::Age(age)));
        }
        if let Some(ages) = bounds(node, &name("Range"))? {
            return Ok(Some(Moment::Ages(ages)));
        }
        Ok(node.words(&name("String"))?.map(Moment::Text))
    }

    /// Where the `reference` of a Reference leads, which must be inside the file.
    pub(super) fn follow(&self, reference: Node<'v>) -> Read<'v, Option<Found<'v>>> {
        let Some((at, target)) = reference.get("reference").zip(reference.text("reference")?) else {
            return Ok(None);
        };
        match self.file.resolve(&self.item, target)? {
            None => at.refuse(Reason::Dangling),
            found => Ok(found),
        }
    }

    /// A Reference that may lead nowhere: the entry it leads to, and what it is called.
    pub(super) fn related(&self, name: &str) -> Read<'v, Vec<Related>> {
        let mut all = Vec::new();
        for reference in self.item.node.objects(name)? {
            let target =
                reference.text("reference")?.and_then(|target| self.file.item_of(&self.item, target));
            let source_id = match target.and_then(|index| self.file.items.get(index)) {
                Some(item) => source_id(item)?,
                None => None,
            };
            let text = reference.words("display")?;
            if source_id.is_some() || text.is_some() {
                all.push(Related { source_id, text });
            }
        }
        Ok(all)
    }

    /// The name in a Reference: as it is displayed, else that of an organisation in the file. People who are not
    /// named in the reference itself stay unnamed.
    pub(super) fn name_of(&self, reference: Node<'v>) -> Read<'v, Option<String>> {
        if let Some(display) = reference.words("display")? {
            return Ok(Some(display));
        }
        let Some(target) = reference.text("reference")? else { return Ok(None) };
        match self.file.resolve(&self.item, target)? {
            Some(found) if found.kind == "Organization" => found.node.words("name"),
            _ => Ok(None),
        }
    }

    /// The names in a member that is a Reference.
    pub(super) fn named(&self, name: &str) -> Read<'v, Option<String>> {
        self.item.node.object(name)?.map_or(Ok(None), |reference| self.name_of(reference))
    }

    /// The names in a member that is a list of References, or of objects that hold one.
    pub(super) fn all_named(&self, name: &str, inside: Option<&str>) -> Read<'v, Vec<String>> {
        let mut names = Vec::new();
        for item in self.item.node.objects(name)? {
            let reference = match inside {
                Some(inside) => item.object(inside)?,
                None => Some(item),
            };
            if let Some(reference) = reference {
                names.extend(self.name_of(reference)?);
            }
        }
        Ok(names)
    }
}

/// The id of a resource that becomes an entry.
pub(super) fn source_id<'v>(item: &Item<'v>) -> Read<'v, Option<SourceId>> {
    let Some(resource) = Resource::parse(item.kind) else { return Ok(None) };
    Ok(item.id()?.map(|id| SourceId { resource, id: id.to_owned() }))
}
