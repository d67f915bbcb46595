//! A file: its resources, and which reference leads where.

use super::node::{Node, Read};
use crate::{
    records::model::{Precision, Reason, SOURCE_ID_MAX, When},
    time::Timestamp,
};
use std::collections::HashMap;

/// A resource of the file that is not contained in another.
#[derive(Clone, Copy)]
pub(super) struct Item<'v> {
    pub node: Node<'v>,
    /// The name of its type: nothing but letters.
    pub kind: &'v str,
    full_url: Option<&'v str>,
}

/// Every resource of a file.
pub(super) struct File<'v> {
    pub items: Vec<Item<'v>>,
    /// Entries of the bundle that add nothing.
    pub empty: u32,
    /// What a transaction deletes: type and id.
    pub deleted: Vec<(&'v str, &'v str)>,
    by_url: HashMap<&'v str, usize>,
    by_id: HashMap<(&'v str, &'v str), usize>,
}

/// Where a reference leads.
#[derive(Clone, Copy)]
pub(super) struct Found<'v> {
    pub node: Node<'v>,
    pub kind: &'v str,
    /// Which item it is, unless it is contained in the resource that refers to it.
    pub item: Option<usize>,
}

impl<'v> File<'v> {
    /// Finds the resources of a bundle, or takes a single resource for one.
    pub(super) fn open(root: Node<'v>) -> Read<'v, Self> {
        let kind = kind(root)?;
        let mut file = Self {
            items: Vec::new(),
            empty: 0,
            deleted: Vec::new(),
            by_url: HashMap::new(),
            by_id: HashMap::new(),
        };
        if kind != "Bundle" {
            file.add(Item { node: root, kind, full_url: None })?;
            return Ok(file);
        }
        match root.get("type") {
            None => return root.lacks("type", Reason::Missing),
            Some(node) => {
                let kept = ["document", "collection", "transaction", "searchset"];
                if !node.as_text()?.is_some_and(|kind| kept.contains(&kind)) {
                    return node.refuse(Reason::BundleKind);
                }
            }
        }
        if let Some(rules) = root.get("implicitRules") {
            return rules.refuse(Reason::Modifier);
        }
        let document = root.text("type")? == Some("document");
        for (index, entry) in root.objects("entry")?.into_iter().enumerate() {
            let request = entry.object("request")?;
            let method = request.map_or(Ok(None), |request| request.text("method"))?;
            let adds = matches!(method, None | Some("POST" | "PUT"));
            if let (Some("DELETE"), Some(request)) = (method, request) {
                file.deleted.extend(request.text("url")?.and_then(|url| url.split_once('/')));
            }
            match entry.object("resource")?.filter(|_| adds) {
                Some(node) => {
                    let item = Item { node, kind: self::kind(node)?, full_url: entry.text("fullUrl")? };
                    if document && index == 0 && item.kind == "Composition" {
                        refuse_error(node)?;
                    }
                    file.add(item)?;
                }
                None => file.empty += 1,
            }
        }
        Ok(file)
    }

    fn add(&mut self, item: Item<'v>) -> Read<'v, ()> {
        let index = self.items.len();
        if let Some(url) = item.full_url {
            self.by_url.entry(url).or_insert(index);
        }
        if let Some(id) = item.id()? {
            self.by_id.entry((item.kind, id)).or_insert(index);
        }
        self.items.push(item);
        Ok(())
    }

    /// Where a reference in `from` leads inside the file (FHIR R4, Bundle, "Resolving references").
    pub(super) fn resolve(&self, from: &Item<'v>, reference: &str) -> Read<'v, Option<Found<'v>>> {
        if let Some(id) = reference.strip_prefix('#') {
            for node in from.node.objects("contained")? {
                if node.text("id")? == Some(id) {
                    return Ok(Some(Found { node, kind: kind(node)?, item: None }));
                }
            }
            return Ok(None);
        }
        Ok(self.item_of(from, reference).and_then(|index| {
            let item = self.items.get(index)?;
            Some(Found { node: item.node, kind: item.kind, item: Some(index) })
        }))
    }

    /// The same for resources of their own only.
    pub(super) fn item_of(&self, from: &Item<'v>, reference: &str) -> Option<usize> {
        let reference = reference.split_once("/_history/").map_or(reference, |(current, _)| current);
        if let Some(index) = self.by_url.get(reference) {
            return Some(*index);
        }
        let (kind, id) = reference.split_once('/').filter(|(_, id)| !id.contains('/'))?;
        let beside = from.base().and_then(|base| self.by_url.get(format!("{base}{reference}").as_str()));
        beside.or_else(|| self.by_id.get(&(kind, id))).copied()
    }
}

impl<'v> Item<'v> {
    /// By what the source knows it: the id, or what `fullUrl` says instead (in transactions ids are yet to be given).
    pub(super) fn id(&self) -> Read<'v, Option<&'v str>> {
        let good =
            |id: &str| id.len() <= SOURCE_ID_MAX && !id.chars().any(|c| c.is_whitespace() || c.is_control());
        if let Some(id) = self.node.text("id")? {
            return match self.node.get("id") {
                Some(node) if !good(id) => node.refuse(Reason::BadId),
                _ => Ok(Some(id)),
            };
        }
        let from_url = self.full_url.and_then(|url| {
            url.strip_prefix("urn:uuid:")
                .or_else(|| url.strip_prefix(self.base()?)?.strip_prefix(self.kind)?.strip_prefix('/'))
        });
        Ok(from_url.filter(|id| !id.is_empty() && good(id)))
    }

    /// Since when the source says so; a moment that is none, or not exact, is as good as none.
    pub(super) fn last_updated(&self) -> Read<'v, Option<Timestamp>> {
        let Some(meta) = self.node.object("meta")? else { return Ok(None) };
        let when = meta.text("lastUpdated")?.and_then(When::parse);
        Ok(when.filter(|when| when.precision() == Precision::Instant).map(|when| when.earliest()))
    }

    /// What stands before `Type/id` in the address of the resource.
    fn base(&self) -> Option<&'v str> {
        let url = self.full_url.filter(|url| url.starts_with("http://") || url.starts_with("https://"))?;
        let (rest, _) = url.rsplit_once('/')?;
        rest.strip_suffix(self.kind).filter(|base| base.ends_with('/'))
    }
}

/// The type of a resource.
pub(super) fn kind<'v>(node: Node<'v>) -> Read<'v, &'v str> {
    let Some(kind) = node.get("resourceType") else { return node.lacks("resourceType", Reason::NotFhir) };
    let name = |name: &&str| name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    match kind.as_text()?.filter(name) {
        Some(name) => Ok(name),
        None => kind.refuse(Reason::NotFhir),
    }
}

/// A document whose first page says that it is an error is one as a whole (FHIR R4, `Composition.status`).
fn refuse_error(composition: Node<'_>) -> Read<'_, ()> {
    match composition.get("status") {
        Some(status) if status.as_text()? == Some("entered-in-error") => {
            status.refuse(Reason::DocumentInError)
        }
        _ => Ok(()),
    }
}
