//! Applications, and what routes serve.

use anyhow::Context;

use super::{Teller, found};
use crate::domain::promotions::commands::new_use;
use crate::domain::routes::SLOTS;
use crate::domain::routes::commands::{
    Change, CreateRoute, DefineApplication, change, create_route, define_application,
};
use crate::domain::routes::rules::Request;
use crate::ground::http::MaybeIfMatch;
use crate::ground::identity::Caller;
use crate::ground::kernel::App;
use crate::server::demo::act::{Act, Shares};

impl Teller {
    pub(super) async fn route_act(
        &mut self,
        app: &App,
        by: &Caller,
        act: Act,
    ) -> anyhow::Result<()> {
        match act {
            Act::Application {
                team,
                name,
                purpose,
                criticality,
                data,
                risk,
                class,
            } => {
                let command = DefineApplication {
                    team: Some(*found(&self.teams, team)?),
                    name: name.into(),
                    purpose: purpose.into(),
                    criticality,
                    data_class: data,
                    risk_tier: risk,
                    regulatory_class: class.map(str::to_owned),
                    review_due: None,
                };
                let id = define_application(app, by, command).await?.commit().await?;
                self.applications.insert(name, id);
                Ok(())
            }
            Act::Route(label, application, shares, fallbacks, reason) => {
                let (environment, key) = label.split_once('/').context("ENVIRONMENT/KEY")?;
                let command = CreateRoute {
                    environment: environment.into(),
                    key: key.into(),
                    application: *found(&self.applications, application)?,
                    salt: None,
                    request: Some(self.request(shares, Some(fallbacks))?),
                    max_stale_seconds: None,
                    reason: reason.into(),
                };
                let (id, _) = create_route(app, by, new_use, command)
                    .await?
                    .commit()
                    .await?;
                self.routes.insert(label, id);
                Ok(())
            }
            Act::Switch(route, shares, reason) => {
                let switch = Change::Switch(self.request(shares, None)?);
                self.change(app, by, route, switch, reason).await
            }
            Act::SwitchAll(route, shares, fallbacks, reason) => {
                let switch = Change::Switch(self.request(shares, Some(fallbacks))?);
                self.change(app, by, route, switch, reason).await
            }
            Act::RollBack(route, to, reason) => {
                let back = Change::Rollback { to };
                self.change(app, by, route, back, reason).await
            }
            Act::Kill(route, version, reason) => {
                let kill = Change::Kill(self.version(version)?);
                self.change(app, by, route, kill, reason).await
            }
            Act::Pin(route, unit, version, reason) => {
                let pin = Change::Pin {
                    unit: unit.into(),
                    version: Some(self.version(version)?),
                };
                self.change(app, by, route, pin, reason).await
            }
            _ => anyhow::bail!("not about routes"),
        }
    }

    fn request(&self, shares: Shares, fallbacks: Option<&[&str]>) -> anyhow::Result<Request> {
        let allocation = shares
            .iter()
            .map(|(label, percent)| Ok((self.version(label)?, percent * SLOTS / 100)))
            .collect::<anyhow::Result<_>>()?;
        let fallbacks = fallbacks.map(|labels| {
            let ids = labels.iter().map(|label| self.version(label));
            ids.collect::<anyhow::Result<_>>()
        });
        Ok(Request {
            allocation,
            fallbacks: fallbacks.transpose()?,
        })
    }

    async fn change(
        &self,
        app: &App,
        by: &Caller,
        route: &str,
        what: Change,
        reason: &str,
    ) -> anyhow::Result<()> {
        let id = *found(&self.routes, route)?;
        change(app, by, new_use, id, MaybeIfMatch(None), &what, reason)
            .await?
            .commit()
            .await?;
        Ok(())
    }
}
