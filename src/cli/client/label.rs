//! Labels that people type, turned into ids: `ticket-triage/4`, `production/support-bot`, `PR-0042`.

use serde_json::Value;

use super::api::{Answer, Api, Trouble};

fn local(message: impl Into<String>) -> Trouble {
    Trouble::Local(message.into())
}

fn missing(message: impl Into<String>) -> Trouble {
    Trouble::Missing(message.into())
}

fn first(answer: &Answer) -> Option<&Value> {
    answer.body["items"].as_array()?.first()
}

/// The id in an entity.
pub fn id(entity: &Value) -> Result<String, Trouble> {
    entity["id"]
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| local("the service answered without an id"))
}

/// The model of a name, or of an id. A name that it had before leads to it too, with a word about it.
pub async fn model(api: &Api, label: &str) -> Result<Value, Trouble> {
    any(api, "/models", label, false).await
}

/// Something of a list by its name, a name that it had, or its id. `hidden`: what is hidden goes first.
pub async fn any(api: &Api, list: &str, label: &str, hidden: bool) -> Result<Value, Trouble> {
    if label.parse::<uuid::Uuid>().is_ok() {
        return Ok(api.get(&format!("{list}/{label}")).await?.body);
    }
    let ask = async |hidden: &str| {
        let name = ("name", Some(label.to_owned()));
        let pairs = [
            name,
            ("limit", Some("2".into())),
            ("hidden", Some(hidden.into())),
        ];
        api.query(list, &pairs).await
    };
    let mut found = ask(if hidden { "true" } else { "false" }).await?;
    if hidden && first(&found).is_none() {
        found = ask("false").await?;
    }
    let one = match list {
        "/policies" => "policy",
        _ => list.trim_matches('/').trim_end_matches('s'),
    };
    let items = found.body["items"].as_array().cloned().unwrap_or_default();
    let renamed = found.body["renamed"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    match (items.as_slice(), renamed.as_slice()) {
        ([found], _) => Ok(found.clone()),
        ([], [renamed]) => {
            let (now, at) = (&renamed["name"], &renamed["renamed_at"]);
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            eprintln!("{one} {label} is named {} since {}.", text(now), text(at));
            Ok(api.get(&format!("{list}/{}", id(renamed)?)).await?.body)
        }
        ([], []) => Err(missing(format!("there is no {one} named {label}"))),
        ([], _) => Err(local(format!(
            "several of the {} were named {label}: give an id",
            list.trim_matches('/')
        ))),
        _ => Err(local(format!(
            "several teams have a {one} named {label}: give its id"
        ))),
    }
}

/// The route of `ENVIRONMENT/KEY`, hidden or not, or of an id.
pub async fn any_route(api: &Api, label: &str) -> Result<Value, Trouble> {
    if label.parse::<uuid::Uuid>().is_ok() {
        return Ok(api.get(&format!("/routes/{label}")).await?.body);
    }
    match route(api, label).await {
        Err(Trouble::Problem(problem)) if problem["status"] == 404 => {}
        found => return Ok(found?.body),
    }
    let (environment, key) = label.split_once('/').unwrap_or_default();
    let environment = ("environment", Some(environment.to_owned()));
    let mut token = None;
    loop {
        let hidden = ("hidden", Some("true".to_owned()));
        let pairs = [environment.clone(), hidden, ("page_token", token)];
        let page = api.query("/routes", &pairs).await?;
        let mut items = page.body["items"].as_array().into_iter().flatten();
        if let Some(found) = items.find(|one| one["key"] == key) {
            return Ok(found.clone());
        }
        token = page.body["next_page_token"].as_str().map(str::to_owned);
        if token.is_none() {
            return Err(missing(format!("there is no route {label}")));
        }
    }
}

/// The version of `MODEL/NUMBER`, or of an id.
pub async fn version(api: &Api, label: &str) -> Result<Answer, Trouble> {
    if label.parse::<uuid::Uuid>().is_ok() {
        return api.get(&format!("/versions/{label}")).await;
    }
    let (name, number) = label
        .rsplit_once('/')
        .filter(|(_, number)| number.parse::<i32>().is_ok())
        .ok_or_else(|| {
            local(format!(
                "{label} is not MODEL/NUMBER, such as ticket-triage/4"
            ))
        })?;
    let model = id(&model(api, name).await?)?;
    let pairs = [("model", Some(model)), ("number", Some(number.to_owned()))];
    let found = api.query("/versions", &pairs).await?;
    let version =
        first(&found).ok_or_else(|| missing(format!("model {name} has no version {number}")))?;
    api.get(&format!("/versions/{}", id(version)?)).await
}

/// The route of `ENVIRONMENT/KEY`.
pub async fn route(api: &Api, label: &str) -> Result<Answer, Trouble> {
    let (environment, key) = label.split_once('/').ok_or_else(|| {
        local(format!(
            "{label} is not ENVIRONMENT/KEY, such as production/support-bot"
        ))
    })?;
    api.get(&format!("/routes/{environment}/{key}")).await
}

/// The entity of a name in a list: suites, applications.
pub async fn named(api: &Api, list: &str, name: &str) -> Result<Value, Trouble> {
    any(api, list, name, false).await
}

/// The promotion of `PR-0042`, or of an id.
pub async fn promotion(api: &Api, label: &str) -> Result<Answer, Trouble> {
    if label.parse::<uuid::Uuid>().is_ok() {
        return api.get(&format!("/promotions/{label}")).await;
    }
    let found = api
        .query("/promotions", &[("label", Some(label.to_owned()))])
        .await?;
    let promotion =
        first(&found).ok_or_else(|| missing(format!("there is no promotion {label}")))?;
    api.get(&format!("/promotions/{}", id(promotion)?)).await
}

/// The id of a team's slug, or of an id.
pub async fn team(api: &Api, label: &str) -> Result<String, Trouble> {
    let teams = api.get("/teams?limit=200").await?;
    let mut items = teams.body["items"].as_array().into_iter().flatten();
    items
        .find(|team| team["slug"] == label || team["id"] == label)
        .map_or_else(|| Err(missing(format!("there is no team {label}"))), id)
}

/// The id of a policy's name, or of an id.
pub async fn policy(api: &Api, label: &str) -> Result<String, Trouble> {
    id(&any(api, "/policies", label, false).await?)
}

/// The id of a claim rule's name, or of an id.
pub async fn claim_rule(api: &Api, label: &str) -> Result<String, Trouble> {
    listed(api, "/claim-rules", "claim rule", label).await
}

/// The id of a name, or of an id, in a list that is read to its end.
async fn listed(api: &Api, list: &str, what: &str, label: &str) -> Result<String, Trouble> {
    let mut token = None;
    loop {
        let limit = ("limit", Some("200".to_owned()));
        let page = api.query(list, &[limit, ("page_token", token)]).await?;
        let mut items = page.body["items"].as_array().into_iter().flatten();
        if let Some(found) = items.find(|one| one["name"] == label || one["id"] == label) {
            return id(found);
        }
        token = page.body["next_page_token"].as_str().map(str::to_owned);
        if token.is_none() {
            return Err(missing(format!("there is no {what} named {label}")));
        }
    }
}
