//! Joins the features into one route table.

use crate::{
    accounts, audit,
    backend::{
        routes::{Endpoint, Routes},
        state::AppState,
    },
    consents, notices, patients, practice, records, staff, ui,
};
use axum::Router;

/// Every path of the portal, with the policy action that guards it.
pub fn routes() -> Routes {
    Routes::new()
        .merge(practice::routes::routes())
        .merge(accounts::routes::routes())
        .merge(patients::routes::routes())
        .merge(audit::routes::routes())
        .merge(records::routes::routes())
        .merge(consents::routes::routes())
        .merge(consents::export::routes::routes())
        .merge(consents::console::routes::routes())
        .merge(consents::paper::routes())
        .merge(notices::routes::routes())
        .merge(staff::routes::routes())
        .merge(ui::routes::routes())
}

/// The route table alone.
pub fn endpoints() -> Vec<Endpoint> {
    routes().into_parts().1
}

/// The router; the server wraps its layers around it.
pub fn router(state: AppState) -> Router {
    routes().into_parts().0.with_state(state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        backend::{
            policy::{Permit, authorise},
            testing::{cast, golden},
        },
        error::AppError,
    };

    #[test]
    fn every_route_is_open_to_exactly_those_on_paper() {
        let mut lines: Vec<String> = endpoints()
            .into_iter()
            .map(|endpoint| {
                let answers: Vec<String> = cast::everybody()
                    .into_iter()
                    .map(|(name, actor)| match authorise(endpoint.action, &actor) {
                        Ok(Permit::Given) => name.to_owned(),
                        Ok(Permit::AgainstReason) => format!("{name} (with reason)"),
                        Err(AppError::SignInRequired | AppError::NotFound) => String::new(),
                        Err(other) => panic!("{other:?} is no answer of the policy"),
                    })
                    .filter(|answer| !answer.is_empty())
                    .collect();
                let kept = endpoint.keep.map(|keep| format!(" (may keep {})", keep.fields().join(", ")));
                format!(
                    "{} {} [{:?}]: {}{}\n",
                    endpoint.method,
                    endpoint.path,
                    endpoint.action,
                    answers.join(", "),
                    kept.unwrap_or_default()
                )
            })
            .collect();
        lines.sort();
        golden::assert_matches("routes.txt", &lines.concat());
    }

    #[test]
    fn the_page_of_a_form_that_may_be_kept_stands_where_the_form_is_posted_to() {
        let all = endpoints();
        let keeping: Vec<_> = all.iter().filter(|endpoint| endpoint.keep.is_some()).collect();
        assert!(!keeping.is_empty());
        for form in keeping {
            let is_page = |other: &&Endpoint| other.method == "GET" && other.path == form.path;
            let page = all.iter().find(is_page).unwrap_or_else(|| panic!("{} has no page", form.path));
            assert_eq!(page.action, form.action, "{}", form.path);
        }
    }
}
