//! A mail as bytes: text and HTML of it side by side (RFC 2046, section 5.1.4).
//!
//! Nothing in it comes from chance or from this machine: the same mail at the same time is the same bytes.

use crate::config::Senders;
use app::{
    backend::mail::{Mail, MailError},
    time::Timestamp,
};
use lettre::{
    Address, Message,
    address::Envelope,
    message::{
        Mailbox, MultiPart, MultiPartKind, SinglePart,
        header::{ContentType, Date, HeaderName, HeaderValue, MessageId, Subject},
    },
};
use sha2::{Digest as _, Sha256};
use std::time::{Duration, SystemTime};
use url::Host;

/// The longest value of a header, in bytes; a line may have 998 (RFC 5322, section 2.1.1).
const LONGEST: usize = 900;

/// A mail that can be handed over.
pub struct Ready {
    pub from: Address,
    pub to: Address,
    /// Nothing but ASCII, in lines that end with CR and LF.
    pub bytes: Vec<u8>,
}

/// Writes a mail out.
///
/// # Errors
/// [`MailError::Never`]: `address` when it cannot be delivered to such an address, `header` or `text` when something in it
/// could be taken for more than it is.
pub fn compose(mail: &Mail, senders: &Senders, now: Timestamp) -> Result<Ready, MailError> {
    let from = if mail.is_discreet { &senders.discreet } else { &senders.usual };
    let to = recipient(mail.to.expose())?;
    let id = message_id(&mail.message_id)?;
    let name = Some(line(&mail.from_name)?.trim()).filter(|name| !name.is_empty());
    let mut builder = Message::builder()
        .header(Date::new(moment(now)))
        .from(Mailbox::new(name.map(str::to_owned), from.clone()))
        .to(Mailbox::new(None, to.clone()))
        .header(Subject::from(line(&mail.subject)?.to_owned()))
        .header(MessageId::from(format!("<{id}>")))
        .raw_header(header("Content-Language", line(mail.lang)?))
        // Nobody is to be answered by an absence notice (RFC 3834, section 5).
        .raw_header(header("Auto-Submitted", "auto-generated"));
    if let Some(url) = &mail.unsubscribe {
        builder = builder
            .raw_header(header("List-Unsubscribe", &format!("<{}>", link(url.expose())?)))
            .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }
    let body = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(boundary(id))
        .singlepart(part(ContentType::TEXT_PLAIN, &mail.text)?)
        .singlepart(part(ContentType::TEXT_HTML, &mail.html)?);
    let envelope = Envelope::new(Some(from.clone()), vec![to.clone()]);
    let message = builder
        .envelope(envelope.map_err(|_| MailError::Never("address"))?)
        .multipart(body)
        .map_err(|_| MailError::Never("header"))?;
    let bytes = message.formatted();
    if !bytes.is_ascii() {
        return Err(MailError::Never("address"));
    }
    Ok(Ready { from: from.clone(), to, bytes })
}

/// The name of a mail among files, and what stands between its parts; the same for a mail that is sent again.
pub fn digest(message_id: &str) -> String {
    Sha256::digest(message_id).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn boundary(id: &str) -> String {
    format!("part-{}", digest(id))
}

/// An address that every mail server takes; letters beyond ASCII may stand in the domain, which is written in its
/// `xn--` form then (RFC 5891).
fn recipient(text: &str) -> Result<Address, MailError> {
    let refused = MailError::Never("address");
    let address: Address = line(text)?.parse().map_err(|_| refused)?;
    if !address.user().is_ascii() {
        return Err(refused);
    }
    if address.domain().is_ascii() {
        return Ok(address);
    }
    let host = Host::parse(address.domain()).map_err(|_| refused)?;
    Address::new(address.user(), host.to_string()).map_err(|_| refused)
}

/// What may stand between the angle brackets of a `Message-ID`.
fn message_id(text: &str) -> Result<&str, MailError> {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>');
    let is_id = text.len() <= LONGEST
        && text.bytes().all(is_plain)
        && text.split_once('@').is_some_and(|(left, right)| !left.is_empty() && !right.is_empty());
    if is_id { Ok(text) } else { Err(MailError::Never("header")) }
}

/// What may stand between the angle brackets of `List-Unsubscribe` (RFC 2369, section 2).
fn link(url: &str) -> Result<&str, MailError> {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b',');
    let is_link = url.len() <= LONGEST && url.bytes().all(is_plain);
    if is_link { Ok(url) } else { Err(MailError::Never("header")) }
}

/// The value of a header; a line break would begin another.
fn line(text: &str) -> Result<&str, MailError> {
    let is_line = text.len() <= LONGEST && !text.chars().any(char::is_control);
    if is_line { Ok(text) } else { Err(MailError::Never("header")) }
}

/// One rendering of the text. What is no line break and no tabulator has no business in it: a lone CR is a line break to
/// some servers and none to others.
fn part(content_type: ContentType, text: &str) -> Result<SinglePart, MailError> {
    let text = text.replace("\r\n", "\n");
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        return Err(MailError::Never("text"));
    }
    Ok(SinglePart::builder().header(content_type).body(text))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// As a mail can say it: from 1970 on.
fn moment(now: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(now.0).unwrap_or_default())
}
