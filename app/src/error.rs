//! [`AppError`]: the only error that may cross the wire.
//!
//! It carries codes, never text: a page looks the sentence up in the reader's language.
//! What went wrong inside stays in `backend::failure::Failure`, which cannot be serialised.

use serde::{Deserialize, Serialize};

/// What a request can be answered with instead of what it asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum AppError {
    /// The page or action needs a signed-in person.
    SignInRequired,
    /// The action needs a fresh proof of identity.
    StepUpRequired,
    /// The request itself is refused (wrong origin); never used for somebody else's data, which is `NotFound`.
    Forbidden,
    /// There is no such thing, or it belongs to somebody else; the two answers are the same bytes.
    NotFound,
    /// The path exists, but not for this HTTP method.
    MethodNotAllowed,
    /// The request does not make sense as HTTP (broken encoding, too many headers).
    BadRequest,
    /// The request took longer to arrive than we wait.
    RequestTimeout,
    /// The body is larger than the route takes.
    PayloadTooLarge,
    /// The request was addressed to a host name that is not ours.
    MisdirectedRequest,
    /// The typed values need correction, field by field.
    Invalid { fields: Vec<FieldError> },
    /// Too many tries; the number says when the next one is welcome.
    RateLimited { retry_after_seconds: u32 },
    /// The database or a worker is not available at the moment; trying again later helps.
    Unavailable,
    /// A fault of ours, logged under this incident id.
    Internal { incident: String },
}

/// One field that needs correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The `name` of the form control.
    pub field: String,
    /// What is wrong with it; the sentence stands in the catalogue of the slice.
    pub code: FieldCode,
}

/// Why a value was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldCode {
    /// Nothing was entered.
    Missing,
    /// More characters than the field takes.
    TooLong,
    /// Fewer characters than the value needs.
    TooShort,
    /// The value does not have the form it needs.
    Malformed,
    /// The check digit does not fit: one of the others is mistyped.
    CheckDigit,
    /// The calendar has no such day.
    Impossible,
    /// The day has not come yet.
    Future,
    /// Nobody is that old.
    TooOld,
    /// Everybody tries this one first.
    TooCommon,
    /// It may be right, but it has characters with which it cannot be used here.
    Unsupported,
}

impl AppError {
    /// The HTTP status code (RFC 9110, RFC 6585) this error is answered with.
    pub const fn status(&self) -> u16 {
        match self {
            AppError::BadRequest => 400,
            AppError::SignInRequired => 401,
            AppError::StepUpRequired | AppError::Forbidden => 403,
            AppError::NotFound => 404,
            AppError::MethodNotAllowed => 405,
            AppError::RequestTimeout => 408,
            AppError::PayloadTooLarge => 413,
            AppError::MisdirectedRequest => 421,
            AppError::Invalid { .. } => 422,
            AppError::RateLimited { .. } => 429,
            AppError::Internal { .. } => 500,
            AppError::Unavailable => 503,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_over_the_wire_is_a_code_and_nothing_else() {
        let invalid = AppError::Invalid {
            fields: vec![FieldError { field: "given_name".into(), code: FieldCode::TooLong }],
        };
        assert_eq!(
            serde_json::to_string(&invalid).expect("serialises"),
            r#"{"code":"invalid","fields":[{"field":"given_name","code":"too_long"}]}"#
        );
        assert_eq!(
            serde_json::to_string(&AppError::NotFound).expect("serialises"),
            r#"{"code":"not_found"}"#
        );
    }
}
