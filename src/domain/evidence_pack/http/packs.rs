//! Packs of evidence over HTTP.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};

use super::send;
use crate::domain::evidence_pack::Dossier;
use crate::domain::evidence_pack::contents::{Pack, promotion_pack, route_pack};
use crate::domain::evidence_pack::page::{Files, promotion_page, route_page};
use crate::domain::evidence_pack::store::{self, Raw};
use crate::domain::routes;
use crate::ground::audit::{LogHead, resolve_known};
use crate::ground::http::{Path, Query};
use crate::ground::identity::{Authorized, Caller, may};
use crate::ground::kernel::{App, Failure, Instant, PromotionId, RouteId};

/// What is wanted of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PackFormat {
    /// Everything.
    #[default]
    Zip,
    /// The page alone.
    Html,
}

/// How much, as of when.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PackPromotion {
    /// `zip` (unless told) or `html`: the page alone.
    #[param(inline)]
    #[serde(default)]
    format: PackFormat,
    /// The log as it was: a position such as `@42`, or an instant. Without it: now.
    known: Option<String>,
}

/// Which interval, how much, as of when.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PackRoute {
    /// Start of the interval.
    #[param(value_type = String, format = DateTime)]
    from: Instant,
    /// End of the interval.
    #[param(value_type = String, format = DateTime)]
    to: Instant,
    /// `zip` (unless told) or `html`: the page alone.
    #[param(inline)]
    #[serde(default)]
    format: PackFormat,
    /// The log as it was: a position such as `@42`, or an instant. Without it: now.
    known: Option<String>,
}

/// The position that was asked for; `None`: the end.
async fn asked(app: &App, known: Option<&str>) -> Result<Option<LogHead>, Failure> {
    match known {
        None => Ok(None),
        Some(_) => resolve_known(app, known).await.map(Some),
    }
}

/// What was made of what was read.
enum Made {
    Pack(Pack),
    Page(String),
}

fn sent(app: &App, (made, known): (Made, LogHead)) -> HttpResponse {
    match made {
        Made::Pack(pack) => send::zip(app, pack, known),
        Made::Page(page) => send::page(page, known),
    }
}

/// The files as a page names them that is read alone.
fn alone<'a>(raw: &'a Raw, cut: &'a [String]) -> Files<'a> {
    Files {
        raw: &raw.entries,
        beside: false,
        left_out: &raw.left_out,
        cut,
    }
}

/// Get the evidence of a promotion
///
/// One page that prints, from request to effect, with the JSON and the result files behind it, as of a position of the
/// log: the same position gives the same bytes. Result files that the caller may not download are named and left out.
/// Of a promotion that is not over, only the end of the log can be told.
#[utoipa::path(
    tag = "promotions",
    params(("promotion" = PromotionId, Path, description = "The promotion's id."), PackPromotion),
    security(("token" = ["read"])),
    responses((status = 200, description = "The pack.", content(
        (Vec<u8> = "application/zip"),
        (String = "text/html"),
    )))
)]
#[get("/promotions/{promotion}/evidence")]
pub async fn get_promotion_evidence(
    app: Data<App>,
    caller: Authorized<may::Read>,
    Path(id): Path<PromotionId>,
    Query(query): Query<PackPromotion>,
) -> Result<HttpResponse, Failure> {
    let known = asked(&app, query.known.as_deref()).await?;
    let caller: &Caller = &caller;
    let made = store::settled(&app, async |conn, head| {
        let known = known.unwrap_or(head);
        let dossier = store::dossier(conn, id, known, head).await?;
        let raw = store::raw_files(conn, caller, dossier.artefacts.iter()).await?;
        let made = match query.format {
            PackFormat::Zip => Made::Pack(promotion_pack(&dossier, raw.entries, &raw.left_out)?),
            PackFormat::Html => Made::Page(promotion_page(&dossier, &alone(&raw, &dossier.cut))),
        };
        Ok((made, known))
    })
    .await?;
    Ok(sent(&app, made))
}

/// Get the evidence of a route over an interval
///
/// One page that prints: which version answered when, who decided it and on what evidence it was allowed to; with the
/// JSON and the result files behind it, as of a position of the log.
#[utoipa::path(
    tag = "record",
    params(("route" = RouteId, Path, description = "The route's id."), PackRoute),
    security(("token" = ["read"])),
    responses((status = 200, description = "The pack.", content(
        (Vec<u8> = "application/zip"),
        (String = "text/html"),
    )))
)]
#[get("/routes/{route}/evidence")]
pub async fn get_route_evidence(
    app: Data<App>,
    caller: Authorized<may::Read>,
    Path(id): Path<RouteId>,
    Query(query): Query<PackRoute>,
) -> Result<HttpResponse, Failure> {
    if query.from > query.to {
        return Err(Failure::malformed(
            "to",
            "an instant that is not before `from`",
        ));
    }
    let known = asked(&app, query.known.as_deref()).await?;
    let caller: &Caller = &caller;
    let interval = (query.from, query.to);
    let made = store::settled(&app, async |conn, head| {
        let known = known.unwrap_or(head);
        let (route, _) = routes::store::route(conn, id).await?;
        let label = format!("{}/{}", route.environment, route.key);
        let limits = store::ROUTE_LIMITS;
        let dossier =
            store::route_dossier(conn, (id, label), interval, known, head, limits).await?;
        let artefacts = dossier
            .promotions
            .iter()
            .flat_map(|one: &Dossier| &one.artefacts);
        let raw = store::raw_files(conn, caller, artefacts).await?;
        let made = match query.format {
            PackFormat::Zip => Made::Pack(route_pack(&dossier, raw.entries, &raw.left_out)?),
            PackFormat::Html => Made::Page(route_page(&dossier, &alone(&raw, &dossier.cut))),
        };
        Ok((made, known))
    })
    .await?;
    Ok(sent(&app, made))
}
