//! The endpoints that belong to the frame itself: the quick exit, and the browser's reports of refused content.

use super::{page::Rendered, texts};
use crate::backend::{
    context::{LANG_COOKIE, RequestContext},
    policy::Action,
    routes::Routes,
    sessions::COOKIE as SESSION_COOKIE,
};
use axum::{
    body::Bytes,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse as _, Response},
};
use leptos::prelude::*;

pub fn routes() -> Routes {
    Routes::new().post("/exit", Action::LeaveQuickly, exit).post("/csp-report", Action::ReportCsp, csp_report)
}

/// Leaves the portal: clears what the browser kept, and forwards to a page that says nothing about health.
///
/// The forwarding is a `Refresh` header, because `form-action 'self'` forbids a redirect to another origin.
///
/// A session that cannot be ended must not keep anybody here; it ends by itself.
async fn exit(context: RequestContext) -> Response {
    if let Some(session) = context.session.as_ref().filter(|session| session.id().is_some())
        && session.flush().await.is_err()
    {
        tracing::warn!("a session could not be ended by the quick exit");
    }
    let url = context.state.settings.practice.quick_exit_url();
    let lang = context.lang;
    let html = view! {
        <!DOCTYPE html>
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{texts::exit_page_title(lang)}</title>
            </head>
            <body>
                <main>
                    <h1>{texts::exit_page_title(lang)}</h1>
                    <p>
                        <a href=url.to_owned() rel="noreferrer">{texts::exit_page_link(lang)}</a>
                    </p>
                </main>
            </body>
        </html>
    }
    .to_html();
    let mut response = (StatusCode::OK, Html(html)).into_response();
    response.extensions_mut().insert(Rendered);
    let headers = response.headers_mut();
    headers.insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    // Not Clear-Site-Data's "cookies": that would empty the practice's other sites under the same domain as well.
    for gone in [LANG_COOKIE, SESSION_COOKIE] {
        let gone = format!("{gone}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax");
        headers.extend(HeaderValue::from_str(&gone).map(|gone| (header::SET_COOKIE, gone)));
    }
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if let Ok(refresh) = HeaderValue::from_str(&format!("0; url={url}")) {
        headers.insert(header::REFRESH, refresh);
    }
    response
}

/// Notes which directive of the content security policy was violated, and nothing about where or by whom.
async fn csp_report(body: Bytes) -> StatusCode {
    tracing::warn!(directive = violated_directive(&body), "a browser refused content");
    StatusCode::NO_CONTENT
}

/// The directive in a report of either format (`report-uri` and the Reporting API), reduced to letters and hyphens.
fn violated_directive(body: &[u8]) -> String {
    const LONGEST: usize = 40;
    let report: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    let directive = report["csp-report"]["effective-directive"]
        .as_str()
        .or_else(|| report["csp-report"]["violated-directive"].as_str())
        .or_else(|| report[0]["body"]["effectiveDirective"].as_str())
        .unwrap_or("unknown");
    directive.chars().filter(|c| c.is_ascii_lowercase() || *c == '-').take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_leaves_its_directive_and_nothing_else() {
        for (body, expected) in [
            (
                r#"{"csp-report":{"effective-directive":"script-src","blocked-uri":"https://x/?name=Erika"}}"#,
                "script-src",
            ),
            (r#"{"csp-report":{"violated-directive":"img-src"}}"#, "img-src"),
            (
                r#"[{"type":"csp-violation","body":{"effectiveDirective":"style-src-elem"}}]"#,
                "style-src-elem",
            ),
            (r#"{"csp-report":{"effective-directive":"a\nb Erika <script>"}}"#, "abrikascript"),
            ("not json", "unknown"),
            ("[]", "unknown"),
        ] {
            assert_eq!(violated_directive(body.as_bytes()), expected, "{body}");
        }
    }
}
