//! The items that two evaluations scored differently.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};

use crate::domain::comparisons::store::{self, ChangedItem};
use crate::domain::evaluations;
use crate::ground::http::{Query, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, Decimal, EvaluationId, Failure};

/// Which evaluations.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListChangedItems {
    /// The base's evaluation.
    base: EvaluationId,
    /// The candidate's evaluation.
    candidate: EvaluationId,
}

/// An item that changed. Never a question or an answer.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ChangedItem)]
pub struct ChangedItemView {
    /// The question's name in its data set.
    pub item_key: String,
    /// Names the question by its content, in hexadecimal digits.
    pub item_hash: String,
    /// Questions of the same cluster are not independent.
    pub cluster: Option<String>,
    /// Mean score in the base.
    pub base_score: Decimal,
    /// Mean score in the candidate.
    pub candidate_score: Decimal,
}

impl From<ChangedItem> for ChangedItemView {
    fn from(item: ChangedItem) -> Self {
        Self {
            item_key: item.item_key,
            item_hash: item
                .item_hash
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
            cluster: item.cluster,
            base_score: item.base_score,
            candidate_score: item.candidate_score,
        }
    }
}

/// Items that changed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ChangedItemPage {
    /// The items: what fell most first; at most 200.
    pub items: Vec<ChangedItemView>,
    /// Always null.
    pub next_page_token: Option<String>,
}

/// List items that changed
///
/// Items that two evaluations share and scored differently: what fell most first.
#[utoipa::path(
    tag = "comparisons",
    params(ListChangedItems),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The items.", body = ChangedItemPage),
    )
)]
#[get("/comparisons/items")]
pub async fn list_changed_items(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<ListChangedItems>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    for id in [query.base, query.candidate] {
        evaluations::store::evaluation(&mut conn, id).await?;
    }
    let changed = store::changed(&mut conn, query.base, query.candidate).await?;
    Ok(page(&ChangedItemPage {
        items: changed.into_iter().map(ChangedItemView::from).collect(),
        next_page_token: None,
    }))
}
