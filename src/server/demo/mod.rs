//! The demo: half a year in the life of a company, told through the commands that everybody uses.
//!
//! `story` says who did what and when, `data` holds the published facts that it stands on, `teller` gives the commands
//! under a clock that it moves. When the story is told the clock is gone: who comes then acts in real time.

mod act;
mod calendar;
mod facts;
mod loads;
mod policies;
mod results;
mod story;
mod teller;

use sqlx::PgPool;

use crate::ground::audit::tick;
use crate::ground::config::Config;
use crate::ground::kernel::{App, Clock, Ids, Instant};

pub use story::LOOK_IN;

/// Weeks that the story reaches back.
pub const WEEKS: i64 = 26;

/// Tells the story on a database that is migrated and empty, so that it ends at `end`. Two tellings with one `end`
/// differ in ids and salts only.
///
/// # Errors
/// A command was refused that the story does not expect to be, or the database is away.
pub async fn tell(pool: PgPool, config: Config, end: Instant) -> anyhow::Result<()> {
    let beats = story::beats(end.0);
    let begin = beats.first().map_or(end.0, |(at, _)| *at);
    let app = App::new(pool, Clock::injected(begin), Ids::Random, config);
    super::install(&app).await?;
    let mut teller = teller::Teller::new(app.clone());
    for (at, beat) in beats {
        teller.play(at, &beat).await?;
    }
    teller.wait_until(end.0).await?;
    tick(&app).await?;
    Ok(())
}
