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

/// The model of a name, or of an id.
pub async fn model(api: &Api, label: &str) -> Result<Value, Trouble> {
    let found = api
        .query(
            "/models",
            &[
                ("name", Some(label.to_owned())),
                ("limit", Some("2".into())),
            ],
        )
        .await?;
    let items = found.body["items"].as_array().cloned().unwrap_or_default();
    match items.as_slice() {
        [model] => Ok(model.clone()),
        [] if label.parse::<uuid::Uuid>().is_ok() => {
            Ok(api.get(&format!("/models/{label}")).await?.body)
        }
        [] => Err(missing(format!("there is no model named {label}"))),
        _ => Err(local(format!(
            "several teams have a model named {label}: give its id"
        ))),
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

/// The entity of a name in a list that takes `q`: suites, applications.
pub async fn named(api: &Api, list: &str, name: &str) -> Result<Value, Trouble> {
    let found = api.query(list, &[("name", Some(name.to_owned()))]).await?;
    first(&found).cloned().ok_or_else(|| {
        missing(format!(
            "there is no {} named {name}",
            list.trim_matches('/').trim_end_matches('s')
        ))
    })
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
    listed(api, "/policies", "policy", label).await
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
