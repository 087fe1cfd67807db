//! Loading, and noticing that something changed.

use super::image::Loaded;
use crate::domain::routes::{Snapshot, store};
use crate::ground::audit::tick;
use crate::ground::kernel::{App, Failure, VersionId};

/// Everything, as of the end of the log.
pub(super) async fn load(app: &App) -> Result<Loaded, Failure> {
    let head = tick(app).await?;
    load_at(app, head.position).await
}

async fn load_at(app: &App, position: i64) -> Result<Loaded, Failure> {
    let mut conn = app.read().await?;
    let now = app.now(&mut conn).await?;
    let routes = store::load_routes(&mut conn).await?;
    let mut named: Vec<VersionId> = routes
        .iter()
        .flat_map(|route| Snapshot::versions(&route.snapshot))
        .collect();
    named.sort();
    named.dedup();
    let versions = store::load_versions(&mut conn, &named).await?;
    let tokens = store::load_tokens(&mut conn, now).await?;
    Ok(Loaded {
        position,
        routes,
        versions,
        tokens,
    })
}

/// What became of the log.
pub(super) enum Change {
    /// Something that matters: everything again.
    Loaded(Loaded),
    /// Nothing that matters, up to this position.
    NoneUpTo(i64),
}

/// Looks at what the log got after `known`.
pub(super) async fn changed(app: &App, known: i64) -> Result<Change, Failure> {
    let head = tick(app).await?;
    if head.position == known || !store::relevant_since(&mut *app.read().await?, known).await? {
        return Ok(Change::NoneUpTo(head.position));
    }
    Ok(Change::Loaded(load_at(app, head.position).await?))
}
