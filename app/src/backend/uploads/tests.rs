//! Forms as browsers send them, and bodies that no browser sends.

use super::{
    form::{FIELD, WHOLE},
    pieces::HEAD,
    *,
};
use crate::error::AppError;
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, header},
};
use futures::{StreamExt as _, stream};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

const KIND: &str = "multipart/form-data; boundary=grenze";

fn file(content: &str) -> String {
    format!(
        "--grenze\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"../../x.pdf\"\r\nContent-Type: application/pdf\r\n\r\n{content}\r\n"
    )
}

fn field(name: &str, content: &str) -> String {
    format!("--grenze\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{content}\r\n")
}

async fn read(kind: &'static str, body: String) -> Result<Upload, AppError> {
    let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(kind))]);
    Upload::read(&headers, Body::from(body), 10).await
}

#[tokio::test]
async fn fields_and_a_file_arrive_and_a_file_that_is_too_large_loses_no_field() {
    let whole = field("day", "24") + &file("0123456789") + &field("year", "2026 ü") + "--grenze--\r\n";
    let upload = read(KIND, whole).await.expect("reads");
    assert_eq!(
        (upload.field("day"), upload.field("year"), upload.field("no")),
        ("24".into(), "2026 ü".into(), String::new())
    );
    assert_eq!(upload.file(), &File::Content(b"0123456789".to_vec()));
    let whole = file("0123456789x") + &field("year", "2026") + "--grenze--\r\n";
    let upload = read(KIND, whole).await.expect("reads");
    assert_eq!((upload.file(), upload.field("year")), (&File::TooLarge, "2026".into()));
    let upload = read(KIND, file("") + "--grenze--\r\n").await.expect("reads");
    assert_eq!(upload.file(), &File::None);
}

#[tokio::test]
async fn a_file_is_one_whatever_it_is_called() {
    for name in [r"scan\", r"C:\scans\", r#"a\"b\"#, "", "x.pdf"] {
        let head = format!("Content-Disposition: form-data; name=\"scan\"; filename=\"{name}\"");
        // No text: a field of these bytes would be refused.
        let content = b"\x89PNG\xff\xfe\r\n";
        let mut body = field("day", "24").into_bytes();
        body.extend(format!("--grenze\r\n{head}\r\nContent-Type: image/png\r\n\r\n").into_bytes());
        body.extend([content.as_slice(), b"\r\n--grenze--\r\n"].concat());
        let upload = read_body(Body::from(body)).await.expect("reads");
        assert_eq!(upload.file(), &File::Content(content.to_vec()), "{name}");
        assert_eq!((upload.field("day"), upload.field("scan")), ("24".into(), String::new()), "{name}");
    }
}

#[tokio::test]
async fn what_is_no_form_is_refused() {
    for (kind, body) in [
        ("application/x-www-form-urlencoded", "a=b".to_owned()),
        ("multipart/form-data", field("a", "b") + "--grenze--\r\n"),
        (KIND, "nothing of the kind".to_owned()),
        (KIND, field("a", "b")),
        (KIND, file("x") + &file("y") + "--grenze--\r\n"),
        (KIND, field("a", &"x".repeat(20_000)) + "--grenze--\r\n"),
        (KIND, (0..70).map(|number| field(&number.to_string(), "x")).collect::<String>() + "--grenze--\r\n"),
    ] {
        assert_eq!(read(kind, body).await.map(drop), Err(AppError::BadRequest), "{kind}");
    }
}

/// A body that comes in pieces of this size, as from a network: after each nothing is there for a moment. The number says how
/// many bytes were taken.
fn arriving(size: usize, body: impl Iterator<Item = Bytes> + Send + 'static) -> (Body, Arc<AtomicUsize>) {
    let taken = Arc::new(AtomicUsize::new(0));
    let count = taken.clone();
    let pieces = body.flat_map(move |part| {
        let part = part.to_vec();
        part.chunks(size).map(Bytes::copy_from_slice).collect::<Vec<_>>()
    });
    let stream = stream::iter(pieces).then(move |piece| {
        let count = count.clone();
        async move {
            tokio::task::yield_now().await;
            count.fetch_add(piece.len(), Ordering::Relaxed);
            Ok::<_, std::convert::Infallible>(piece)
        }
    });
    (Body::from_stream(stream), taken)
}

async fn read_body(body: Body) -> Result<Upload, AppError> {
    let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(KIND))]);
    Upload::read(&headers, body, 10).await
}

/// So many bytes of something without a line end.
fn endless(bytes: usize) -> impl Iterator<Item = Bytes> {
    std::iter::repeat_n(Bytes::from(vec![b'x'; 1_000]), bytes / 1_000)
}

#[tokio::test]
async fn a_form_is_the_same_however_it_arrives() {
    let name = "x".repeat(3_000);
    let body = field("form_token", "t")
        + &field("day", &name)
        + &file("0123456789")
        + &field("year", "2026")
        + "--grenze--\r\n";
    let whole = read(KIND, body.clone()).await.expect("reads");
    for size in [1, 2, 3, 7, 64, 1_460, 4_096, 100_000] {
        let (arriving, _) = arriving(size, std::iter::once(Bytes::from(body.clone())));
        let upload = read_body(arriving).await.expect("reads");
        for name in ["form_token", "day", "year"] {
            assert_eq!(upload.field(name), whole.field(name), "{name} in pieces of {size}");
        }
        assert_eq!(upload.file(), &File::Content(b"0123456789".to_vec()), "in pieces of {size}");
    }
}

#[tokio::test]
async fn a_part_that_does_not_begin_is_refused_before_much_of_it_was_read() {
    let heads = [
        // Before the first part, in a header, and after many headers.
        String::new(),
        "--grenze\r\nContent-Disposition: form-data; name=\"a".to_owned(),
        field("a", "b") + "--grenze\r\nX: ",
        field("a", "b") + "--grenze" + &" ".repeat(20_000),
        field("a", "b") + "--grenze\r\n" + &"X: y\r\n".repeat(3_000),
    ];
    for head in heads {
        for size in [1, 1_460, 1_000_000] {
            let start = head.len().min(1_000);
            let content = std::iter::once(Bytes::from(head.clone())).chain(endless(16_000_000));
            let (body, taken) = arriving(size, content);
            assert_eq!(read_body(body).await.map(drop), Err(AppError::BadRequest), "{head:.80}");
            let (taken, most) = (taken.load(Ordering::Relaxed), start + HEAD + 2 * size.max(4_096));
            assert!(taken <= most, "{taken} of at most {most} bytes in pieces of {size}: {head:.80}");
        }
    }
}

#[tokio::test]
async fn there_are_few_parts_whatever_they_hold() {
    let long = format!("multipart/form-data; boundary={}", "b".repeat(71));
    let headers =
        HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_str(&long).expect("a header"))]);
    assert_eq!(Upload::read(&headers, Body::empty(), 10).await.map(drop), Err(AppError::BadRequest));
    for part in [field("a", "b"), file("")] {
        assert!(read(KIND, part.repeat(64) + "--grenze--\r\n").await.is_ok());
        assert_eq!(read(KIND, part.repeat(65) + "--grenze--\r\n").await.map(drop), Err(AppError::BadRequest));
        let (body, taken) = arriving(1_000, std::iter::repeat_n(Bytes::from(part), 100_000));
        assert_eq!(read_body(body).await.map(drop), Err(AppError::BadRequest));
        assert!(taken.load(Ordering::Relaxed) < 20_000);
    }
}

#[tokio::test]
async fn a_file_larger_than_any_form_loses_no_field_that_stands_before_it() {
    let beginning = field("year", "2026") + file("").trim_end();
    let beginning = Bytes::from(beginning + "\r\n\r\n");
    let content = std::iter::once(beginning).chain(endless(2 * WHOLE as usize));
    let (body, taken) = arriving(1_000_000, content);
    let upload = read_body(body).await.expect("reads");
    assert_eq!((upload.file(), upload.field("year")), (&File::TooLarge, "2026".into()));
    assert!(taken.load(Ordering::Relaxed) < WHOLE as usize + 2_000_000);
}

#[tokio::test]
async fn a_field_that_is_too_long_is_read_no_further() {
    let fits = "x".repeat(FIELD);
    let upload = read(KIND, field("a", &fits) + "--grenze--\r\n").await.expect("reads");
    assert_eq!(upload.field("a"), fits);
    for size in [1, 1_460, 100_000] {
        let beginning = Bytes::from(field("a", "b").trim_end().to_owned());
        let (body, taken) = arriving(size, std::iter::once(beginning).chain(endless(2 * WHOLE as usize)));
        assert_eq!(read_body(body).await.map(drop), Err(AppError::BadRequest));
        let (taken, most) = (taken.load(Ordering::Relaxed), FIELD + HEAD + 2 * size.max(4_096));
        assert!(taken <= most, "{taken} of at most {most} bytes in pieces of {size}");
    }
}
