//! What people and machines do with models. Each function: lock, read the clock, decide, write.

use serde_json::Map;

use super::rules::{self, Adoption, AliasFacts, RegistrationFacts};
use super::{
    Alias, Basis, Configuration, Model, Parent, Source, Stage, Tag, TagState, Version, store,
};
use crate::domain::access::{self, DEFAULT_TEAM};
use crate::domain::findings::{self, Finding, FindingState};
use crate::domain::names::NamedKind;
use crate::domain::names::rules::hidden;
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::http::IfMatch;
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{
    App, Failure, FieldProblem, Instant, ModelId, Reason, Remedy, Revision, TeamId, VersionId,
};

/// Registers a model.
#[derive(Debug)]
pub struct RegisterModel {
    /// The team; `None`: the team `default`.
    pub team: Option<TeamId>,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// Registers a model.
///
/// # Errors
/// A field is wrong, the team does not exist, or the name is taken.
pub async fn register_model(
    app: &App,
    caller: &Caller,
    command: RegisterModel,
) -> Result<Decided<ModelId>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let (changes, id) = register_model_in(&mut uow, caller, command).await?;
    Ok(uow.decided(changes, id))
}

/// The same within a command that does more.
///
/// # Errors
/// As [`register_model`].
pub async fn register_model_in(
    uow: &mut UnitOfWork,
    caller: &Caller,
    command: RegisterModel,
) -> Result<(Changes, ModelId), Failure> {
    let tags = rules::check_model(&command.name, command.description.as_deref(), &command.tags)
        .map_err(Failure::Invalid)?;
    let team = team(uow, command.team).await?;
    caller.require(may::RegisterModels::PERMISSION, Some(team), None)?;
    let now = uow.decide_at(&[]).await?;
    let description_digest = match &command.description {
        Some(text) => described(uow, "model.description", text).await?,
        None => None,
    };
    let model = Model {
        id: uow.new_id(),
        team_id: team,
        name: command.name,
        description_digest,
        tags: tag_states(uow, "model.tag", &tags).await?,
        created_by: caller.principal,
        created_at: now,
        hidden_at: None,
        revision: Revision::FIRST,
    };
    if !store::insert_model(uow, &model).await? {
        return Err(Failure::refused(
            Reason::new(
                "name_taken",
                format!("The team already has a model named {}.", model.name),
            )
            .with("kind", "model")
            .with("name", model.name)
            .remedy(Remedy::text(
                "Register a version of that model, or choose another name.",
            )),
        ));
    }
    store::insert_tags(uow, model.id.0, &tags).await?;
    let id = model.id;
    Ok((Changes::of("model.registered", &model), id))
}

/// Changes a model's description and tags. `None` leaves a field as it is.
#[derive(Debug)]
pub struct Relabel {
    /// The new description; an empty one takes it away.
    pub description: Option<String>,
    /// The new tags, all of them.
    pub tags: Option<Vec<Tag>>,
}

/// Relabels a model.
///
/// # Errors
/// A field is wrong, or the model changed since.
pub async fn relabel_model(
    app: &App,
    caller: &Caller,
    id: ModelId,
    seen: IfMatch,
    labels: Relabel,
) -> Result<Decided<ModelId>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let (changes, id) = relabel_model_in(&mut uow, caller, id, seen, labels).await?;
    Ok(uow.decided(changes, id))
}

/// The same within a command that does more.
///
/// # Errors
/// As [`relabel_model`].
pub async fn relabel_model_in(
    uow: &mut UnitOfWork,
    caller: &Caller,
    id: ModelId,
    seen: IfMatch,
    labels: Relabel,
) -> Result<(Changes, ModelId), Failure> {
    let tags = rules::check_labels(
        labels.description.as_deref(),
        labels.tags.as_deref().unwrap_or_default(),
        Vec::new(),
    )
    .map_err(Failure::Invalid)?;
    let mut model = store::lock_model(uow, id).await?;
    caller.require(may::RegisterModels::PERMISSION, Some(model.team_id), None)?;
    visible(&model)?;
    seen.check(model.revision)?;
    uow.decide_at(&[id.0]).await?;
    if let Some(text) = &labels.description {
        model.description_digest = described(uow, "model.description", text).await?;
    }
    if labels.tags.is_some() {
        model.tags = tag_states(uow, "model.tag", &tags).await?;
        store::set_tags(uow, id.0, &tags).await?;
    }
    model.revision = model.revision.next();
    store::update_model_labels(uow, &model).await?;
    Ok((Changes::of("model.relabelled", &model), id))
}

/// Relabels a version.
///
/// # Errors
/// A field is wrong, or the version changed since.
pub async fn relabel_version(
    app: &App,
    caller: &Caller,
    id: VersionId,
    seen: IfMatch,
    labels: Relabel,
) -> Result<Decided<VersionId>, Failure> {
    let tags = rules::check_labels(
        labels.description.as_deref(),
        labels.tags.as_deref().unwrap_or_default(),
        Vec::new(),
    )
    .map_err(Failure::Invalid)?;
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let (mut version, team) = store::lock_version(&mut uow, id).await?;
    caller.require(may::RegisterModels::PERMISSION, Some(team), None)?;
    seen.check(version.revision)?;
    uow.decide_at(&[id.0]).await?;
    if let Some(text) = &labels.description {
        version.description_digest = described(&mut uow, "version.description", text).await?;
    }
    if labels.tags.is_some() {
        version.tags = tag_states(&mut uow, "version.tag", &tags).await?;
        store::set_tags(&mut uow, id.0, &tags).await?;
    }
    version.revision = version.revision.next();
    store::update_version_labels(&mut uow, &version).await?;
    Ok(uow.decided(Changes::of("version.relabelled", &version), id))
}

/// Registers a version.
#[derive(Debug)]
pub struct RegisterVersion {
    /// Of which model.
    pub model: ModelId,
    /// Where its answers come from.
    pub source: Source,
    /// How it is called.
    pub configuration: Configuration,
    /// What it was made from.
    pub lineage: Vec<Parent>,
    /// What it is for.
    pub description: Option<String>,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// When the source was made.
    pub source_created_at: Option<Instant>,
    /// What already runs.
    pub adoption: Option<Adoption>,
}

/// Registers a version under the model's next number.
///
/// # Errors
/// A field is wrong, or the model does not exist or is hidden.
pub async fn register_version(
    app: &App,
    caller: &Caller,
    command: RegisterVersion,
) -> Result<Decided<VersionId>, Failure> {
    let tags = rules::check_labels(command.description.as_deref(), &command.tags, Vec::new())
        .map_err(Failure::Invalid)?;
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let model = store::lock_model(&mut uow, command.model).await?;
    caller.require(may::RegisterModels::PERMISSION, Some(model.team_id), None)?;
    if command.adoption.is_some() {
        caller.require(may::AdoptVersions::PERMISSION, Some(model.team_id), None)?;
    }
    visible(&model)?;
    let parents: Vec<VersionId> = command
        .lineage
        .iter()
        .map(|parent| parent.parent_version_id)
        .collect();
    let known_parents = store::visible_versions(&mut uow, &parents).await?;
    let number = store::next_number(&mut uow, model.id).await?;
    let now = uow.decide_at(&[]).await?;
    let facts = RegistrationFacts {
        source: &command.source,
        configuration: &command.configuration,
        lineage: &command.lineage,
        known_parents: &known_parents,
        adoption: command.adoption.as_ref(),
    };
    let (stage, evidence_due) = rules::register_version(&facts, now).map_err(Failure::Invalid)?;
    let version = Version {
        id: uow.new_id(),
        model_id: model.id,
        number,
        stage,
        basis: if evidence_due.is_some() {
            Basis::Adopted
        } else {
            Basis::Registered
        },
        adopted_since: command.adoption.as_ref().map(|adoption| adoption.since),
        evidence_due,
        source: command.source,
        configuration: command.configuration,
        lineage: command.lineage,
        source_created_at: command.source_created_at,
        description_digest: match &command.description {
            Some(text) => described(&mut uow, "version.description", text).await?,
            None => None,
        },
        tags: tag_states(&mut uow, "version.tag", &tags).await?,
        registered_by: caller.principal,
        created_at: now,
        stage_changed_at: None,
        hidden_at: None,
        revision: Revision::FIRST,
    };
    store::insert_version(&mut uow, &version).await?;
    store::insert_parents(&mut uow, &version).await?;
    store::insert_tags(&mut uow, version.id.0, &tags).await?;
    let id = version.id;
    let Some(adoption) = command.adoption else {
        return Ok(uow.decided(Changes::of("version.registered", &version), id));
    };
    let finding = runs_without_evidence(&uow, &model, &version, now);
    findings::store::insert(&mut uow, &finding).await?;
    let changes = Changes::of("version.adopted", &version)
        .and("finding.opened", &finding)
        .because(Some(&adoption.reason));
    Ok(uow.decided(changes, id))
}

fn runs_without_evidence(
    uow: &UnitOfWork,
    model: &Model,
    version: &Version,
    now: Instant,
) -> Finding {
    let mut params = Map::new();
    params.insert("model".into(), model.name.clone().into());
    params.insert("number".into(), version.number.into());
    Finding {
        id: uow.new_id(),
        kind: "runs_without_evidence".into(),
        entity_kind: "version".into(),
        entity_id: version.id.0,
        team_id: model.team_id,
        params,
        due: version.evidence_due,
        assignee: None,
        state: FindingState::Open,
        created_at: now,
        closed_at: None,
        revision: Revision::FIRST,
    }
}

/// Moves an alias.
#[derive(Debug)]
pub struct MoveAlias {
    /// Of which model.
    pub model: ModelId,
    /// Which alias.
    pub alias: String,
    /// Where to; `None` takes it away.
    pub version: Option<VersionId>,
    /// Where the caller saw it; the outer `None`: wherever it is.
    pub expected: Option<Option<VersionId>>,
}

/// Sets, moves or takes away an alias.
///
/// # Errors
/// The alias is not where the caller saw it, or the version is not one of the model.
pub async fn move_alias(
    app: &App,
    caller: &Caller,
    command: MoveAlias,
) -> Result<Decided<ModelId>, Failure> {
    if let Some(problem) = rules::alias_problem(&command.alias) {
        return Err(Failure::Invalid(vec![problem]));
    }
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let model = store::lock_model(&mut uow, command.model).await?;
    caller.require(may::RegisterModels::PERMISSION, Some(model.team_id), None)?;
    visible(&model)?;
    let target = target_stage(&mut uow, model.id, command.version).await?;
    let found = store::lock_alias(&mut uow, model.id, &command.alias).await?;
    let facts = AliasFacts {
        points_at: found.as_ref().and_then(|alias| alias.version_id),
        expected: command.expected,
        target,
    };
    rules::move_alias(&command.alias, &facts).map_err(Failure::Refused)?;
    let entities: Vec<_> = found.iter().map(|alias| alias.id.0).collect();
    let now = uow.decide_at(&entities).await?;
    let changes = match found {
        Some(mut alias) => {
            alias.version_id = command.version;
            alias.moved_by = caller.principal;
            alias.updated_at = now;
            alias.revision = alias.revision.next();
            store::update_alias(&mut uow, &alias).await?;
            Changes::of("alias.moved", &alias)
        }
        None => {
            let alias = Alias {
                id: uow.new_id(),
                model_id: model.id,
                alias: command.alias,
                version_id: command.version,
                moved_by: caller.principal,
                created_at: now,
                updated_at: now,
                revision: Revision::FIRST,
            };
            store::insert_alias(&mut uow, &alias).await?;
            Changes::of("alias.set", &alias)
        }
    };
    Ok(uow.decided(changes, model.id))
}

/// Nothing is done with what is hidden.
fn visible(model: &Model) -> Result<(), Failure> {
    match model.hidden_at {
        Some(_) => Err(Failure::refused(hidden(NamedKind::Model, &model.name))),
        None => Ok(()),
    }
}

/// The stage of the version that an alias should point at.
async fn target_stage(
    uow: &mut UnitOfWork,
    model: ModelId,
    version: Option<VersionId>,
) -> Result<Option<Stage>, Failure> {
    let Some(id) = version else { return Ok(None) };
    let found = store::visible_versions(uow, &[id]).await?;
    let refs = store::version_refs(uow.conn(), &found).await?;
    match refs.into_iter().find(|version| version.model_id == model) {
        Some(version) => Ok(Some(version.stage)),
        None => Err(Failure::Invalid(vec![FieldProblem::new(
            "/version_id",
            "a version of this model",
        )])),
    }
}

/// The team that a command names, or the team `default`; shared until the command ends.
async fn team(uow: &mut UnitOfWork, team: Option<TeamId>) -> Result<TeamId, Failure> {
    let id = match team {
        Some(id) => Some(id),
        None => access::store::team_of_slug(uow.conn(), DEFAULT_TEAM).await?,
    };
    let found = match id {
        Some(id) => access::store::share_team(uow, id).await?,
        None => None,
    };
    match found {
        Some(team) if team.hidden_at.is_none() => Ok(team.id),
        Some(_) | None => Err(Failure::invalid("/team_id", "a team that exists")),
    }
}

async fn described(
    uow: &mut UnitOfWork,
    name: &'static str,
    text: &str,
) -> Result<Option<crate::ground::kernel::TextDigest>, Failure> {
    if text.is_empty() {
        Ok(None)
    } else {
        Ok(Some(uow.text(name, text).await?))
    }
}

async fn tag_states(
    uow: &mut UnitOfWork,
    name: &'static str,
    tags: &[Tag],
) -> Result<Vec<TagState>, Failure> {
    let mut states = Vec::with_capacity(tags.len());
    for tag in tags {
        let value_digest = uow.text(name, &tag.value).await?;
        states.push(TagState {
            key: tag.key.clone(),
            value_digest,
        });
    }
    Ok(states)
}
