//! Approvals, and who could give one.

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::access::ActorRef;
use crate::domain::promotions::{Approval, Decision, VoidReason};
use crate::ground::audit::UnitOfWork;
use crate::ground::identity::Role;
use crate::ground::kernel::{
    ApprovalId, Failure, Instant, PrincipalId, PromotionId, Revision, Sha256, TeamId, TextDigest,
};

/// An approval with who gave it.
#[derive(Debug, Clone)]
pub struct ApprovalRow {
    /// The approval.
    pub approval: Approval,
    /// Who.
    pub approver: ActorRef,
    /// What was said.
    pub comment: Option<String>,
    /// Whether the approver still reviews for the model's team.
    pub stands: bool,
    /// The roles that the approver holds for the model's team.
    pub roles: Vec<Role>,
}

/// The approvals of promotions, oldest first.
///
/// # Errors
/// The database is away.
pub async fn approvals(
    conn: &mut PgConnection,
    promotions: &[PromotionId],
) -> Result<Vec<ApprovalRow>, Failure> {
    let ids: Vec<Uuid> = promotions.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"
        select a.id as "id: ApprovalId", a.promotion_id as "promotion_id: PromotionId",
               a.approver as "approver: PrincipalId", a.decision as "decision: Decision", a.proposal_hash,
               a.comment_digest as "comment_digest: TextDigest", a.created_at as "created_at: Instant",
               a.expires_at as "expires_at: Instant", a.void_reason as "void_reason: VoidReason",
               a.revision as "revision: Revision", x.value as "comment?",
               jsonb_build_object('id', p.id, 'kind', p.kind, 'name', n.name) as "who!: Json<ActorRef>",
               p.state = 'active' as "active!",
               array(select distinct g.role from access_grant g
                      where g.principal_id = p.id and g.revoked_at is null and g.environment is null
                        and (g.team_id is null or g.team_id = m.team_id)
                      order by g.role) as "roles!: Vec<Role>"
          from approval a
          join promotion o on o.id = a.promotion_id
          join version v on v.id = o.version_id
          join model m on m.id = v.model_id
          join principal p on p.id = a.approver
          left join person n on n.principal_id = p.id
          left join text x on x.digest = a.comment_digest
         where a.promotion_id = any($1)
         order by a.id
        "#,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let proposal_hash = Sha256::from_slice(&row.proposal_hash)
                .ok_or_else(|| Failure::inconsistent("a proposal hash has 32 bytes"))?;
            let approval = Approval {
                id: row.id,
                promotion_id: row.promotion_id,
                approver: row.approver,
                decision: row.decision,
                proposal_hash,
                comment_digest: row.comment_digest,
                created_at: row.created_at,
                expires_at: row.expires_at,
                void_reason: row.void_reason,
                revision: row.revision,
            };
            Ok(ApprovalRow {
                approval,
                approver: row.who.0,
                comment: row.comment,
                stands: row.active && row.roles.contains(&Role::Reviewer),
                roles: row.roles,
            })
        })
        .collect()
}

/// Writes a new approval; `false` when this person gave one on this proposal.
///
/// # Errors
/// The database refused.
pub async fn insert_approval(uow: &mut UnitOfWork, approval: &Approval) -> Result<bool, Failure> {
    let result = sqlx::query!(
        "insert into approval (id, promotion_id, approver, decision, proposal_hash, comment_digest, created_at,
                               expires_at, void_reason, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict do nothing",
        approval.id.0,
        approval.promotion_id.0,
        approval.approver.0,
        approval.decision as _,
        &approval.proposal_hash.0[..],
        approval.comment_digest.as_ref().map(|digest| digest.0.as_str()),
        approval.created_at.0,
        approval.expires_at.0,
        approval.void_reason as _,
        approval.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Writes why an approval no longer counts.
///
/// # Errors
/// The database refused.
pub async fn update_approval(uow: &mut UnitOfWork, approval: &Approval) -> Result<(), Failure> {
    let result = sqlx::query!(
        "update approval set void_reason = $2, revision = $3 where id = $1 and revision = $3 - 1",
        approval.id.0,
        approval.void_reason as _,
        approval.revision.0,
    )
    .execute(uow.conn())
    .await?;
    if result.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Failure::inconsistent("approval changed under its lock"))
    }
}

/// A person who holds the role of reviewer.
#[derive(Debug, Clone)]
pub struct Reviewer {
    /// Who.
    pub actor: ActorRef,
    /// The roles held for the team.
    pub roles: Vec<Role>,
}

/// Active people who review for a team; at most 200, by name.
///
/// # Errors
/// The database is away.
pub async fn reviewers(conn: &mut PgConnection, team: TeamId) -> Result<Vec<Reviewer>, Failure> {
    let rows = sqlx::query!(
        r#"select jsonb_build_object('id', p.id, 'kind', p.kind, 'name', n.name) as "who!: Json<ActorRef>",
                  held.roles as "roles!: Vec<Role>"
             from principal p
             left join person n on n.principal_id = p.id
            cross join lateral (select array(
                select distinct g.role from access_grant g
                 where g.principal_id = p.id and g.revoked_at is null and g.environment is null
                   and (g.team_id is null or g.team_id = $1)
                 order by g.role)) held(roles)
            where p.kind = 'user' and p.state = 'active'
              and 'reviewer' = any(held.roles)
            order by n.name, p.id
            limit 200"#,
        team.0,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Reviewer {
            actor: row.who.0,
            roles: row.roles,
        })
        .collect())
}
