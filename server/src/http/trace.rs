//! One log line per request: number, method, route, status, time. No path, no query, no address, no person.

use app::backend::{context::RequestId, routes::RouteName};
use axum::{extract::Request, http::Method, middleware::Next, response::Response};
use std::time::Instant;
use tracing::Instrument as _;

/// Middleware: opens a span with the request's number, and writes its line.
pub async fn record(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let line = Line { method: known_method(request.method()), began: Instant::now(), is_written: false };
    // At the highest level, so that the number stands beside a fault whatever the log is set to.
    let span = tracing::error_span!("request", request.id = id);
    async move {
        let response = next.run(request).await;
        line.answered(&response);
        response
    }
    .instrument(span)
    .await
}

/// The line of a request, which is written in any case: when it is answered, or when its caller has hung up and it is
/// dropped.
struct Line {
    method: &'static str,
    began: Instant,
    is_written: bool,
}

impl Line {
    fn answered(mut self, response: &Response) {
        // The route as it was registered; the path itself may hold what somebody typed by mistake.
        let route = response.extensions().get::<RouteName>().map_or("-", |name| name.0);
        let (method, milliseconds) = (self.method, self.milliseconds());
        tracing::info!(method, route, status = response.status().as_u16(), milliseconds, "answered");
        self.is_written = true;
    }

    fn milliseconds(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if !self.is_written {
            let (method, milliseconds) = (self.method, self.milliseconds());
            tracing::info!(method, milliseconds, "the caller hung up before the answer");
        }
    }
}

/// The method, unless somebody has made one up.
fn known_method(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("OTHER")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, body::Body, middleware::from_fn, routing::get};
    use std::time::Duration;
    use std::{
        io,
        sync::{Arc, Mutex},
    };
    use tokio::time::timeout;
    use tower::ServiceExt as _;
    use tracing_subscriber::fmt::MakeWriter;

    /// A log in memory.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("nobody panics").extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl<'a> MakeWriter<'a> for Log {
        type Writer = Self;

        fn make_writer(&'a self) -> Self {
            self.clone()
        }
    }

    impl Log {
        fn lines(&self) -> Vec<String> {
            let bytes = self.0.lock().expect("nobody panics").clone();
            String::from_utf8(bytes).expect("text").lines().map(str::to_owned).collect()
        }
    }

    fn request(path: &str) -> Request {
        let mut request = Request::get(path).body(Body::empty()).expect("a request");
        request.extensions_mut().insert(RequestId("abcdefghij".to_owned()));
        request
    }

    #[tokio::test]
    #[expect(clippy::disallowed_methods, reason = "paths of these tests only, which show nothing")]
    async fn a_request_leaves_one_line_whether_or_not_its_caller_waits() {
        let log = Log::default();
        let subscriber =
            tracing_subscriber::fmt().with_writer(log.clone()).with_ansi(false).with_target(false).finish();
        // While there is a single subscriber, tracing asks that of whichever thread comes across an event first, and
        // remembers the answer for all: a test beside this one, which has none, would silence it. So there are two.
        let _second = tracing::Dispatch::new(tracing_subscriber::registry());
        let _guard = tracing::subscriber::set_default(subscriber);
        let router = Router::new()
            .route("/quick", get(async || "done"))
            .route("/slow", get(std::future::pending::<()>))
            .layer(from_fn(record));
        router.clone().oneshot(request("/quick?name=Erika")).await.expect("an answer");
        let mut waiting = Box::pin(router.oneshot(request("/slow?name=Erika")));
        assert!(timeout(Duration::from_millis(1), &mut waiting).await.is_err());
        assert_eq!(log.lines().len(), 1, "not over yet");
        drop(waiting);
        let lines = log.lines();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[0].contains("answered") && lines[0].contains("status=200"), "{lines:?}");
        assert!(lines[1].contains("hung up") && lines[1].contains("method=\"GET\""), "{lines:?}");
        for line in lines {
            assert!(
                line.contains("abcdefghij") && !line.contains("slow") && !line.contains("Erika"),
                "{line}"
            );
        }
    }
}
