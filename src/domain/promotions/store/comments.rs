//! Comments on promotions.

use sqlx::PgConnection;
use sqlx::types::Json;

use crate::domain::access::ActorRef;
use crate::domain::promotions::Comment;
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{
    CommentId, Failure, Instant, PageRequest, Paged, PromotionId, Revision, TeamId,
};

/// The team whose model a promotion moves.
///
/// # Errors
/// The promotion does not exist.
pub async fn team_of(conn: &mut PgConnection, id: PromotionId) -> Result<TeamId, Failure> {
    sqlx::query_scalar!(
        r#"select m.team_id as "team: TeamId"
             from promotion p join version v on v.id = p.version_id join model m on m.id = v.model_id
            where p.id = $1"#,
        id.0,
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Failure::NotFound { kind: "promotion" })
}

/// How many comments a promotion has. Under its lock the next one gets the next number.
///
/// # Errors
/// The database is away.
pub async fn count_comments(conn: &mut PgConnection, id: PromotionId) -> Result<i32, Failure> {
    let last = sqlx::query_scalar!(
        r#"select coalesce(max(number), 0) as "last!" from promotion_comment where promotion_id = $1"#,
        id.0,
    )
    .fetch_one(conn)
    .await?;
    Ok(last)
}

/// Writes a new comment.
///
/// # Errors
/// The database refused.
pub async fn insert_comment(uow: &mut UnitOfWork, comment: &Comment) -> Result<(), Failure> {
    sqlx::query!(
        "insert into promotion_comment (id, promotion_id, number, written_by, text_digest, created_at, revision)
         values ($1, $2, $3, $4, $5, $6, $7)",
        comment.id.0,
        comment.promotion_id.0,
        comment.number,
        comment.written_by.0,
        comment.text_digest.0,
        comment.created_at.0,
        comment.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// A comment with what lists show.
#[derive(Debug)]
pub struct CommentRow {
    pub id: CommentId,
    pub promotion_id: PromotionId,
    pub number: i32,
    pub by: Json<ActorRef>,
    pub at: Instant,
    pub text: Option<String>,
    pub revision: Revision,
}

/// A page of a promotion's comments, oldest first.
///
/// # Errors
/// The database is away.
pub async fn comments(
    conn: &mut PgConnection,
    promotion: PromotionId,
    page: &PageRequest,
) -> Result<Paged<CommentRow>, Failure> {
    let after = page
        .after_key
        .as_deref()
        .and_then(|key| key.parse::<i32>().ok());
    let rows = select(conn, promotion, None, after, page.rows()).await?;
    Ok(page.page(rows, |row| (row.number.to_string(), row.id.0)))
}

/// One comment of a promotion.
///
/// # Errors
/// It does not exist.
pub async fn comment(
    conn: &mut PgConnection,
    promotion: PromotionId,
    id: CommentId,
) -> Result<CommentRow, Failure> {
    select(conn, promotion, Some(id), None, 1)
        .await?
        .pop()
        .ok_or(Failure::NotFound { kind: "comment" })
}

async fn select(
    conn: &mut PgConnection,
    promotion: PromotionId,
    id: Option<CommentId>,
    after: Option<i32>,
    rows: i64,
) -> Result<Vec<CommentRow>, Failure> {
    let rows = sqlx::query_as!(
        CommentRow,
        r#"
        select c.id as "id: CommentId", c.promotion_id as "promotion_id: PromotionId", c.number,
               jsonb_build_object('id', p.id, 'kind', p.kind, 'name', n.name) as "by!: Json<ActorRef>",
               c.created_at as "at: Instant", x.value as "text?", c.revision as "revision: Revision"
          from promotion_comment c
          join principal p on p.id = c.written_by
          left join person n on n.principal_id = p.id
          left join text x on x.digest = c.text_digest
         where c.promotion_id = $1
           and ($2::uuid is null or c.id = $2)
           and ($3::int is null or c.number > $3)
         order by c.number
         limit $4
        "#,
        promotion.0,
        id.map(|id| id.0),
        after,
        rows,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
