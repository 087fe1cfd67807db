//! Comparing versions and planning a run, without keeping anything.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};

use super::ComparisonView;
use crate::domain::comparisons::commands::margin_problem;
use crate::domain::comparisons::rules::{PlanFacts, Planned, plan};
use crate::domain::comparisons::{Correction, store};
use crate::ground::http::{Query, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, Decimal, Failure, VersionId};

/// Versions that are compared with one base at most.
const WITH_MAX: usize = 10;

/// Which versions.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CompareVersions {
    /// The version to compare with.
    base: VersionId,
    /// The version to judge; of several their ids with commas between, at most 10.
    with: String,
    /// How much worse it may be: 0.02 is two percentage points. Without it what the active policies declare, else 0.02.
    #[param(value_type = Option<String>, example = "0.02")]
    margin: Option<Decimal>,
    /// How p values of exploring rows are corrected; `bh` unless told.
    correction: Option<Correction>,
}

/// One comparison for each version that was asked for.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ComparedPage {
    /// The comparisons, in the order asked for.
    pub items: Vec<ComparisonView>,
    /// Always null.
    pub next_page_token: Option<String>,
}

/// Compare versions
///
/// On every number that both have: by pairs of items where both keep them, else by value and standard error. Computed
/// now; nothing is kept.
#[utoipa::path(
    tag = "comparisons",
    params(CompareVersions),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The comparisons.", body = ComparedPage),
    )
)]
#[get("/comparisons")]
pub async fn compare_versions(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<CompareVersions>,
) -> Result<HttpResponse, Failure> {
    if let Some(problem) = margin_problem(query.margin.as_ref()) {
        return Err(Failure::Invalid(vec![problem]));
    }
    let with = versions(&query.with, query.base)?;
    let mut conn = app.read().await?;
    let mut items = Vec::new();
    for candidate in with {
        let names = store::names(&mut conn, query.base, candidate).await?;
        let correction = query.correction.unwrap_or_default();
        let margin = query.margin.clone();
        let inputs = store::collect(&mut conn, query.base, candidate, margin, correction).await?;
        items.push(ComparisonView::computed(names, &inputs)?);
    }
    Ok(page(&ComparedPage {
        items,
        next_page_token: None,
    }))
}

/// The versions of a list, each once and none the base.
fn versions(list: &str, base: VersionId) -> Result<Vec<VersionId>, Failure> {
    let wrong = |expected: &str| Failure::invalid("with", expected);
    let mut with: Vec<VersionId> = Vec::new();
    for text in list.split(',') {
        let id = text
            .parse()
            .map_err(|_| wrong("ids of versions with commas between"))?;
        if id == base || with.contains(&id) {
            return Err(wrong("other versions than the base, each once"));
        }
        with.push(id);
    }
    if with.len() > WITH_MAX {
        return Err(wrong("at most 10 versions"));
    }
    Ok(with)
}

/// What a run would be.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PlanComparison {
    /// Items of the suite.
    items: Option<u64>,
    /// How much worse a candidate may be, as a share.
    #[param(value_type = Option<String>, example = "0.02")]
    margin: Option<Decimal>,
    /// The share of items on which the two versions differ; 0.08 unless told.
    #[param(value_type = Option<String>, example = "0.08")]
    discordance: Option<Decimal>,
    /// The share of items that are right: plans for items that are not the same on both sides.
    #[param(value_type = Option<String>, example = "0.9")]
    rate: Option<Decimal>,
    /// The chance of showing what is so; 0.9 unless told.
    #[param(value_type = Option<String>, example = "0.9")]
    power: Option<Decimal>,
}

/// Plan a comparison
///
/// What so many items can show, and how many would show a margin: before anything is run.
#[utoipa::path(
    tag = "comparisons",
    params(PlanComparison),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "What the run can show.", body = Planned),
    )
)]
#[get("/comparisons/plan")]
pub async fn plan_comparison(
    _caller: Authorized<may::Read>,
    Query(query): Query<PlanComparison>,
) -> Result<HttpResponse, Failure> {
    let default = |text: &str| text.parse::<Decimal>().expect("a decimal");
    let facts = PlanFacts {
        items: query.items,
        margin: query.margin,
        discordance: query.discordance.unwrap_or_else(|| default("0.08")),
        rate: query.rate,
        power: query.power.unwrap_or_else(|| default("0.9")),
    };
    Ok(page(&plan(&facts).map_err(Failure::Invalid)?))
}
