//! Walking through a file: every step knows what it expects and can say where it was disappointed.

use super::json::Value;
use crate::records::{
    decimal::Decimal,
    model::{DropReason, Reason, Refusal, Wanted},
};

/// A value of the file.
#[derive(Clone, Copy)]
pub(super) struct Node<'v>(pub &'v Value<'v>);

/// Why reading a resource ended.
pub(super) enum Stop<'v> {
    /// Nothing of the file is taken over.
    Refuse(Fault<'v>),
    /// This resource is left out.
    Drop(DropReason),
}

pub(super) type Read<'v, T> = Result<T, Stop<'v>>;

/// What is wrong, and with which value, or with which missing member of it.
pub(super) struct Fault<'v> {
    at: Node<'v>,
    missing: Option<&'static str>,
    reason: Reason,
}

impl<'v> Fault<'v> {
    /// Something is wrong with the file as such.
    pub(super) fn whole(root: Node<'v>, reason: Reason) -> Self {
        Self { at: root, missing: None, reason }
    }

    /// The same place for another reason.
    pub(super) fn because(self, reason: Reason) -> Self {
        Self { reason, ..self }
    }

    /// The refusal, its place spelled out.
    pub(super) fn located(&self, root: Node<'_>) -> Refusal {
        let mut steps = Vec::new();
        find(root.0, self.at.0, &mut steps);
        let missing = self.missing.map(|member| format!(".{member}"));
        let path = std::iter::once("$".to_owned()).chain(steps).chain(missing).collect();
        Refusal { path, position: None, reason: self.reason }
    }
}

/// The way from one value to another inside it; values are the same if they lie in the same place.
fn find(from: &Value<'_>, to: &Value<'_>, steps: &mut Vec<String>) -> bool {
    if std::ptr::eq(from, to) {
        return true;
    }
    let mut step = |step: String, value: &Value<'_>| {
        steps.push(step);
        let found = find(value, to, steps);
        if !found {
            steps.pop();
        }
        found
    };
    match from {
        Value::List(items) => {
            items.iter().enumerate().any(|(index, item)| nested(item, to) && step(format!("[{index}]"), item))
        }
        Value::Object(members) => {
            members.iter().any(|(name, value)| nested(value, to) && step(format!(".{name}"), value))
        }
        _ => false,
    }
}

/// Whether a value can be, or can hold, another: spares most of the names from being written down.
fn nested(value: &Value<'_>, to: &Value<'_>) -> bool {
    std::ptr::eq(value, to) || matches!(value, Value::List(_) | Value::Object(_))
}

impl<'v> Node<'v> {
    pub(super) fn refuse<T>(self, reason: Reason) -> Read<'v, T> {
        Err(Stop::Refuse(Fault { at: self, missing: None, reason }))
    }

    /// Refuses because of a member that is not there.
    pub(super) fn lacks<T>(self, member: &'static str, reason: Reason) -> Read<'v, T> {
        Err(Stop::Refuse(Fault { at: self, missing: Some(member), reason }))
    }

    fn wrong<T>(self, wanted: Wanted) -> Read<'v, T> {
        self.refuse(Reason::WrongType(wanted))
    }

    /// A member of an object; `null` stands for nothing (FHIR R4, JSON format).
    pub(super) fn get(self, name: &str) -> Option<Node<'v>> {
        let Value::Object(members) = self.0 else { return None };
        let (_, value) = members.iter().rev().find(|(member, _)| member == name)?;
        (!matches!(value, Value::Null)).then_some(Node(value))
    }

    /// Whether this value is this very text.
    pub(super) fn is_text(self, wanted: &str) -> bool {
        matches!(self.0, Value::Text(text) if text == wanted)
    }

    /// This value, which must be an object.
    pub(super) fn as_object(self) -> Read<'v, Node<'v>> {
        if matches!(self.0, Value::Object(_)) { Ok(self) } else { self.wrong(Wanted::Object) }
    }

    /// This value, which must be a text; one of nothing but space counts as none.
    pub(super) fn as_text(self) -> Read<'v, Option<&'v str>> {
        let Value::Text(text) = self.0 else { return self.wrong(Wanted::Text) };
        // FHIR R4, `string`: no characters below 32 but tab, carriage return and line feed.
        if text.bytes().any(|byte| byte < b' ' && !matches!(byte, b'\t' | b'\r' | b'\n')) {
            return self.refuse(Reason::ControlCharacter);
        }
        Ok(Some(&**text).filter(|text| !text.trim().is_empty()))
    }

    /// The items of this value, which must be a list; `null` items are passed over.
    fn as_list(self) -> Read<'v, impl Iterator<Item = Node<'v>>> {
        let Value::List(items) = self.0 else { return self.wrong(Wanted::List) };
        Ok(items.iter().filter(|item| !matches!(item, Value::Null)).map(Node))
    }

    pub(super) fn object(self, name: &str) -> Read<'v, Option<Node<'v>>> {
        self.get(name).map(Node::as_object).transpose()
    }

    /// A member that is a list of objects; none if it is not there.
    pub(super) fn objects(self, name: &str) -> Read<'v, Vec<Node<'v>>> {
        match self.get(name) {
            Some(list) => list.as_list()?.map(Node::as_object).collect(),
            None => Ok(Vec::new()),
        }
    }

    pub(super) fn text(self, name: &str) -> Read<'v, Option<&'v str>> {
        self.get(name).map_or(Ok(None), Node::as_text)
    }

    /// The same, to be kept.
    pub(super) fn words(self, name: &str) -> Read<'v, Option<String>> {
        Ok(self.text(name)?.map(str::to_owned))
    }

    /// A member that is a list of texts; none if it is not there.
    pub(super) fn texts(self, name: &str) -> Read<'v, Vec<String>> {
        let Some(list) = self.get(name) else { return Ok(Vec::new()) };
        let mut texts = Vec::new();
        for item in list.as_list()? {
            texts.extend(item.as_text()?.map(str::to_owned));
        }
        Ok(texts)
    }

    pub(super) fn yes_no(self, name: &str) -> Read<'v, Option<bool>> {
        match self.get(name) {
            Some(Node(Value::Bool(value))) => Ok(Some(*value)),
            Some(node) => node.wrong(Wanted::YesNo),
            None => Ok(None),
        }
    }

    pub(super) fn number(self, name: &str) -> Read<'v, Option<Decimal>> {
        match self.get(name) {
            Some(node @ Node(Value::Number(number))) => match Decimal::parse(number) {
                Some(number) => Ok(Some(number)),
                None => node.refuse(Reason::LongNumber),
            },
            Some(node) => node.wrong(Wanted::Number),
            None => Ok(None),
        }
    }

    /// Whether an object has members beyond these.
    pub(super) fn has_others(self, known: &[&str]) -> bool {
        let Value::Object(members) = self.0 else { return false };
        members.iter().any(|(name, _)| !known.contains(&&**name))
    }

    /// Whether a member of this name with something in it stands here or anywhere below.
    pub(super) fn holds(self, name: &str) -> bool {
        match self.0 {
            Value::Object(members) => members.iter().any(|(member, value)| {
                (member == name && !matches!(value, Value::Null)) || Node(value).holds(name)
            }),
            Value::List(items) => items.iter().any(|item| Node(item).holds(name)),
            _ => false,
        }
    }
}
