//! Policies, promotions, what reviewers say.

use anyhow::Context;

use super::{Teller, found};
use crate::domain::access::commands::{Tried, record_attempt};
use crate::domain::models::Stage;
use crate::domain::promotions::commands::{
    OpenPromotion, Opened, apply, approve, comment, create_policy, open, publish_policy, reject,
    withdraw,
};
use crate::domain::promotions::store::{self, PromotionRow};
use crate::ground::http::IfMatch;
use crate::ground::identity::Caller;
use crate::ground::kernel::{App, Failure, Sha256};
use crate::server::demo::act::Act;
use crate::server::demo::policies;

impl Teller {
    pub(super) async fn promotion_act(
        &mut self,
        app: &App,
        by: &Caller,
        act: Act,
    ) -> anyhow::Result<()> {
        match act {
            Act::Policy(name, team) => {
                let team = team.map(|slug| found(&self.teams, slug).copied());
                let content = policies::content(name, 1)?;
                let decided =
                    create_policy(app, by, team.transpose()?, name.into(), content).await?;
                self.policies.insert(name, decided.commit().await?);
            }
            Act::Republish(name) => {
                let id = *found(&self.policies, name)?;
                let row = store::policy(&mut *app.read().await?, id).await?;
                let content = policies::content(name, row.number + 1)?;
                let seen = IfMatch(row.revision);
                let decided = publish_policy(app, by, id, seen, content).await?;
                decided.commit().await?;
            }
            Act::Promote(label, target, application, reason) => {
                let application = application.map(|name| found(&self.applications, name).copied());
                let command = OpenPromotion {
                    version: self.version(label)?,
                    target,
                    application: application.transpose()?,
                    reason: reason.into(),
                };
                match open(app, by, command).await? {
                    Opened::New(decided) | Opened::Again(decided) => decided.commit().await?,
                    Opened::Existing(_) => anyhow::bail!("{label} waits already"),
                };
            }
            Act::Approve(label, comment) => {
                let row = self.waiting(app, label).await?;
                let decided = approve(app, by, row.id, seen(&row)?, Some(comment)).await?;
                decided.commit().await?;
            }
            Act::Comment(label, text) => {
                let row = self.waiting(app, label).await?;
                comment(app, by, row.id, text).await?.commit().await?;
            }
            Act::TryApprove(label) => self.try_approve(app, by, label).await?,
            Act::Reject(label, reason) => {
                let row = self.waiting(app, label).await?;
                let decided = reject(app, by, row.id, seen(&row)?, reason).await?;
                decided.commit().await?;
            }
            Act::Apply(label) => {
                let row = self.waiting(app, label).await?;
                let decided = apply(app, by, row.id, IfMatch(row.revision)).await?;
                decided.commit().await?;
            }
            Act::Withdraw(label, reason) => {
                let row = self.waiting(app, label).await?;
                let seen = IfMatch(row.revision);
                let decided = withdraw(app, by, row.id, seen, reason).await?;
                decided.commit().await?;
            }
            _ => anyhow::bail!("not about promotions"),
        }
        Ok(())
    }

    /// The promotion of a version to production that is not over.
    async fn waiting(&self, app: &App, label: &str) -> anyhow::Result<PromotionRow> {
        let mut conn = app.read().await?;
        let version = self.version(label)?;
        let id = store::open_promotion(&mut conn, version, Stage::Production)
            .await?
            .with_context(|| format!("no promotion of {label} is open"))?;
        Ok(store::promotion(&mut conn, id).await?)
    }

    /// What the service does for a request that a rule refuses: it writes it down.
    async fn try_approve(&self, app: &App, by: &Caller, label: &str) -> anyhow::Result<()> {
        let row = self.waiting(app, label).await?;
        let Err(Failure::Refused(reasons)) = approve(app, by, row.id, seen(&row)?, None).await
        else {
            anyhow::bail!("the approval of {label} was not refused");
        };
        let tried = Tried {
            command: "promotion.approve".into(),
            subject_kind: "promotion".into(),
            subject_id: row.id.0,
            codes: reasons.into_iter().map(|reason| reason.code).collect(),
        };
        Ok(record_attempt(app, by, tried).await?)
    }
}

fn seen(row: &PromotionRow) -> anyhow::Result<Sha256> {
    Sha256::from_slice(&row.proposal_hash).context("a proposal's digest")
}
