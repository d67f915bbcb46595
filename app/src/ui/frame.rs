//! The frame around every page: document head, header, quick exit, help, footer.

use super::{
    components::PhoneLink,
    islands::{QuickExit, QuickExitTexts},
    session_strip::session_strip,
    texts,
};
use crate::{
    backend::{
        context::{Actor, RequestContext},
        instance::Kind,
        policy::{Action, authorise},
        settings::Practice,
    },
    lang::Lang,
};
use leptos::{hydration::HydrationScripts, prelude::*};

/// The whole document; `content` is what the page itself shows inside `<main>`.
pub(super) fn document(context: &RequestContext, title: &str, content: impl IntoView) -> impl IntoView {
    let lang = context.lang;
    let settings = &context.state.settings;
    let practice = &settings.practice;
    let assets = &settings.assets;
    let options = LeptosOptions::builder().output_name("obhut").site_pkg_dir(assets.folder.clone()).build();
    let demo = settings.kind == Kind::Demo;
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="format-detection" content="telephone=no"/>
                <title>{format!("{title} – {}", texts::portal(lang))}</title>
                <link rel="stylesheet" href=format!("/{}/obhut.css", assets.folder)/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                // First in the head, so that nothing a page computes is ever serialised for the browser.
                <HydrationScripts options islands=true/>
            </head>
            <body>
                <a class="skip-link" href="#main">{texts::skip_to_content(lang)}</a>
                {demo.then(|| view! { <p class="demo-banner" role="note">{texts::demo_banner(lang)}</p> })}
                <header class="site-header">
                    <div class="wrap">
                        <a class="brand" href="/">
                            {brand_mark()}
                            <span class="brand-name">{practice_name(practice, lang)}</span>
                        </a>
                        <nav class="site-tools" aria-label=texts::tools_label(lang)>
                            {language_switch(context)}
                        </nav>
                        {session_strip(context)}
                    </div>
                </header>
                {main_nav(context)}
                <QuickExit texts=quick_exit_texts(lang) url=practice.quick_exit_url().to_owned()/>
                <main id="main" class="wrap" tabindex="-1">{content}</main>
                <footer class="site-footer">
                    <div class="wrap">{help(practice, lang)} {footer_links(lang)}</div>
                </footer>
            </body>
        </html>
    }
}

/// The practice's name, or a neutral word where the operator has given none.
pub fn practice_name(practice: &Practice, lang: Lang) -> String {
    practice.name.clone().unwrap_or_else(|| texts::default_practice_name(lang).to_owned())
}

fn language_switch(context: &RequestContext) -> impl IntoView {
    let others = Lang::ALL.into_iter().filter(|lang| *lang != context.lang);
    others
        .map(|other| {
            // Relative to the page itself: the path of a request may be anything, even the name of another site.
            let href = format!("?lang={}", other.tag());
            view! {
                <a class="lang-switch" href=href lang=other.tag() hreflang=other.tag()>
                    {other.own_name()}
                </a>
            }
        })
        .collect_view()
}

/// The places of signed-in people.
fn main_nav(context: &RequestContext) -> Option<impl IntoView + use<>> {
    let lang = context.lang;
    let may = |action| authorise(action, &context.actor).is_ok();
    let places: Vec<(&str, &str)> = match context.actor {
        Actor::Nobody => return None,
        Actor::Patient(_) => vec![
            ("/home", texts::nav_home(lang)),
            ("/me", texts::nav_me(lang)),
            ("/me/record", texts::nav_record(lang)),
            ("/consents", texts::nav_consents(lang)),
            ("/me/access-log", texts::nav_access_log(lang)),
            ("/me/security", texts::nav_security(lang)),
        ],
        Actor::Staff(_) => [
            Some(("/staff", texts::nav_staff(lang))),
            may(Action::FindPerson).then(|| ("/staff/patients", texts::nav_find(lang))),
            may(Action::InvitePatient).then(|| ("/staff/invitations", texts::nav_invitations(lang))),
            may(Action::ReleaseTemplates).then(|| ("/staff/templates", texts::nav_templates(lang))),
            may(Action::KeepConsentCatalogue).then(|| ("/staff/consents", texts::nav_purposes(lang))),
            may(Action::KeepSending).then(|| ("/staff/sending", texts::nav_sending(lang))),
            may(Action::CarryMessages).then(|| ("/staff/post", texts::nav_letters(lang))),
            may(Action::CarryMessages).then(|| ("/staff/calls", texts::nav_calls(lang))),
            Some(("/me/security", texts::nav_security(lang))),
        ]
        .into_iter()
        .flatten()
        .collect(),
    };
    let here = context.path.clone();
    let links: Vec<_> = places
        .into_iter()
        .map(|(href, text)| {
            let current = (here == href).then_some("page");
            let news = (context.has_news && href == "/home")
                .then(|| view! { " " <span class="nav-new">{texts::nav_new(lang)}</span> });
            view! { <li><a href=href aria-current=current>{text} {news}</a></li> }
        })
        .collect();
    Some(view! {
        <nav class="main-nav" aria-label=texts::nav_label(lang)>
            <div class="wrap"><ul>{links}</ul></div>
        </nav>
    })
}

fn help(practice: &Practice, lang: Lang) -> impl IntoView {
    let contact = match practice.phone.clone() {
        Some(number) => view! { <p>{texts::help_by_phone(lang)} " " <PhoneLink number/></p> }.into_any(),
        None => view! { <p>{texts::help_without_phone(lang)}</p> }.into_any(),
    };
    let hours = practice.hours.get(lang).map(|(written_in, hours)| {
        let foreign = (written_in != lang).then(|| written_in.tag());
        let hours = hours.to_owned();
        view! { <p>{texts::hours(lang)} " " <span lang=foreign>{hours}</span></p> }
    });
    view! {
        <section class="help" aria-labelledby="help-title">
            <h2 id="help-title">{texts::help_title(lang)}</h2>
            {contact}
            {hours}
        </section>
    }
}

fn footer_links(lang: Lang) -> impl IntoView {
    let links = [
        ("/privacy", texts::privacy(lang)),
        ("/accessibility", texts::accessibility(lang)),
        ("/imprint", texts::imprint(lang)),
    ];
    view! {
        <nav class="footer-links" aria-label=texts::footer_label(lang)>
            <ul>
                {links.map(|(href, text)| view! { <li><a href=href>{text}</a></li> }).collect_view()}
            </ul>
        </nav>
    }
}

fn quick_exit_texts(lang: Lang) -> QuickExitTexts {
    QuickExitTexts {
        button: texts::exit_button(lang).to_owned(),
        hint: texts::exit_hint(lang).to_owned(),
        two_more: texts::exit_two_more(lang).to_owned(),
        one_more: texts::exit_one_more(lang).to_owned(),
        leaving: texts::exit_leaving(lang).to_owned(),
    }
}

/// Two hands around somebody, in the colour of the text beside it.
fn brand_mark() -> impl IntoView {
    view! {
        <svg class="brand-mark" viewBox="0 0 32 32" width="36" height="36" fill="currentColor" aria-hidden="true" focusable="false">
            <circle cx="16" cy="13.5" r="4.5"/>
            <path d="M6.2 6A14 14 0 0 0 14.7 29.9V24.5A10.6 10.6 0 0 1 9 6A1.7 1.7 0 0 0 6.2 6Z"/>
            <path d="M25.8 6A14 14 0 0 1 17.3 29.9V24.5A10.6 10.6 0 0 0 23 6A1.7 1.7 0 0 1 25.8 6Z"/>
        </svg>
    }
}
