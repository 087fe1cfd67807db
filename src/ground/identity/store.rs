//! Looks a caller up by what it showed. One statement each; no decision beyond "is it still good".

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::claims::{Condition, RuleInForce};
use super::{Binding, Caller, Means, PrincipalKind, Role};
use crate::ground::http::RequestContext;
use crate::ground::kernel::{
    ApplicationId, ClaimRuleId, Failure, PrincipalId, SessionId, Sha256, TeamId,
};

struct Row {
    principal_id: PrincipalId,
    kind: PrincipalKind,
    responsible: PrincipalId,
    state: String,
    token_kind: Option<String>,
    may_approve: bool,
    application_id: Option<ApplicationId>,
    environment: Option<String>,
    session_id: Option<SessionId>,
    ends_at: DateTime<Utc>,
    ended: bool,
    bindings: serde_json::Value,
}

fn unauthenticated(code: &'static str) -> Failure {
    Failure::Unauthenticated { code }
}

impl Row {
    fn caller(
        self,
        means: Means,
        now: DateTime<Utc>,
        request: RequestContext,
    ) -> Result<Caller, Failure> {
        if self.ended || self.state != "active" {
            return Err(unauthenticated("token_revoked"));
        }
        if self.ends_at <= now {
            return Err(unauthenticated("token_expired"));
        }
        let bindings: Vec<Binding> = serde_json::from_value(self.bindings)
            .map_err(|error| Failure::inconsistent(format!("grants: {error}")))?;
        Ok(Caller {
            principal: self.principal_id,
            kind: self.kind,
            responsible: self.responsible,
            bindings,
            means,
            may_approve: self.may_approve,
            application: self.application_id,
            environments: self.environment.map(|bound| vec![bound]),
            session: self.session_id,
            request,
        })
    }
}

/// The caller of an API token.
///
/// # Errors
/// The token is unknown, expired or revoked, or the database is away.
pub async fn by_token(
    conn: &mut PgConnection,
    secret: Sha256,
    now: DateTime<Utc>,
    request: RequestContext,
) -> Result<Caller, Failure> {
    let row = sqlx::query_as!(
        Row,
        r#"
        select p.id as "principal_id: PrincipalId", p.kind as "kind: PrincipalKind",
               coalesce(p.responsible_user, p.id) as "responsible!: PrincipalId", p.state,
               t.kind as "token_kind?", t.may_approve,
               t.application_id as "application_id: ApplicationId", t.environment,
               null::uuid as "session_id: SessionId", t.expires_at as ends_at,
               t.revoked_at is not null
                   or exists (select from principal r where r.id = p.responsible_user and r.state <> 'active')
                   as "ended!",
               coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'team_id', g.team_id,
                                                             'environment', g.environment))
                           from access_grant g
                          where g.principal_id = p.id and g.revoked_at is null), '[]') as "bindings!"
          from access_token t
          join principal p on p.id = t.principal_id
         where t.secret_sha256 = $1
        "#,
        &secret.0[..],
    )
    .fetch_optional(conn)
    .await?
    .ok_or(unauthenticated("token_invalid"))?;
    let means = match row.token_kind.as_deref() {
        Some("personal") => Means::PersonalToken,
        Some(_) | None => Means::MachineToken,
    };
    row.caller(means, now, request)
}

/// The caller of a console session.
///
/// # Errors
/// The session is unknown or ended, or the database is away.
pub async fn by_session(
    conn: &mut PgConnection,
    secret: Sha256,
    now: DateTime<Utc>,
    request: RequestContext,
) -> Result<Caller, Failure> {
    let row = sqlx::query_as!(
        Row,
        r#"
        select p.id as "principal_id: PrincipalId", p.kind as "kind: PrincipalKind",
               p.id as "responsible!: PrincipalId", p.state, null as "token_kind?",
               true as "may_approve!", null::uuid as "application_id: ApplicationId",
               null::text as environment, s.id as "session_id?: SessionId", s.expires_at as ends_at,
               s.ended_at is not null as "ended!",
               coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'team_id', g.team_id,
                                                             'environment', g.environment))
                           from access_grant g
                          where g.principal_id = p.id and g.revoked_at is null), '[]') as "bindings!"
          from session s
          join principal p on p.id = s.principal_id
         where s.secret_sha256 = $1
        "#,
        &secret.0[..],
    )
    .fetch_optional(conn)
    .await?
    .ok_or(unauthenticated("unauthenticated"))?;
    row.caller(Means::Session, now, request)
}

/// Who a subject of a trusted issuer is here.
pub struct Known {
    row: Row,
    /// A claim rule let it in; nobody said who it is.
    pub by_rule: bool,
}

impl Known {
    /// Whether somebody who is here answers for it. Nobody needs to answer for whom is kept out.
    #[must_use]
    pub fn is_answered_for(&self) -> bool {
        !self.row.ended || self.row.state != "active"
    }

    /// The caller, as long as its token lasts.
    ///
    /// # Errors
    /// It is suspended, or nobody answers for it.
    pub fn caller(
        mut self,
        means: Means,
        ends_at: DateTime<Utc>,
        now: DateTime<Utc>,
        request: RequestContext,
    ) -> Result<Caller, Failure> {
        self.row.ends_at = ends_at;
        self.row.caller(means, now, request)
    }
}

/// Who a subject of a trusted issuer is here; `None`: nobody yet.
///
/// # Errors
/// The database is away.
pub async fn by_subject(
    conn: &mut PgConnection,
    issuer: &str,
    subject: &str,
) -> Result<Option<Known>, Failure> {
    let row = sqlx::query!(
        r#"
        select p.id as "principal_id: PrincipalId", p.kind as "kind: PrincipalKind",
               coalesce(p.responsible_user, p.id) as "responsible!: PrincipalId", p.state,
               x.claim_rule_id is not null as "by_rule!", x.created_at,
               exists (select from principal r where r.id = p.responsible_user and r.state <> 'active') as "ended!",
               coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'team_id', g.team_id,
                                                             'environment', g.environment))
                           from access_grant g
                          where g.principal_id = p.id and g.revoked_at is null), '[]') as "bindings!"
          from external_identity x
          join principal p on p.id = x.principal_id
         where x.issuer = $1 and x.subject = $2
        "#,
        issuer,
        subject,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Known {
        by_rule: row.by_rule,
        row: Row {
            principal_id: row.principal_id,
            may_approve: row.kind == PrincipalKind::User,
            kind: row.kind,
            responsible: row.responsible,
            state: row.state,
            token_kind: None,
            application_id: None,
            environment: None,
            session_id: None,
            ends_at: row.created_at,
            ended: row.ended,
            bindings: row.bindings,
        },
    }))
}

/// The rules of an issuer that are in force, oldest first. A rule whose maker is kept out is not.
///
/// # Errors
/// The database is away.
pub async fn claim_rules(
    conn: &mut PgConnection,
    issuer: &str,
) -> Result<Vec<RuleInForce>, Failure> {
    let rows = sqlx::query!(
        r#"
        select c.id as "id: ClaimRuleId", c.name, c.conditions as "conditions: Json<Vec<Condition>>",
               c.role as "role: Role", c.team_id as "team_id: TeamId", c.environment,
               c.responsible_user as "responsible: PrincipalId"
          from claim_rule c
          join principal p on p.id = c.responsible_user
         where c.issuer = $1 and c.state = 'on' and c.hidden_at is null and p.state = 'active'
         order by c.id
        "#,
        issuer,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| RuleInForce {
            id: row.id,
            name: row.name,
            conditions: row.conditions.0,
            role: row.role,
            team_id: row.team_id,
            environment: row.environment,
            responsible: row.responsible,
        })
        .collect())
}
