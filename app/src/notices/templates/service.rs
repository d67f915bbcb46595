//! Reading, writing and releasing texts.

use super::{
    model::{Problem, Standing, TemplateForm, TemplateKind, Verdict, Wording, Wordings, problems},
    store::{self, DecisionRow, NewDecision, TextRow, VersionRow},
};
use crate::{
    audit::{self, Act, Category, reason},
    backend::{
        context::{Actor, RequestContext},
        crypto::Purpose,
        failure::Failure,
        policy::{Action, authorise},
        state::AppState,
    },
    error::{AppError, FieldError},
    ids::PersonId,
    lang::Lang,
    patients::service::display_name,
    redacted::Redacted,
    time::Timestamp,
};

/// Who did something with a version, and when.
#[derive(Clone, Debug)]
pub struct Deed {
    pub name: Redacted<String>,
    pub at: Timestamp,
    /// Why; for a release there is none.
    pub reason: Option<Redacted<String>>,
}

/// A version with what was decided about it.
#[derive(Clone, Debug)]
pub struct Version {
    pub number: i64,
    pub texts: Wordings,
    pub standing: Standing,
    pub written: Deed,
    /// Whether whoever asks wrote it.
    pub is_own: bool,
    author: PersonId,
    pub released: Option<Deed>,
    /// Rejected, or retired after its release.
    pub ended: Option<Deed>,
}

/// Everything about one kind.
#[derive(Clone, Debug)]
pub struct History {
    pub kind: TemplateKind,
    /// The newest first.
    pub versions: Vec<Version>,
}

impl History {
    /// What is sent, if it is not the text of the portal.
    pub fn in_force(&self) -> Option<&Version> {
        self.versions.iter().find(|version| version.standing == Standing::InForce)
    }

    /// What waits for a decision.
    pub fn draft(&self) -> Option<&Version> {
        self.versions.iter().find(|version| version.standing == Standing::Draft)
    }

    /// The version of that number.
    pub fn find(&self, number: i64) -> Option<&Version> {
        self.versions.iter().find(|version| version.number == number)
    }

    /// The number of the newest; 0 before there is any.
    pub fn newest(&self) -> i64 {
        self.versions.first().map_or(0, |version| version.number)
    }

    /// What is sent.
    pub fn sent(&self) -> Wordings {
        self.in_force().map_or_else(|| Wordings::shipped(self.kind), |version| version.texts.clone())
    }

    /// What an editor begins with: a draft or one that was rejected is gone on with, otherwise what is sent.
    pub fn to_edit(&self) -> TemplateForm {
        let newest = self.versions.first();
        let newest = newest.filter(|newest| matches!(newest.standing, Standing::Draft | Standing::Rejected));
        let texts = newest.map_or_else(|| self.sent(), |newest| newest.texts.clone());
        TemplateForm::filled(&texts, self.newest())
    }
}

/// The list of all kinds.
pub async fn list(context: &RequestContext) -> Result<Vec<History>, AppError> {
    let mut all = Vec::with_capacity(TemplateKind::ALL.len());
    for kind in TemplateKind::ALL {
        all.push(history(context, kind).await?);
    }
    Ok(all)
}

/// Everything about one kind.
pub async fn history(context: &RequestContext, kind: TemplateKind) -> Result<History, AppError> {
    authorise(Action::ReleaseTemplates, &context.actor)?;
    let (state, reader) = (&context.state, own_person(context)?);
    let (versions, texts, decisions) = load(state, kind).await?;
    let standings = standings(&versions, &decisions);
    let mut all = Vec::with_capacity(versions.len());
    for (row, standing) in versions.iter().zip(standings) {
        let of = |verdict: Verdict| {
            decisions.iter().find(|made| made.version == row.version && made.verdict == verdict.as_str())
        };
        let ended = of(Verdict::Rejected).or_else(|| of(Verdict::Retired));
        all.push(Version {
            number: row.version,
            texts: Wordings { de: text_of(&texts, row, Lang::De)?, en: text_of(&texts, row, Lang::En)? },
            standing,
            written: Deed {
                name: display_name(state, row.author_id).await?,
                at: row.authored_at,
                reason: None,
            },
            is_own: row.author_id == reader,
            author: row.author_id,
            released: deed(state, kind, of(Verdict::Released)).await?,
            ended: deed(state, kind, ended).await?,
        });
    }
    Ok(History { kind, versions: all })
}

async fn load(
    state: &AppState,
    kind: TemplateKind,
) -> Result<(Vec<VersionRow>, Vec<TextRow>, Vec<DecisionRow>), Failure> {
    let kind = kind.as_str();
    let read = state.db.read(move |tx| {
        Box::pin(async move {
            // What is written between two statements is there in the later ones: every version read has its texts.
            let versions = store::list_versions(tx, kind).await?;
            Ok((versions, store::list_texts(tx, kind).await?, store::list_decisions(tx, kind).await?))
        })
    });
    read.await
}

/// Where each version stands, the newest first.
fn standings(versions: &[VersionRow], decisions: &[DecisionRow]) -> Vec<Standing> {
    let has = |version: i64, verdict: Verdict| {
        decisions.iter().any(|made| made.version == version && made.verdict == verdict.as_str())
    };
    let mut sent = true;
    let standing = |(place, row): (usize, &VersionRow)| {
        if has(row.version, Verdict::Released) {
            let is_newest = std::mem::replace(&mut sent, false);
            match (has(row.version, Verdict::Retired), is_newest) {
                (true, _) => Standing::Retired,
                (false, true) => Standing::InForce,
                (false, false) => Standing::Replaced,
            }
        } else if has(row.version, Verdict::Rejected) {
            Standing::Rejected
        } else if place == 0 {
            Standing::Draft
        } else {
            Standing::Overtaken
        }
    };
    versions.iter().enumerate().map(standing).collect()
}

fn text_of(texts: &[TextRow], version: &VersionRow, lang: Lang) -> Result<Wording, Failure> {
    let row = texts.iter().find(|text| text.version == version.version && text.lang == lang.tag());
    let row = row.ok_or(Failure::Inconsistent { table: "template_texts", column: "lang" })?;
    Ok(Wording { subject: row.subject.clone(), body: row.body.clone() })
}

async fn deed(
    state: &AppState,
    kind: TemplateKind,
    row: Option<&DecisionRow>,
) -> Result<Option<Deed>, Failure> {
    let Some(row) = row else { return Ok(None) };
    let open = |sealed: &Vec<u8>| {
        let plain = state.keys.open_sealed(Purpose::Audit, &place(kind, row.version), sealed)?;
        String::from_utf8(plain.to_vec()).map(Redacted::new).map_err(|_| Failure::Sealed)
    };
    let reason = row.reason_enc.as_ref().map(open).transpose()?;
    Ok(Some(Deed { name: display_name(state, row.decided_by).await?, at: row.decided_at, reason }))
}

fn place(kind: TemplateKind, version: i64) -> [Vec<u8>; 3] {
    [b"template-decision".to_vec(), kind.as_str().as_bytes().to_vec(), version.to_be_bytes().to_vec()]
}

fn own_person(context: &RequestContext) -> Result<PersonId, AppError> {
    match &context.actor {
        Actor::Staff(member) => Ok(member.person()),
        Actor::Nobody | Actor::Patient(_) => Err(AppError::NotFound),
    }
}

/// What became of a text that was to be saved.
#[derive(Debug, PartialEq, Eq)]
pub enum Written {
    Done,
    Invalid(Vec<Problem>),
    /// Somebody else has saved a newer version in the meantime.
    Elsewhere,
}

/// Saves a text as the next version, a draft.
pub async fn write(
    context: &RequestContext,
    kind: TemplateKind,
    form: &TemplateForm,
) -> Result<Written, AppError> {
    authorise(Action::WriteTemplates, &context.actor)?;
    let (state, author, now) = (&context.state, own_person(context)?, context.now());
    let texts = match form.check(kind, state.settings.practice.name.as_deref()) {
        Ok(texts) => texts,
        Err(problems) => return Ok(Written::Invalid(problems)),
    };
    let (base, name) = (form.base(), kind.as_str());
    let log = entry(context, Act::TemplateWritten).await?;
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            store::begin(tx, name).await?;
            if !store::advance(tx, name, base).await? {
                return Ok(false);
            }
            let version = base + 1;
            store::insert_version(tx, name, version, author, now).await?;
            for lang in Lang::ALL {
                store::insert_text(tx, name, version, lang, texts.get(lang)).await?;
            }
            audit::record(tx, log).await?;
            Ok(true)
        })
    });
    Ok(if write.await? { Written::Done } else { Written::Elsewhere })
}

/// What became of a decision.
#[derive(Debug, PartialEq, Eq)]
pub enum Decided {
    Done,
    /// Nobody releases what they wrote.
    Own,
    /// It is not up for this decision any more: somebody else was faster.
    Elsewhere,
    /// The reason needs correction.
    Reason(FieldError),
    /// It contains what may not leave the house by now.
    Refused,
}

/// Releases, rejects or retires a version.
pub async fn decide(
    context: &RequestContext,
    kind: TemplateKind,
    number: i64,
    verdict: Verdict,
    reason: &str,
) -> Result<Decided, AppError> {
    let history = history(context, kind).await?;
    let version = history.find(number).ok_or(AppError::NotFound)?;
    let wanted = match verdict {
        Verdict::Released | Verdict::Rejected => Standing::Draft,
        Verdict::Retired => Standing::InForce,
    };
    if verdict == Verdict::Released && version.is_own {
        return Ok(Decided::Own);
    }
    if version.standing != wanted {
        return Ok(Decided::Elsewhere);
    }
    let (state, now) = (&context.state, context.now());
    let practice = state.settings.practice.name.as_deref();
    if verdict == Verdict::Released && !problems(kind, &version.texts, practice).is_empty() {
        return Ok(Decided::Refused);
    }
    let reason_enc = match verdict {
        Verdict::Released => None,
        Verdict::Rejected | Verdict::Retired => match reason::parse(reason) {
            Err(error) => return Ok(Decided::Reason(error)),
            Ok(reason) => {
                let plain = reason.expose().as_bytes();
                Some(state.keys.seal(&*state.rng, Purpose::Audit, &place(kind, number), plain)?)
            }
        },
    };
    let act = match verdict {
        Verdict::Released => Act::TemplateReleased,
        Verdict::Rejected => Act::TemplateRejected,
        Verdict::Retired => Act::TemplateRetired,
    };
    let log = entry(context, act).await?;
    let (author, decided_by, kind) = (version.author, own_person(context)?, kind.as_str());
    let new = NewDecision { kind, version: number, verdict, author, decided_by, reason_enc };
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            store::take_turns(tx, kind).await?;
            let versions = store::list_versions(tx, kind).await?;
            let standings = standings(&versions, &store::list_decisions(tx, kind).await?);
            let is_it =
                |(row, standing): (&VersionRow, Standing)| row.version == number && standing == wanted;
            if !versions.iter().zip(standings).any(is_it) {
                return Ok(false);
            }
            store::insert_decision(tx, &new, now).await?;
            audit::record(tx, log).await?;
            Ok(true)
        })
    });
    Ok(if write.await? { Decided::Done } else { Decided::Elsewhere })
}

/// What is done, for the log of the installation.
async fn entry(context: &RequestContext, act: Act) -> Result<audit::Prepared, Failure> {
    let entry = audit::deed(context, act, Category::Installation).await?;
    audit::prepare(&context.state, &audit::system_chain(&context.state), &entry)
}
