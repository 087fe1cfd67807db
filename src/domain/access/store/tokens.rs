//! What screens and commands read of tokens.

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::access::{TeamRef, TokenKind};
use crate::ground::identity::{PrincipalKind, Role};
use crate::ground::kernel::{
    ApplicationId, Failure, Instant, PageRequest, Paged, PrincipalId, Revision, TokenId,
};

/// A token with as whom it acts.
#[derive(Debug)]
pub struct TokenRow {
    /// Its id.
    pub id: TokenId,
    /// For whom it acts.
    pub kind: TokenKind,
    /// What it is for.
    pub name: String,
    /// As whom it acts.
    pub principal_id: PrincipalId,
    /// The person answerable for it, when it is a machine.
    pub responsible: Option<PrincipalId>,
    /// What kind of principal that is.
    pub principal_kind: PrincipalKind,
    /// Its name.
    pub principal_name: Option<String>,
    /// The machine's role.
    pub role: Option<Role>,
    /// On which team.
    pub team: Option<Json<TeamRef>>,
    /// Whether it may approve.
    pub may_approve: bool,
    /// For which application.
    pub application_id: Option<ApplicationId>,
    /// In which environment.
    pub environment: Option<String>,
    /// The first characters of the secret.
    pub prefix: String,
    /// Until when it is good.
    pub expires_at: Instant,
    /// When it was last used.
    pub last_used_at: Option<Instant>,
    /// Since when it is revoked.
    pub revoked_at: Option<Instant>,
    /// How often it changed.
    pub revision: Revision,
    /// When it was made.
    pub created_at: Instant,
}

/// A page of tokens, oldest first: all of them, or those that one person answers for.
///
/// # Errors
/// The database is away.
pub async fn tokens(
    conn: &mut PgConnection,
    of: Option<PrincipalId>,
    page: &PageRequest,
) -> Result<Paged<TokenRow>, Failure> {
    let rows = select_tokens(conn, None, of, page.after_id, page.rows()).await?;
    Ok(page.page(rows, |row| (String::new(), row.id.0)))
}

/// One token.
///
/// # Errors
/// It does not exist.
pub async fn token(conn: &mut PgConnection, id: TokenId) -> Result<TokenRow, Failure> {
    select_tokens(conn, Some(id), None, None, 1)
        .await?
        .pop()
        .ok_or(Failure::NotFound { kind: "token" })
}

async fn select_tokens(
    conn: &mut PgConnection,
    id: Option<TokenId>,
    of: Option<PrincipalId>,
    after: Option<Uuid>,
    rows: i64,
) -> Result<Vec<TokenRow>, Failure> {
    let rows = sqlx::query_as!(
        TokenRow,
        r#"
        select k.id as "id: TokenId", k.kind as "kind: TokenKind", k.name,
               k.principal_id as "principal_id: PrincipalId",
               p.responsible_user as "responsible: PrincipalId", p.kind as "principal_kind: PrincipalKind",
               n.name as "principal_name?", g.role as "role?: Role",
               case when t.id is not null then
                   jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) end as "team: Json<TeamRef>",
               k.may_approve, k.application_id as "application_id: ApplicationId", k.environment, k.prefix,
               k.expires_at as "expires_at: Instant", u.last_used_at as "last_used_at?: Instant",
               k.revoked_at as "revoked_at: Instant", k.revision as "revision: Revision",
               k.created_at as "created_at: Instant"
          from access_token k
          join principal p on p.id = k.principal_id
          left join person n on n.principal_id = k.principal_id
          left join token_use u on u.token_id = k.id
          left join lateral (select role, team_id from access_grant
                              where principal_id = p.id and revoked_at is null and p.kind = 'machine'
                              order by id limit 1) g on true
          left join team t on t.id = g.team_id
         where ($1::uuid is null or k.id = $1)
           and ($2::uuid is null or p.id = $2 or p.responsible_user = $2)
           and ($3::uuid is null or k.id > $3)
         order by k.id
         limit $4
        "#,
        id.map(|id| id.0),
        of.map(|id| id.0),
        after,
        rows,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
