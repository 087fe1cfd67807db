//! Promotions.

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::access::ActorRef;
use crate::domain::models::{Stage, VersionRef};
use crate::domain::promotions::{Promotion, PromotionState};
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{
    ApplicationId, Failure, Instant, PageRequest, Paged, PrincipalId, PromotionId, Revision,
    Sha256, VersionId,
};

/// The number of the next promotion. The advisory lock makes it dense; it ends with the transaction.
///
/// # Errors
/// The database is away.
pub async fn next_number(uow: &mut UnitOfWork) -> Result<i32, Failure> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('promotion.number', 0))")
        .fetch_one(uow.conn())
        .await?;
    let next =
        sqlx::query_scalar!(r#"select coalesce(max(number), 0) + 1 as "next!" from promotion"#)
            .fetch_one(uow.conn())
            .await?;
    Ok(next)
}

/// Writes a new promotion.
///
/// # Errors
/// The database refused.
pub async fn insert_promotion(uow: &mut UnitOfWork, promotion: &Promotion) -> Result<(), Failure> {
    sqlx::query!(
        "insert into promotion (id, number, version_id, from_stage, target, state, application_id, proposal_hash,
                                opened_by, opened_at, expires_at, decided_by, decided_at, facts_sha256,
                                verdict_sha256, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        promotion.id.0,
        promotion.number,
        promotion.version_id.0,
        promotion.from_stage as _,
        promotion.target as _,
        promotion.state as _,
        promotion.application_id.map(|id| id.0),
        &promotion.proposal_hash.0[..],
        promotion.opened_by.0,
        promotion.opened_at.0,
        promotion.expires_at.0,
        promotion.decided_by.map(|id| id.0),
        promotion.decided_at.map(|at| at.0),
        promotion.facts_sha256.as_ref().map(|digest| &digest.0[..]),
        promotion.verdict_sha256.as_ref().map(|digest| &digest.0[..]),
        promotion.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// Writes where a promotion stands.
///
/// # Errors
/// The database refused.
pub async fn update_promotion(uow: &mut UnitOfWork, promotion: &Promotion) -> Result<(), Failure> {
    let result = sqlx::query!(
        "update promotion
            set state = $2, from_stage = $3, proposal_hash = $4, decided_by = $5, decided_at = $6, facts_sha256 = $7,
                verdict_sha256 = $8, revision = $9
          where id = $1 and revision = $9 - 1",
        promotion.id.0,
        promotion.state as _,
        promotion.from_stage as _,
        &promotion.proposal_hash.0[..],
        promotion.decided_by.map(|id| id.0),
        promotion.decided_at.map(|at| at.0),
        promotion.facts_sha256.as_ref().map(|digest| &digest.0[..]),
        promotion.verdict_sha256.as_ref().map(|digest| &digest.0[..]),
        promotion.revision.0,
    )
    .execute(uow.conn())
    .await?;
    if result.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Failure::inconsistent("promotion changed under its lock"))
    }
}

/// The version of a promotion: what is locked before it.
///
/// # Errors
/// It does not exist.
pub async fn version_of(conn: &mut PgConnection, id: PromotionId) -> Result<VersionId, Failure> {
    sqlx::query_scalar!(
        r#"select version_id as "id: VersionId" from promotion where id = $1"#,
        id.0
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Failure::NotFound { kind: "promotion" })
}

/// The promotion of a version to a target that is not over.
///
/// # Errors
/// The database is away.
pub async fn open_promotion(
    conn: &mut PgConnection,
    version: VersionId,
    target: Stage,
) -> Result<Option<PromotionId>, Failure> {
    let id = sqlx::query_scalar!(
        r#"select id as "id: PromotionId" from promotion
            where version_id = $1 and target = $2 and state in ('open', 'awaiting_approval', 'approved')"#,
        version.0,
        target.as_str(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(id)
}

/// Promotions that are not over though their time ran out, oldest first.
///
/// # Errors
/// The database is away.
pub async fn due(
    conn: &mut PgConnection,
    now: Instant,
    limit: i64,
) -> Result<Vec<PromotionId>, Failure> {
    let ids = sqlx::query_scalar!(
        r#"select id as "id: PromotionId" from promotion
            where state in ('open', 'awaiting_approval', 'approved') and expires_at <= $1
            order by expires_at, id limit $2"#,
        now.0,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(ids)
}

/// Promotions that are not over, by id, after one of them.
///
/// # Errors
/// The database is away.
pub async fn not_over(
    conn: &mut PgConnection,
    after: Option<PromotionId>,
    limit: i64,
) -> Result<Vec<PromotionId>, Failure> {
    let ids = sqlx::query_scalar!(
        r#"select id as "id: PromotionId" from promotion
            where state in ('open', 'awaiting_approval', 'approved') and ($1::uuid is null or id > $1)
            order by id limit $2"#,
        after.map(|id| id.0),
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(ids)
}

/// Locks a promotion for writing. After its version.
///
/// # Errors
/// It does not exist.
pub async fn lock_promotion(uow: &mut UnitOfWork, id: PromotionId) -> Result<Promotion, Failure> {
    let row = sqlx::query!(
        r#"select id as "id: PromotionId", number, version_id as "version_id: VersionId",
                  from_stage as "from_stage: Stage", target as "target: Stage", state as "state: PromotionState",
                  application_id as "application_id: ApplicationId", proposal_hash,
                  opened_by as "opened_by: PrincipalId", opened_at as "opened_at: Instant",
                  expires_at as "expires_at: Instant", decided_by as "decided_by: PrincipalId",
                  decided_at as "decided_at: Instant", facts_sha256, verdict_sha256,
                  revision as "revision: Revision"
             from promotion where id = $1 for no key update"#,
        id.0,
    )
    .fetch_optional(uow.conn())
    .await?
    .ok_or(Failure::NotFound { kind: "promotion" })?;
    Ok(Promotion {
        id: row.id,
        number: row.number,
        version_id: row.version_id,
        from_stage: row.from_stage,
        target: row.target,
        state: row.state,
        application_id: row.application_id,
        proposal_hash: Sha256::from_slice(&row.proposal_hash)
            .ok_or_else(|| Failure::inconsistent("a proposal hash has 32 bytes"))?,
        opened_by: row.opened_by,
        opened_at: row.opened_at,
        expires_at: row.expires_at,
        decided_by: row.decided_by,
        decided_at: row.decided_at,
        facts_sha256: row.facts_sha256.as_deref().and_then(Sha256::from_slice),
        verdict_sha256: row.verdict_sha256.as_deref().and_then(Sha256::from_slice),
        revision: row.revision,
    })
}

/// Which promotions.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct PromotionFilter {
    /// In this state.
    pub state: Option<PromotionState>,
    /// Of this version.
    pub version: Option<VersionId>,
    /// With this number.
    pub number: Option<i32>,
    /// Not over.
    pub open: bool,
    /// That wait for the caller: among those that are not over.
    pub needs_me: bool,
    /// Who asks, so that a page token of one caller is none of another.
    pub caller: Option<PrincipalId>,
}

impl PromotionFilter {
    /// The recorded states to look for. One that can still change may have become another since it was recorded.
    fn recorded(&self) -> Option<Vec<String>> {
        const CHANGING: [PromotionState; 3] = [
            PromotionState::Open,
            PromotionState::AwaitingApproval,
            PromotionState::Approved,
        ];
        let states = match self.state {
            Some(PromotionState::Expired) => [&CHANGING[..], &[PromotionState::Expired]].concat(),
            Some(state) if state.is_final() => vec![state],
            Some(_) => CHANGING.to_vec(),
            None if self.open || self.needs_me => CHANGING.to_vec(),
            None => return None,
        };
        Some(states.iter().map(|s| s.as_str().to_owned()).collect())
    }
}

/// A promotion with what lists show.
#[derive(Debug)]
pub struct PromotionRow {
    pub id: PromotionId,
    pub number: i32,
    pub version: Json<VersionRef>,
    pub from_stage: Stage,
    pub target: Stage,
    pub state: PromotionState,
    pub application_id: Option<ApplicationId>,
    pub proposal_hash: Vec<u8>,
    pub opened_by: Json<ActorRef>,
    pub opened_by_responsible: PrincipalId,
    pub opened_at: Instant,
    pub expires_at: Instant,
    pub decided_by: Option<Json<ActorRef>>,
    pub decided_at: Option<Instant>,
    pub facts_sha256: Option<Vec<u8>>,
    pub verdict_sha256: Option<Vec<u8>>,
    pub reason: Option<String>,
    pub revision: Revision,
}

/// A page of promotions, newest first.
///
/// # Errors
/// The database is away.
pub async fn promotions(
    conn: &mut PgConnection,
    filter: &PromotionFilter,
    page: &PageRequest,
) -> Result<Paged<PromotionRow>, Failure> {
    let before = page
        .after_key
        .as_deref()
        .and_then(|key| key.parse::<i32>().ok());
    let rows = select(conn, None, filter, before, page.rows()).await?;
    Ok(page.page(rows, |row| (row.number.to_string(), row.id.0)))
}

/// One promotion.
///
/// # Errors
/// It does not exist.
pub async fn promotion(conn: &mut PgConnection, id: PromotionId) -> Result<PromotionRow, Failure> {
    select(conn, Some(id), &PromotionFilter::default(), None, 1)
        .await?
        .pop()
        .ok_or(Failure::NotFound { kind: "promotion" })
}

async fn select(
    conn: &mut PgConnection,
    id: Option<PromotionId>,
    filter: &PromotionFilter,
    before: Option<i32>,
    rows: i64,
) -> Result<Vec<PromotionRow>, Failure> {
    let states = filter.recorded();
    let id: Option<Uuid> = id.map(|id| id.0);
    let rows = sqlx::query_as!(
        PromotionRow,
        r#"
        select p.id as "id: PromotionId", p.number,
               jsonb_build_object('id', v.id, 'model_id', v.model_id, 'model_name', m.name, 'number', v.number,
                                  'stage', v.stage) as "version!: Json<VersionRef>",
               p.from_stage as "from_stage: Stage", p.target as "target: Stage", p.state as "state: PromotionState",
               p.application_id as "application_id: ApplicationId", p.proposal_hash,
               jsonb_build_object('id', o.id, 'kind', o.kind, 'name', ob.name) as "opened_by!: Json<ActorRef>",
               coalesce(o.responsible_user, o.id) as "opened_by_responsible!: PrincipalId",
               p.opened_at as "opened_at: Instant", p.expires_at as "expires_at: Instant",
               case when d.id is not null then
                   jsonb_build_object('id', d.id, 'kind', d.kind, 'name', db.name) end as "decided_by: Json<ActorRef>",
               p.decided_at as "decided_at: Instant", p.facts_sha256, p.verdict_sha256, x.value as "reason?",
               p.revision as "revision: Revision"
          from promotion p
          join version v on v.id = p.version_id
          join model m on m.id = v.model_id
          join principal o on o.id = p.opened_by
          left join person ob on ob.principal_id = o.id
          left join principal d on d.id = p.decided_by
          left join person db on db.principal_id = d.id
          left join audit_event e on e.entity_id = p.id and e.entity_seq = 1
          left join text x on x.digest = (e.body::jsonb) ->> 'reason_sd'
         where ($1::uuid is null or p.id = $1)
           and ($2::text[] is null or p.state = any($2))
           and ($3::uuid is null or p.version_id = $3)
           and ($4::int is null or p.number = $4)
           and ($5::int is null or p.number < $5)
         order by p.number desc
         limit $6
        "#,
        id,
        states.as_deref(),
        filter.version.map(|id| id.0),
        filter.number,
        before,
        rows,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
