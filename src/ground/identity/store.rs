//! Looks a caller up by what it showed. One statement each; no decision beyond "is it still good".

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{Binding, Caller, Means, PrincipalKind};
use crate::ground::http::RequestContext;
use crate::ground::kernel::{ApplicationId, Failure, PrincipalId, Sha256};

struct Row {
    principal_id: PrincipalId,
    kind: PrincipalKind,
    responsible: PrincipalId,
    state: String,
    token_kind: Option<String>,
    may_approve: bool,
    application_id: Option<ApplicationId>,
    environment: Option<String>,
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
            environment: self.environment,
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
               t.expires_at as ends_at,
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
               null::text as environment, s.expires_at as ends_at,
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

/// The caller that a trusted issuer's subject is.
///
/// # Errors
/// [`Failure::UnknownPrincipal`], or the database is away.
pub async fn by_subject(
    conn: &mut PgConnection,
    issuer: &str,
    subject: &str,
    ends_at: DateTime<Utc>,
    now: DateTime<Utc>,
    request: RequestContext,
) -> Result<Caller, Failure> {
    let row = sqlx::query_as!(
        Row,
        r#"
        select p.id as "principal_id: PrincipalId", p.kind as "kind: PrincipalKind",
               coalesce(p.responsible_user, p.id) as "responsible!: PrincipalId", p.state,
               null as "token_kind?", p.kind = 'user' as "may_approve!",
               null::uuid as "application_id: ApplicationId", null::text as environment,
               $3::timestamptz as "ends_at!", false as "ended!",
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
        ends_at,
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Failure::UnknownPrincipal)?;
    row.caller(Means::Jwt, now, request)
}
