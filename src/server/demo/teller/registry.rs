//! Models, versions, aliases, stages.

use anyhow::Context;
use chrono::Duration;

use super::{Teller, found};
use crate::domain::models::commands::{
    MoveAlias, RegisterModel, RegisterVersion, Relabel, move_alias, register_model,
    register_version, relabel_version,
};
use crate::domain::models::rules::Adoption;
use crate::domain::models::{Configuration, Parent, ServedAs, Source, Tag, store};
use crate::domain::stages::commands::move_version;
use crate::domain::stages::rules::Move;
use crate::ground::http::{IfMatch, MaybeIfMatch};
use crate::ground::identity::Caller;
use crate::ground::kernel::{App, Instant, Sha256};
use crate::server::demo::act::{Act, Origin, Registration};
use crate::server::demo::facts;

/// Where our own weights are served.
const SERVER: &str = "vllm-fr-1";

impl Teller {
    pub(super) async fn registry_act(
        &mut self,
        app: &App,
        by: &Caller,
        act: Act,
    ) -> anyhow::Result<()> {
        match act {
            Act::Model(team, name, description, pairs) => {
                let command = RegisterModel {
                    team: Some(*found(&self.teams, team)?),
                    name: name.into(),
                    description: Some(description.into()),
                    tags: tags(pairs),
                };
                let id = register_model(app, by, command).await?.commit().await?;
                self.models.insert(name, (id, team));
            }
            Act::Register(registration) => self.register(app, by, registration, None).await?,
            Act::Adopt(registration, days, stage, reason) => {
                let adoption = Adoption {
                    since: Instant(self.now() - Duration::days(days)),
                    reason: reason.into(),
                    stage,
                };
                self.register(app, by, registration, Some(adoption)).await?;
            }
            Act::Notice(label) => self.notice(app, by, label).await?,
            Act::Describe(label, description) => {
                self.relabel(app, by, label, Some(description), None)
                    .await?;
            }
            Act::Alias(alias, label) => {
                let (model, _) = label.split_once('/').context("MODEL/NUMBER")?;
                let command = MoveAlias {
                    model: found(&self.models, model)?.0,
                    alias: alias.into(),
                    version: Some(self.version(label)?),
                    expected: None,
                };
                move_alias(app, by, command).await?.commit().await?;
            }
            Act::Deprecate(label, reason) => {
                self.stage(app, by, label, Move::Deprecate, reason).await?;
            }
            Act::Archive(label, reason) => {
                self.stage(app, by, label, Move::Archive, reason).await?;
            }
            _ => anyhow::bail!("not about the registry"),
        }
        Ok(())
    }

    async fn register(
        &mut self,
        app: &App,
        by: &Caller,
        stated: Registration,
        adoption: Option<Adoption>,
    ) -> anyhow::Result<()> {
        let (model, number) = stated.label.split_once('/').context("MODEL/NUMBER")?;
        let (source, served_as) = source(stated.origin);
        let lineage = match stated.parent {
            None => Vec::new(),
            Some((kind, parent, technique)) => vec![Parent {
                kind,
                parent_version_id: self.version(parent)?,
                technique: Some(technique.into()),
            }],
        };
        let command = RegisterVersion {
            model: found(&self.models, model)?.0,
            source,
            configuration: Configuration {
                parameters: serde_json::from_str(stated.parameters)?,
                prompt_template_digest: stated.prompt.map(|text| Sha256::of(text.as_bytes())),
                adapter: None,
                served_as,
            },
            lineage,
            description: Some(stated.description.into()),
            tags: tags(stated.tags),
            source_created_at: None,
            adoption,
        };
        let id = register_version(app, by, command).await?.commit().await?;
        let row = store::version(&mut *app.read().await?, id).await?;
        anyhow::ensure!(
            row.number.to_string() == number,
            "{} got number {}",
            stated.label,
            row.number
        );
        self.versions.insert(stated.label, id);
        Ok(())
    }

    /// What the vendor's page says goes into the tags, beside those that are there.
    async fn notice(&self, app: &App, by: &Caller, label: &str) -> anyhow::Result<()> {
        let id = self.version(label)?;
        let row = store::version(&mut *app.read().await?, id).await?;
        let Source::Hosted {
            platform,
            native_id,
            ..
        } = &row.source.0
        else {
            anyhow::bail!("{label} is not hosted");
        };
        let offering = facts::offering_of(platform, native_id)?;
        let mut all = row.tags.0;
        all.extend(offering.tags());
        self.relabel(app, by, label, None, Some(all)).await
    }

    async fn relabel(
        &self,
        app: &App,
        by: &Caller,
        label: &str,
        description: Option<&str>,
        tags: Option<Vec<Tag>>,
    ) -> anyhow::Result<()> {
        let id = self.version(label)?;
        let row = store::version(&mut *app.read().await?, id).await?;
        let labels = Relabel {
            description: description.map(str::to_owned),
            tags,
        };
        let seen = IfMatch(row.revision);
        relabel_version(app, by, id, seen, labels)
            .await?
            .commit()
            .await?;
        Ok(())
    }

    async fn stage(
        &self,
        app: &App,
        by: &Caller,
        label: &str,
        to: Move,
        reason: &str,
    ) -> anyhow::Result<()> {
        let id = self.version(label)?;
        move_version(app, by, id, MaybeIfMatch(None), to, reason)
            .await?
            .commit()
            .await?;
        Ok(())
    }
}

fn tags(pairs: &[(&str, &str)]) -> Vec<Tag> {
    pairs
        .iter()
        .map(|(key, value)| Tag {
            key: (*key).into(),
            value: (*value).into(),
        })
        .collect()
}

/// The digest of weights that nobody has downloaded is that of their address.
fn source(origin: Origin) -> (Source, Option<ServedAs>) {
    match origin {
        Origin::Hosted(vendor, id, region) => {
            let source = Source::Hosted {
                platform: facts::platform(vendor).into(),
                native_id: id.into(),
                region: region.map(str::to_owned),
                deployment_type: None,
            };
            (source, None)
        }
        Origin::Weights(uri, name) => {
            let source = Source::Weights {
                uri: uri.into(),
                digest: Sha256::of(uri.as_bytes()),
            };
            let served = ServedAs {
                platform: SERVER.into(),
                model: name.into(),
            };
            (source, Some(served))
        }
    }
}
