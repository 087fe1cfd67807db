//! What promotions need from time: those that ran out are ended, and what is recorded of the others follows evidence,
//! policies and approvals that ran out; and what runs is held to the policies again. Nothing here moves a version.

use std::time::Duration;

use chrono::NaiveDate;
use tokio::time::MissedTickBehavior;

use super::{commands, store};
use crate::ground::audit::tick;
use crate::ground::kernel::{App, Failure};

/// Seconds between two runs: how late a list of what waits may be. Answers about one promotion are never late.
const EVERY_SECONDS: u64 = 15;
/// Promotions that one statement finds at most.
const BATCH: i64 = 100;

/// Ends the promotions whose time ran out. Answers how many.
///
/// # Errors
/// The database is away.
pub async fn expire_due(app: &App) -> Result<usize, Failure> {
    let due = {
        let mut conn = app.read().await?;
        let now = app.now(&mut conn).await?;
        store::due(&mut conn, now, BATCH).await?
    };
    let mut ended = 0;
    for id in due {
        // Somebody else may have ended it since it was found.
        if let Some(decided) = commands::expire(app, id).await? {
            decided.commit().await?;
            ended += 1;
        }
    }
    Ok(ended)
}

/// Records where the promotions that are not over stand now. Answers how many changed.
///
/// # Errors
/// The database is away.
pub async fn refresh_open(app: &App) -> Result<usize, Failure> {
    let mut changed = 0;
    let mut after = None;
    loop {
        let ids = store::not_over(&mut *app.read().await?, after, BATCH).await?;
        let Some(last) = ids.last() else {
            return Ok(changed);
        };
        after = Some(*last);
        for id in ids {
            if let Some(decided) = commands::refresh(app, id).await? {
                decided.commit().await?;
                changed += 1;
            }
        }
    }
}

/// Holds every running version to the policies again, or only those that the log after a position may concern.
/// Answers how many findings changed.
///
/// # Errors
/// The database is away.
pub async fn recheck_running(app: &App, since: Option<i64>) -> Result<usize, Failure> {
    let mut changed = 0;
    let mut after = None;
    loop {
        let ids = store::running(&mut *app.read().await?, after, since, BATCH).await?;
        let Some(last) = ids.last() else {
            return Ok(changed);
        };
        after = Some(*last);
        for id in ids {
            if let Some(decided) = commands::recheck(app, id).await? {
                decided.commit().await?;
                changed += 1;
            }
        }
    }
}

/// How far what runs was held to the policies.
#[derive(Debug, Default)]
pub struct Rechecked {
    /// The position of the log.
    position: Option<i64>,
    /// The day (UTC) of the last complete run: evidence ages, and days from which policies block come.
    day: Option<NaiveDate>,
}

impl Rechecked {
    /// Goes on from there: everything once a day and after a change that concerns all, else what the log names.
    ///
    /// # Errors
    /// The database is away; the next call does the same again.
    pub async fn follow(&mut self, app: &App) -> Result<usize, Failure> {
        let head = tick(app).await?.position;
        let (today, all) = {
            let mut conn = app.read().await?;
            let today = app.now(&mut conn).await?.0.date_naive();
            let all = match self.position {
                Some(position) if self.day == Some(today) && position == head => return Ok(0),
                Some(position) if self.day == Some(today) => {
                    store::concerns_all(&mut conn, position).await?
                }
                Some(_) | None => true,
            };
            (today, all)
        };
        let changed = recheck_running(app, self.position.filter(|_| !all)).await?;
        self.position = Some(head);
        self.day = Some(today);
        Ok(changed)
    }
}

/// Runs all of this for as long as the service runs. A run that fails is logged; the next one tries again.
pub async fn follow_time(app: App) {
    let mut every = tokio::time::interval(Duration::from_secs(EVERY_SECONDS));
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut rechecked = Rechecked::default();
    loop {
        every.tick().await;
        let run = async {
            expire_due(&app).await?;
            refresh_open(&app).await?;
            rechecked.follow(&app).await
        };
        if let Err(error) = run.await {
            tracing::warn!(%error, "promotions were not brought up to date");
        }
    }
}
