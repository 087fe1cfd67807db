//! A version as its page shows it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;
use sqlx::PgConnection;

use crate::domain::access::{ActorRef, TeamRef};
use crate::domain::models::store::{self, VersionRow};
use crate::domain::models::{
    Adapter, Basis, Configuration, LineageKind, Parent, Serve, ServedAs, Source, Stage, Tag,
    VersionRef,
};
use crate::ground::audit::Answer;
use crate::ground::kernel::{Failure, Instant, ModelId, Revision, Sha256, VersionId};

/// The model of a version.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct VersionModel {
    /// Its id.
    pub id: ModelId,
    /// Its name.
    pub name: String,
    /// Who owns it.
    pub team: TeamRef,
}

/// How a version is called, with the parameters as they were stated.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ConfigurationView {
    /// Parameters of the call.
    #[schema(value_type = Object)]
    pub parameters: Box<RawValue>,
    /// Digest of the prompt template.
    pub prompt_template_digest: Option<Sha256>,
    /// An adapter on top of the source.
    pub adapter: Option<Adapter>,
    /// For weights: what to call.
    pub served_as: Option<ServedAs>,
}

impl From<Configuration> for ConfigurationView {
    fn from(configuration: Configuration) -> Self {
        let Configuration {
            parameters,
            prompt_template_digest,
            adapter,
            served_as,
        } = configuration;
        Self {
            parameters: parameters.raw(),
            prompt_template_digest,
            adapter,
            served_as,
        }
    }
}

/// A link of lineage, with the other version.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LineageView {
    /// How it was made.
    pub kind: LineageKind,
    /// By which technique.
    pub technique: Option<String>,
    /// The other version.
    pub version: VersionRef,
}

/// What an adopted version states about itself.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AdoptedView {
    /// Since when it is known to run.
    pub since: Instant,
    /// Until when evidence is due.
    pub due: chrono::NaiveDate,
}

/// A version with what its page shows.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Version)]
pub struct VersionView {
    /// Its id.
    pub id: VersionId,
    /// Of which model.
    pub model: VersionModel,
    /// 1, 2, 3 ... within the model.
    pub number: i32,
    /// How far it may go.
    pub stage: Stage,
    /// Why it stands there.
    pub basis: Basis,
    /// What it states about itself when it was adopted.
    pub adopted: Option<AdoptedView>,
    /// Where its answers come from.
    pub source: Source,
    /// How it is called.
    pub configuration: ConfigurationView,
    /// What it was made from.
    pub lineage: Vec<LineageView>,
    /// What was made from it.
    pub children: Vec<LineageView>,
    /// What it is for.
    pub description: Option<String>,
    /// Its tags, by key.
    pub tags: Vec<Tag>,
    /// When the source was made, as its vendor says.
    pub source_created_at: Option<Instant>,
    /// Who registered it.
    pub registered_by: ActorRef,
    /// When it was registered.
    pub created_at: Instant,
    /// When its stage changed last.
    pub stage_changed_at: Option<Instant>,
    /// Since when it, or its model, is hidden.
    pub hidden_at: Option<Instant>,
    /// How often it changed.
    pub revision: Revision,
    /// The aliases that point at it.
    pub aliases: Vec<String>,
    /// Where it serves now.
    pub serves: Vec<Serve>,
}

impl VersionView {
    /// Loads one version with its children.
    ///
    /// # Errors
    /// It does not exist.
    pub async fn load(conn: &mut PgConnection, id: VersionId) -> Result<Self, Failure> {
        let row = store::version(conn, id).await?;
        let serves = store::serving_of_version(conn, &[id]).await?;
        let mut view = Self::one(conn, row, serves).await?;
        view.children = store::children(conn, id)
            .await?
            .into_iter()
            .map(|(kind, technique, version)| LineageView {
                kind,
                technique,
                version,
            })
            .collect();
        Ok(view)
    }

    /// Loads a version that this transaction has registered: nothing was made from it, and it serves nowhere.
    pub(super) async fn registered(
        conn: &mut PgConnection,
        id: VersionId,
    ) -> Result<Self, Failure> {
        let row = store::version(conn, id).await?;
        Self::one(conn, row, Vec::new()).await
    }

    async fn one(
        conn: &mut PgConnection,
        row: VersionRow,
        serves: Vec<Serve>,
    ) -> Result<Self, Failure> {
        let mut views = Self::with_parents(conn, vec![row], &serves).await?;
        views.pop().ok_or(Failure::NotFound { kind: "version" })
    }

    /// Adds parents and serving to all rows of a page, in two statements. Children stay empty.
    pub(super) async fn complete(
        conn: &mut PgConnection,
        rows: Vec<VersionRow>,
    ) -> Result<Vec<Self>, Failure> {
        let ids: Vec<VersionId> = rows.iter().map(|row| row.id).collect();
        let serves = store::serving_of_version(conn, &ids).await?;
        Self::with_parents(conn, rows, &serves).await
    }

    async fn with_parents(
        conn: &mut PgConnection,
        rows: Vec<VersionRow>,
        serves: &[Serve],
    ) -> Result<Vec<Self>, Failure> {
        let parents: Vec<VersionId> = rows
            .iter()
            .flat_map(|row| row.lineage.0.iter().map(|parent| parent.parent_version_id))
            .collect();
        let parents: BTreeMap<VersionId, VersionRef> = if parents.is_empty() {
            BTreeMap::new()
        } else {
            let refs = store::version_refs(conn, &parents).await?;
            refs.into_iter()
                .map(|version| (version.id, version))
                .collect()
        };
        Ok(rows
            .into_iter()
            .map(|row| {
                let serves = serves
                    .iter()
                    .filter(|serve| serve.version.id == row.id)
                    .cloned()
                    .collect();
                Self::of(row, &parents, serves)
            })
            .collect())
    }

    fn of(row: VersionRow, parents: &BTreeMap<VersionId, VersionRef>, serves: Vec<Serve>) -> Self {
        let lineage = row.lineage.0.into_iter().filter_map(|link| {
            let Parent {
                kind,
                parent_version_id,
                technique,
            } = link;
            let version = parents.get(&parent_version_id)?.clone();
            Some(LineageView {
                kind,
                technique,
                version,
            })
        });
        Self {
            id: row.id,
            model: VersionModel {
                id: row.model_id,
                name: row.model_name,
                team: row.team.0,
            },
            number: row.number,
            stage: row.stage,
            basis: row.basis,
            adopted: row
                .adopted_since
                .zip(row.evidence_due)
                .map(|(since, due)| AdoptedView { since, due }),
            source: row.source.0,
            configuration: row.configuration.0.into(),
            lineage: lineage.collect(),
            children: Vec::new(),
            description: row.description,
            tags: row.tags.0,
            source_created_at: row.source_created_at,
            registered_by: ActorRef::new(
                row.registered_by,
                row.registered_by_kind,
                row.registered_by_name,
            ),
            created_at: row.created_at,
            stage_changed_at: row.stage_changed_at,
            hidden_at: row.hidden_at,
            revision: row.revision,
            aliases: row.aliases,
            serves,
        }
    }

    pub(super) fn answered(self) -> Answer<Self> {
        let revision = self.revision;
        Answer::new(self).revision(revision)
    }
}
