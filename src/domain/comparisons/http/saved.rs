//! Comparisons that were kept as evidence.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::ComparisonView;
use crate::domain::access::ActorRef;
use crate::domain::comparisons::commands::{self, SaveComparison};
use crate::domain::comparisons::store::{self, ComparisonFilter, ComparisonRecord};
use crate::domain::comparisons::{Compared, Correction, Inputs, rules};
use crate::domain::models::VersionRef;
use crate::ground::audit::Answer;
use crate::ground::content;
use crate::ground::http::{Json, Path, Query, answer, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{
    App, ComparisonId, Decimal, Failure, Instant, Page, Revision, Sha256, VersionId,
};

/// A comparison that was kept, as lists name it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SavedComparison {
    /// Its id.
    pub id: ComparisonId,
    /// The version that is compared with.
    pub base: VersionRef,
    /// The version that is judged.
    pub candidate: VersionRef,
    /// Which engine computed it.
    pub engine: String,
    /// SHA-256 of everything that it was computed from.
    pub inputs_digest: Sha256,
    /// SHA-256 of what was found.
    pub result_digest: Sha256,
    /// Who kept it.
    pub saved_by: ActorRef,
    /// When.
    pub created_at: Instant,
    /// Always 1: it never changes.
    pub revision: Revision,
}

impl SavedComparison {
    fn of(row: ComparisonRecord) -> Result<Self, Failure> {
        let digest = |bytes: &[u8]| {
            Sha256::from_slice(bytes)
                .ok_or_else(|| Failure::inconsistent("a comparison without a digest"))
        };
        Ok(Self {
            id: row.id,
            base: row.base.0,
            candidate: row.candidate.0,
            engine: row.engine,
            inputs_digest: digest(&row.inputs_sha256)?,
            result_digest: digest(&row.result_sha256)?,
            saved_by: ActorRef::new(row.saved_by, row.saved_by_kind, row.saved_by_name),
            created_at: row.created_at,
            revision: Revision::FIRST,
        })
    }

    async fn load(conn: &mut PgConnection, id: ComparisonId) -> Result<Self, Failure> {
        Self::of(store::comparison(conn, id).await?)
    }
}

/// A page of kept comparisons.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SavedComparisonPage {
    /// The comparisons.
    pub items: Vec<SavedComparison>,
    /// Give this as `page_token` to get the next page.
    pub next_page_token: Option<String>,
}

/// Which kept comparisons.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListComparisons {
    /// With this version on either side.
    version: Option<VersionId>,
    /// Items of a page: 1 to 200, 50 unless told.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next_page_token` of the page before.
    page_token: Option<String>,
}

/// List comparisons
///
/// Those that were kept as evidence, the last kept first.
#[utoipa::path(
    tag = "comparisons",
    params(ListComparisons),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "A page of comparisons.", body = SavedComparisonPage),
    )
)]
#[get("/comparisons/saved")]
pub async fn list_comparisons(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<ListComparisons>,
) -> Result<HttpResponse, Failure> {
    let filter = ComparisonFilter {
        version: query.version,
    };
    let request = Page::read(query.limit, query.page_token.as_deref(), "newest", &filter)?;
    let rows = store::comparisons(&mut *app.read().await?, &filter, &request).await?;
    let items = rows
        .items
        .into_iter()
        .map(SavedComparison::of)
        .collect::<Result<_, _>>()?;
    Ok(page(&SavedComparisonPage {
        items,
        next_page_token: rows.next_page_token,
    }))
}

/// A comparison to keep.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepComparison {
    /// The version to compare with.
    base_id: VersionId,
    /// The version to judge.
    candidate_id: VersionId,
    /// How much worse it may be: 0.02 is two percentage points. Without it what the active policies declare, else 0.02.
    #[schema(example = "0.02")]
    margin: Option<Decimal>,
    /// How p values of exploring rows are corrected; `bh` unless told.
    correction: Option<Correction>,
    /// Why it is kept.
    note: Option<String>,
}

/// Keep a comparison
///
/// Computed now and kept as evidence, with everything that it was computed from. It never changes.
#[utoipa::path(
    tag = "comparisons",
    security(("token" = ["evaluation.report"])),
    request_body = KeepComparison,
    responses(
        (status = 201, description = "The comparison.", body = SavedComparison),
    )
)]
#[post("/comparisons")]
pub async fn save_comparison(
    app: Data<App>,
    caller: Authorized<may::ReportEvaluations>,
    Json(body): Json<KeepComparison>,
) -> Result<HttpResponse, Failure> {
    let command = SaveComparison {
        base: body.base_id,
        candidate: body.candidate_id,
        margin: body.margin,
        correction: body.correction.unwrap_or_default(),
        note: body.note,
    };
    let decided = commands::save(&app, &caller, command).await?;
    decided
        .answer(StatusCode::CREATED, async |conn, id| {
            let saved = SavedComparison::load(conn, id).await?;
            let revision = saved.revision;
            Ok(Answer::new(saved)
                .revision(revision)
                .location(format!("/api/v1/comparisons/{id}")))
        })
        .await
}

/// A kept comparison with what it found.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SavedComparisonDetail {
    /// What was kept.
    #[serde(flatten)]
    pub saved: SavedComparison,
    /// What it found.
    pub found: ComparisonView,
}

/// Get a comparison
#[utoipa::path(
    tag = "comparisons",
    params(("comparison" = ComparisonId, Path, description = "The comparison's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The comparison.", body = SavedComparisonDetail),
    )
)]
#[get("/comparisons/{comparison}")]
pub async fn get_comparison(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<ComparisonId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    let saved = SavedComparison::load(&mut conn, id).await?;
    let inputs: Inputs = kept(&mut conn, &saved.inputs_digest).await?;
    let found: Compared = kept(&mut conn, &saved.result_digest).await?;
    let names = [saved.base.clone(), saved.candidate.clone()];
    let revision = saved.revision;
    let detail = SavedComparisonDetail {
        found: ComparisonView::of(names, &inputs, found)?,
        saved,
    };
    Ok(answer(&detail, revision))
}

async fn kept<T: DeserializeOwned>(conn: &mut PgConnection, digest: &Sha256) -> Result<T, Failure> {
    let (_, bytes) = content::read(conn, digest)
        .await?
        .ok_or(Failure::NotFound { kind: "content" })?;
    serde_json::from_slice(&bytes)
        .map_err(|error| Failure::inconsistent(format!("comparison {digest}: {error}")))
}

/// Whether a kept comparison computes again.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ComparisonReplay {
    /// Whether this engine finds the same in the same inputs.
    pub same: bool,
    /// Where it differs first, as a JSON pointer.
    pub first_difference: Option<String>,
    /// The engine that it was kept with.
    pub engine: String,
    /// The engine that computed it again.
    pub engine_now: String,
}

/// Replay a comparison
///
/// Computes it again from the inputs that were kept.
#[utoipa::path(
    tag = "comparisons",
    params(("comparison" = ComparisonId, Path, description = "The comparison's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "Whether it is the same.", body = ComparisonReplay),
    )
)]
#[get("/comparisons/{comparison}/replay")]
pub async fn replay_comparison(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<ComparisonId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    let saved = SavedComparison::load(&mut conn, id).await?;
    let inputs: Inputs = kept(&mut conn, &saved.inputs_digest).await?;
    let found: Compared = kept(&mut conn, &saved.result_digest).await?;
    let again = rules::compare(&inputs);
    let first_difference = rules::first_difference(&found, &again);
    Ok(page(&ComparisonReplay {
        same: first_difference.is_none(),
        first_difference,
        engine: saved.engine,
        engine_now: again.engine,
    }))
}
