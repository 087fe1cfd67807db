//! What waits for somebody.

use chrono::NaiveDate;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::access::{ActorRef, TeamRef};
use crate::domain::models::Stage;
use crate::domain::overview::rules::{Need, Waiting, need};
use crate::ground::identity::Caller;
use crate::ground::kernel::{
    ApplicationId, Failure, FindingId, Instant, PrincipalId, PromotionId, TeamId, TokenId,
    VersionId,
};

/// Rows of each kind at most.
const ROWS_MAX: i64 = 100;

/// A promotion that is not over.
#[derive(Debug)]
pub struct TodayPromotion {
    /// Its id.
    pub id: PromotionId,
    /// Its number.
    pub number: i32,
    /// `ticket-triage version 4`.
    pub version: String,
    /// Its id.
    pub version_id: VersionId,
    /// To where.
    pub target: Stage,
    /// For which application.
    pub application_id: Option<ApplicationId>,
    /// Where it stands.
    pub state: String,
    /// The team that owns the model.
    pub team_id: TeamId,
    /// Who opened it.
    pub opened_by: Json<ActorRef>,
    /// The people answerable for opening and registering.
    pub authors: Vec<PrincipalId>,
    /// Until when it can be decided.
    pub expires_at: Instant,
    /// Who has given a word that is not void.
    pub given: Vec<PrincipalId>,
    /// Whose approval became void because the proposal changed.
    pub voided: Vec<PrincipalId>,
}

impl TodayPromotion {
    /// What it needs of this caller.
    #[must_use]
    pub fn need(&self, caller: &Caller) -> Option<Need> {
        need(
            caller,
            &Waiting {
                state: &self.state,
                team: self.team_id,
                authors: &self.authors,
                given: &self.given,
                voided: &self.voided,
            },
        )
    }
}

/// Promotions that are not over, the first to expire first.
///
/// # Errors
/// The database is away.
pub async fn promotions(conn: &mut PgConnection) -> Result<Vec<TodayPromotion>, Failure> {
    let rows = sqlx::query_as!(
        TodayPromotion,
        r#"
        select p.id as "id: PromotionId", p.number, m.name || ' version ' || v.number as "version!",
               v.id as "version_id: VersionId", p.target as "target: Stage",
               p.application_id as "application_id: ApplicationId", p.state, m.team_id as "team_id: TeamId",
               jsonb_build_object('id', o.id, 'kind', o.kind, 'name', n.name) as "opened_by!: Json<ActorRef>",
               array[coalesce(o.responsible_user, o.id), coalesce(g.responsible_user, g.id)]
                   as "authors!: Vec<PrincipalId>",
               p.expires_at as "expires_at: Instant",
               array(select a.approver from approval a
                      where a.promotion_id = p.id and a.void_reason is null) as "given!: Vec<PrincipalId>",
               array(select a.approver from approval a
                      where a.promotion_id = p.id and a.void_reason = 'proposal_changed')
                   as "voided!: Vec<PrincipalId>"
          from promotion p
          join version v on v.id = p.version_id
          join model m on m.id = v.model_id
          join principal o on o.id = p.opened_by
          left join person n on n.principal_id = o.id
          join principal g on g.id = v.registered_by
         where p.state in ('open', 'awaiting_approval', 'approved')
         order by p.expires_at, p.id
         limit $1
        "#,
        ROWS_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// An open finding.
#[derive(Debug)]
pub struct TodayFinding {
    /// Its id.
    pub id: FindingId,
    /// `runs_without_evidence` ...
    pub kind: String,
    /// What it is about.
    pub entity_id: Uuid,
    /// `ticket-triage version 4`.
    pub label: String,
    /// Whose it is.
    pub team: Json<TeamRef>,
    /// Until when.
    pub due: Option<NaiveDate>,
}

/// Open findings about versions, the first due first.
///
/// # Errors
/// The database is away.
pub async fn findings(conn: &mut PgConnection) -> Result<Vec<TodayFinding>, Failure> {
    let rows = sqlx::query_as!(
        TodayFinding,
        r#"
        select f.id as "id: FindingId", f.kind, f.entity_id, m.name || ' version ' || v.number as "label!",
               jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) as "team!: Json<TeamRef>", f.due
          from finding f
          join version v on v.id = f.entity_id
          join model m on m.id = v.model_id
          join team t on t.id = f.team_id
         where f.state <> 'closed' and v.hidden_at is null and m.hidden_at is null
         order by f.due nulls last, f.id
         limit $1
        "#,
        ROWS_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// A model of a result file that waits for its version.
#[derive(Debug)]
pub struct TodayFile {
    /// The file.
    pub artefact_id: Uuid,
    /// How it is called.
    pub file_name: String,
    /// The model's name as the file says it.
    pub model_ref: Option<String>,
    /// How many evaluations wait.
    pub evaluations: i64,
    /// Whose it is.
    pub team: Json<TeamRef>,
}

/// What waits for a version, the last brought first.
///
/// # Errors
/// The database is away.
pub async fn waiting_files(conn: &mut PgConnection) -> Result<Vec<TodayFile>, Failure> {
    let rows = sqlx::query_as!(
        TodayFile,
        r#"select a.id as artefact_id, a.file_name, coalesce(e.model_ref, a.model_ref) as model_ref,
                  count(*) as "evaluations!",
                  jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) as "team!: Json<TeamRef>"
             from evaluation e
             join artefact a on a.id = e.artefact_id
             join suite_version w on w.id = e.suite_version_id
             join suite s on s.id = w.suite_id
             join team t on t.id = s.team_id
            where e.version_id is null
            group by a.id, coalesce(e.model_ref, a.model_ref), t.id
            order by a.id desc limit $1"#,
        ROWS_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// A token that ends soon.
#[derive(Debug)]
pub struct EndingToken {
    /// Its id.
    pub id: TokenId,
    /// Its name.
    pub name: String,
    /// When it ends.
    pub expires_at: Instant,
    /// Whether it is the caller's.
    pub own: bool,
}

/// Tokens in force that end within 14 days: those of `who`, and with `every` all others.
///
/// # Errors
/// The database is away.
pub async fn ending_tokens(
    conn: &mut PgConnection,
    who: PrincipalId,
    every: bool,
    now: Instant,
) -> Result<Vec<EndingToken>, Failure> {
    let rows = sqlx::query_as!(
        EndingToken,
        r#"
        select id as "id: TokenId", name, expires_at as "expires_at: Instant", principal_id = $1 as "own!"
          from access_token
         where revoked_at is null and expires_at > $3 and expires_at <= $3 + interval '14 days'
           and (principal_id = $1 or $2)
         order by expires_at, id
         limit $4
        "#,
        who.0,
        every,
        now.0,
        ROWS_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// People who are in and hold no role.
#[derive(Debug)]
pub struct MembersWithoutRole {
    /// How many.
    pub count: i64,
    /// The first of them.
    pub first: Option<PrincipalId>,
}

/// Active people without a role in force.
///
/// # Errors
/// The database is away.
pub async fn members_without_role(conn: &mut PgConnection) -> Result<MembersWithoutRole, Failure> {
    let found = sqlx::query_as!(
        MembersWithoutRole,
        r#"
        select count(*) as "count!", (array_agg(p.id order by p.id))[1] as "first: PrincipalId"
          from principal p
         where p.kind = 'user' and p.state = 'active'
           and not exists (select from access_grant g where g.principal_id = p.id and g.revoked_at is null)
        "#,
    )
    .fetch_one(conn)
    .await?;
    Ok(found)
}
