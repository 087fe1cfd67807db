//! Hide, unhide, rename. Each: lock, read the clock, decide, write.

use uuid::Uuid;

use super::Subject;
use super::store::{self, Written};
use super::subject::{Turn, permission};
use crate::domain::names::{self, NamedKind, Used, rules};
use crate::domain::{access, evaluations, models};
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::http::IfMatch;
use crate::ground::identity::Caller;
use crate::ground::kernel::{App, Failure, FieldProblem, Instant, Reason, reason_problem};

/// Hides something: its name may be given again, lists leave it out, its history stays.
///
/// # Errors
/// The reason is too short, it changed since, or something uses it: everything that does.
pub async fn hide(
    app: &App,
    caller: &Caller,
    kind: NamedKind,
    id: Uuid,
    seen: IfMatch,
    reason: &str,
) -> Result<Decided<Uuid>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let changes = hide_in(&mut uow, caller, kind, id, seen, reason).await?;
    Ok(uow.decided(changes, id))
}

/// The same within a command that does more.
///
/// # Errors
/// As [`hide`].
pub async fn hide_in(
    uow: &mut UnitOfWork,
    caller: &Caller,
    kind: NamedKind,
    id: Uuid,
    seen: IfMatch,
    reason: &str,
) -> Result<Changes, Failure> {
    let mut case = Case::open(uow, caller, kind, id, seen, reason, Vec::new()).await?;
    case.uses = store::uses(case.uow.conn(), kind, id).await?;
    let label = case.subject.label();
    rules::hide(&case.facts(&label)).map_err(Failure::Refused)?;
    let now = case.uow.decide_at(&[id]).await?;
    case.turn(Some(now), Turn::Hide, reason).await
}

/// Shows something again that was hidden.
///
/// # Errors
/// The reason is too short, it changed since, it is not hidden, or its name was given to something else.
pub async fn unhide(
    app: &App,
    caller: &Caller,
    kind: NamedKind,
    id: Uuid,
    seen: IfMatch,
    reason: &str,
) -> Result<Decided<Uuid>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let mut case = Case::open(&mut uow, caller, kind, id, seen, reason, Vec::new()).await?;
    case.taken = store::taken(case.uow.conn(), kind, id, None).await?;
    case.hidden_owner = store::brief(case.uow.conn(), kind, id).await?.hidden_owner;
    let label = case.subject.label();
    rules::unhide(&case.facts(&label)).map_err(Failure::Refused)?;
    case.uow.decide_at(&[id]).await?;
    let changes = case.turn(None, Turn::Unhide, reason).await?;
    Ok(uow.decided(changes, id))
}

/// Gives something another name. Ids, history and everything that uses it by id stay.
///
/// # Errors
/// A field is wrong, it changed since, the name is taken, or something names it by its name.
pub async fn rename(
    app: &App,
    caller: &Caller,
    kind: NamedKind,
    id: Uuid,
    seen: IfMatch,
    name: &str,
    reason: &str,
) -> Result<Decided<Uuid>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let changes = rename_in(&mut uow, caller, kind, id, seen, name, reason).await?;
    Ok(uow.decided(changes, id))
}

/// The same within a command that does more.
///
/// # Errors
/// As [`rename`].
pub async fn rename_in(
    uow: &mut UnitOfWork,
    caller: &Caller,
    kind: NamedKind,
    id: Uuid,
    seen: IfMatch,
    name: &str,
    reason: &str,
) -> Result<Changes, Failure> {
    let wrong = name_problem(kind, name).into_iter().collect();
    let mut case = Case::open(uow, caller, kind, id, seen, reason, wrong).await?;
    case.uses = store::uses(case.uow.conn(), kind, id).await?;
    case.taken = store::taken(case.uow.conn(), kind, id, Some(name)).await?;
    let label = case.subject.label();
    rules::rename(&case.facts(&label), Some(name)).map_err(Failure::Refused)?;
    let now = case.uow.decide_at(&[id]).await?;
    let Case {
        uow, mut subject, ..
    } = case;
    subject.set_name(name);
    if store::update_name(uow, &subject).await? == Written::Taken {
        return Err(given_meanwhile(kind, name));
    }
    names::store::insert_former(uow, kind, id, subject.revision(), &label, now).await?;
    Ok(subject.changed(Turn::Rename).because(Some(reason)))
}

/// What is wrong with a name of a kind.
fn name_problem(kind: NamedKind, name: &str) -> Option<FieldProblem> {
    match kind {
        NamedKind::Model => models::rules::name_problem(name),
        NamedKind::Suite => evaluations::rules::name_problem("/name", name),
        NamedKind::Application | NamedKind::Policy | NamedKind::Route => {
            access::rules::name_problem(name)
        }
    }
}

fn given_meanwhile(kind: NamedKind, name: &str) -> Failure {
    let facts = rules::Facts {
        kind,
        name,
        hidden: true,
        uses: &[],
        taken: true,
        hidden_owner: None,
    };
    Failure::Refused(rules::unhide(&facts).err().unwrap_or_default())
}

/// Something under its lock, with what is known of its name.
struct Case<'a> {
    uow: &'a mut UnitOfWork,
    subject: Subject,
    uses: Vec<Used>,
    taken: bool,
    hidden_owner: Option<String>,
}

impl<'c> Case<'c> {
    async fn open(
        uow: &'c mut UnitOfWork,
        caller: &Caller,
        kind: NamedKind,
        id: Uuid,
        seen: IfMatch,
        reason: &str,
        mut wrong: Vec<FieldProblem>,
    ) -> Result<Self, Failure> {
        wrong.extend(reason_problem(reason));
        if !wrong.is_empty() {
            return Err(Failure::Invalid(wrong));
        }
        let subject = store::lock(uow, kind, id).await?;
        caller.require(permission(kind), subject.team(), subject.environment())?;
        seen.check(subject.revision())?;
        Ok(Self {
            uow,
            subject,
            uses: Vec::new(),
            taken: false,
            hidden_owner: None,
        })
    }

    fn facts<'a>(&'a self, label: &'a str) -> rules::Facts<'a> {
        rules::Facts {
            kind: self.subject.kind(),
            name: label,
            hidden: self.subject.hidden_at().is_some(),
            uses: &self.uses,
            taken: self.taken,
            hidden_owner: self.hidden_owner.as_deref(),
        }
    }

    /// Writes since when it is hidden, or that it is not any more.
    async fn turn(
        self,
        hidden: Option<Instant>,
        turn: Turn,
        reason: &str,
    ) -> Result<Changes, Failure> {
        let Self {
            uow, mut subject, ..
        } = self;
        subject.set_hidden(hidden);
        if store::update_hidden(uow, &subject).await? == Written::Taken {
            return Err(given_meanwhile(subject.kind(), &subject.label()));
        }
        Ok(subject.changed(turn).because(Some(reason)))
    }
}

/// Everything against hiding, showing again and renaming something now, without a lock: what a person is offered.
#[derive(Debug)]
pub struct Offers {
    /// As it is.
    pub brief: store::Brief,
    /// Against hiding it.
    pub hide: Vec<Reason>,
    /// Against showing it again.
    pub unhide: Vec<Reason>,
    /// Against another name, whichever it is.
    pub rename: Vec<Reason>,
}

/// Asks the rules of the commands about something, for a caller.
///
/// # Errors
/// It does not exist.
pub async fn offers(
    app: &App,
    caller: &Caller,
    kind: NamedKind,
    id: Uuid,
) -> Result<Offers, Failure> {
    let mut conn = app.read().await?;
    let brief = store::brief(&mut conn, kind, id).await?;
    let uses = store::uses(&mut conn, kind, id).await?;
    let facts = rules::Facts {
        kind,
        name: &brief.name,
        hidden: brief.hidden_at.is_some(),
        uses: &uses,
        taken: store::taken(&mut conn, kind, id, None).await?,
        hidden_owner: brief.hidden_owner.as_deref(),
    };
    let lacking = caller.lacking(permission(kind), brief.team, brief.environment.as_deref());
    let with = |against: Result<(), Vec<Reason>>| {
        let mut reasons = lacking.clone();
        reasons.extend(against.err().unwrap_or_default());
        reasons
    };
    Ok(Offers {
        hide: with(rules::hide(&facts)),
        unhide: with(rules::unhide(&facts)),
        rename: with(rules::rename(&facts, None)),
        brief,
    })
}
