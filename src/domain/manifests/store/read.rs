//! What is there.

use sqlx::PgConnection;
use sqlx::types::Json;

use super::guarded::{policies, routes};
use super::owned::{applications, models, suites};
use crate::domain::access::ClaimRuleState;
use crate::domain::manifests::rules::{DOCUMENTS_MAX, Existing, Scope, too_many_documents};
use crate::domain::manifests::{ClaimRuleDocument, Document, DocumentKind, Label, TeamDocument};
use crate::ground::identity::Role;
use crate::ground::identity::claims::Condition;
use crate::ground::kernel::{Failure, Revision, TeamId};

/// Things of one kind that are read at most.
pub const THINGS_MAX: usize = 5 * DOCUMENTS_MAX;

/// What to read.
#[derive(Debug, Default)]
pub struct Pick<'a> {
    /// Everything that is visible.
    pub all: bool,
    /// Everything visible in these scopes.
    pub scopes: Vec<&'a Scope>,
    /// What has these names, hidden or not.
    pub labels: Vec<&'a Label>,
}

/// The parameters of the query of one kind.
pub(super) struct Asked {
    pub(super) all: bool,
    pub(super) teams: Vec<String>,
    pub(super) within: Vec<String>,
    pub(super) names: Vec<String>,
    pub(super) rows: i64,
}

impl Pick<'_> {
    fn of(&self, kind: DocumentKind) -> Asked {
        let scopes = self.scopes.iter().filter(|(of, _)| *of == kind);
        let labels: Vec<&&Label> = self.labels.iter().filter(|one| one.kind == kind).collect();
        Asked {
            all: self.all,
            teams: scopes
                .map(|(_, team)| team.clone().unwrap_or_default())
                .collect(),
            within: labels.iter().map(|label| label.within.clone()).collect(),
            names: labels.iter().map(|label| label.name.clone()).collect(),
            rows: i64::try_from(THINGS_MAX).unwrap_or(i64::MAX) + 1,
        }
    }
}

/// Reads it, kind by kind.
///
/// # Errors
/// There is too much of one kind.
pub async fn things(conn: &mut PgConnection, pick: &Pick<'_>) -> Result<Vec<Existing>, Failure> {
    let mut things = Vec::new();
    for kind in DocumentKind::ALL {
        let asked = pick.of(kind);
        if !asked.all && asked.teams.is_empty() && asked.names.is_empty() {
            continue;
        }
        let of_kind = match kind {
            DocumentKind::Team => teams(conn, &asked).await?,
            DocumentKind::Model => models(conn, &asked).await?,
            DocumentKind::Suite => suites(conn, &asked).await?,
            DocumentKind::Application => applications(conn, &asked).await?,
            DocumentKind::Policy => policies(conn, &asked).await?,
            DocumentKind::Route => routes(conn, &asked).await?,
            DocumentKind::ClaimRule => claim_rules(conn, &asked).await?,
        };
        if of_kind.len() > THINGS_MAX {
            return Err(Failure::refused(too_many_documents()));
        }
        things.extend(of_kind);
    }
    Ok(things)
}

async fn teams(conn: &mut PgConnection, asked: &Asked) -> Result<Vec<Existing>, Failure> {
    let rows = sqlx::query!(
        r#"
        select id, slug, name, revision as "revision: Revision", hidden_at is not null as "hidden!"
          from team
         where ($1 and hidden_at is null) or slug = any($2) or slug = any($3)
         order by id limit $4
        "#,
        asked.all,
        &asked.teams,
        &asked.names,
        asked.rows,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Existing {
            id: row.id,
            revision: row.revision,
            team: None,
            hidden: row.hidden,
            document: Document::Team(TeamDocument {
                kind: Default::default(),
                slug: row.slug,
                name: row.name,
            }),
        })
        .collect())
}

async fn claim_rules(conn: &mut PgConnection, asked: &Asked) -> Result<Vec<Existing>, Failure> {
    let rows = sqlx::query!(
        r#"
        select c.id, c.revision as "revision: Revision", c.team_id as "team_id: TeamId", t.slug as "slug?", c.name,
               c.issuer, c.conditions as "conditions: Json<Vec<Condition>>", c.role as "role: Role", c.environment,
               c.state as "state: ClaimRuleState", c.hidden_at is not null as "hidden!"
          from claim_rule c
          left join team t on t.id = c.team_id
         where (c.hidden_at is null and ($1 or coalesce(t.slug, '') = any($2))) or c.name = any($3)
         order by c.id limit $4
        "#,
        asked.all,
        &asked.teams,
        &asked.names,
        asked.rows,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Existing {
            id: row.id,
            revision: row.revision,
            team: row.team_id,
            hidden: row.hidden,
            document: Document::ClaimRule(ClaimRuleDocument {
                kind: Default::default(),
                name: row.name,
                issuer: row.issuer,
                conditions: row.conditions.0,
                role: row.role,
                team: row.slug,
                environment: row.environment,
                state: Some(row.state),
            }),
        })
        .collect())
}
