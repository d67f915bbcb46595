//! Until when a session lasts, on every page, and the way out of it.

use super::{
    date::clock_of,
    form::{Form, SubmitButton},
    session_end::SIGN_OUT_FORM,
    session_island::{SessionWarning, SessionWarningTexts},
    texts,
};
use crate::{
    backend::{context::RequestContext, kept_forms, sessions::Kind},
    lang::Lang,
};
use leptos::prelude::*;

/// Until when somebody is signed in, or has time to set up their access, and the way out; with JavaScript also a
/// warning two minutes before.
pub(super) fn session_strip(context: &RequestContext) -> Option<impl IntoView + use<>> {
    let lang = context.lang;
    let signed = context.signed.as_ref()?;
    let ends_at = signed.view.ends_at;
    let seconds_left = u32::try_from((ends_at.0 - context.now().0) / 1000).unwrap_or(0);
    let token = context.form_token();
    let Strip { until, leave, leave_text, extend, when_over, signed_out, warning } =
        strip(lang, signed.holder.kind, &clock_of(ends_at, lang));
    Some(view! {
        <div class="session-strip">
            <p>{until}</p>
            <Form action=leave token id=SIGN_OUT_FORM>
                <SubmitButton text=leave_text secondary=true/>
            </Form>
        </div>
        <SessionWarning
            texts=warning session=signed.view.id.to_string() seconds_left extend=extend.to_owned()
            sign_in=when_over.to_owned() signed_out=signed_out.to_owned()
            keep_only=kept_forms::KEEP_ONLY.to_owned()
        />
    })
}

/// What the strip says and where it leads.
struct Strip {
    until: String,
    leave: &'static str,
    leave_text: &'static str,
    extend: &'static str,
    /// Where the browser goes when the time is over.
    when_over: &'static str,
    /// Where another tab goes when this one has left.
    signed_out: &'static str,
    warning: SessionWarningTexts,
}

fn strip(lang: Lang, kind: Kind, time: &str) -> Strip {
    let setting_up = |when_over| Strip {
        until: texts::time_until(lang, time),
        leave: "/enrol/leave",
        leave_text: texts::break_off(lang),
        extend: "/enrol/extend",
        when_over,
        signed_out: "/",
        warning: setup_warning_texts(lang),
    };
    match kind {
        Kind::Enrolment { .. } => setting_up("/enrol"),
        Kind::Recovery => setting_up("/recover"),
        Kind::Patient { .. } | Kind::Staff { .. } => Strip {
            until: texts::signed_in_until(lang, time),
            leave: "/sign-out",
            leave_text: texts::sign_out(lang),
            extend: "/session/extend",
            when_over: "/sign-in",
            signed_out: "/signed-out",
            warning: session_warning_texts(lang),
        },
    }
}

fn session_warning_texts(lang: Lang) -> SessionWarningTexts {
    SessionWarningTexts {
        title: texts::warning_title(lang).to_owned(),
        two_minutes: texts::warning_two_minutes(lang).to_owned(),
        one_minute: texts::warning_one_minute(lang).to_owned(),
        half_a_minute: texts::warning_half_a_minute(lang).to_owned(),
        time_left: texts::warning_time_left(lang).to_owned(),
        stay: texts::warning_stay(lang).to_owned(),
        leave: texts::warning_leave(lang).to_owned(),
        not_longer: texts::warning_not_longer(lang).to_owned(),
        close: texts::warning_close(lang).to_owned(),
        failed: texts::warning_failed(lang).to_owned(),
        ended_title: texts::ended_title(lang).to_owned(),
        ended_text: texts::ended_text(lang).to_owned(),
        sign_in_again: texts::ended_sign_in(lang).to_owned(),
    }
}

/// The same for somebody who is setting up their access, and not signed in yet.
fn setup_warning_texts(lang: Lang) -> SessionWarningTexts {
    SessionWarningTexts {
        title: texts::setup_warning_title(lang).to_owned(),
        two_minutes: texts::setup_warning_two_minutes(lang).to_owned(),
        stay: texts::setup_warning_stay(lang).to_owned(),
        leave: texts::break_off(lang).to_owned(),
        not_longer: texts::setup_warning_not_longer(lang).to_owned(),
        ..session_warning_texts(lang)
    }
}
