//! `tenure versions`.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::api::{Api, Connection, Trouble};
use super::label;
use super::models::tags;
use super::output::{self, field};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List versions: of a model, or of all
    List(Box<List>),
    /// Show a version
    Show {
        /// MODEL/NUMBER
        version: String,
        #[command(flatten)]
        connection: Connection,
    },
    /// Register a version: it gets the model's next number
    Register(Box<Register>),
    /// Point an alias of a model at a version
    Alias {
        /// MODEL/NUMBER
        version: String,
        /// The alias
        alias: String,
        #[command(flatten)]
        connection: Connection,
    },
}

/// Which versions.
#[derive(Debug, Args)]
pub struct List {
    /// The model's name; without it versions of all models
    model: Option<String>,
    /// In this stage
    #[arg(long)]
    stage: Option<String>,
    /// hosted, weights or opaque
    #[arg(long)]
    source: Option<String>,
    /// Of this platform
    #[arg(long)]
    platform: Option<String>,
    /// The platform's own model string, or a digest of weights
    #[arg(long)]
    native_id: Option<String>,
    /// With this tag: KEY or KEY=VALUE
    #[arg(long)]
    tag: Option<String>,
    /// That this alias points at
    #[arg(long)]
    alias: Option<String>,
    /// Words that begin words of the source, or a part of the model's name
    #[arg(long)]
    text: Option<String>,
    /// true: what is hidden; any: that too
    #[arg(long)]
    hidden: Option<String>,
    #[command(flatten)]
    connection: Connection,
}

#[derive(Debug, Args)]
pub struct Register {
    /// The model's name
    model: String,
    #[command(flatten)]
    source: Source,
    /// Region, as the platform names it
    #[arg(long, requires = "hosted")]
    region: Option<String>,
    /// Deployment type, as the platform names it
    #[arg(long, requires = "hosted")]
    deployment_type: Option<String>,
    /// sha256:<64 hex digits> of the weights
    #[arg(long, requires = "weights")]
    digest: Option<String>,
    /// For weights: the server and model string to call
    #[arg(long, num_args = 2, value_names = ["PLATFORM", "MODEL"])]
    served_as: Option<Vec<String>>,
    /// Parameters of the call: a JSON object
    #[arg(long)]
    parameters: Option<String>,
    /// sha256:<64 hex digits> of the prompt template
    #[arg(long)]
    prompt_template_digest: Option<String>,
    /// What it was made from: MODEL/NUMBER, and how: quantisation, fine_tune ...
    #[arg(long, num_args = 2, value_names = ["VERSION", "KIND"])]
    parent: Option<Vec<String>>,
    /// What it is for
    #[arg(long)]
    description: Option<String>,
    /// A tag: KEY=VALUE
    #[arg(long = "tag", value_name = "KEY=VALUE")]
    tags: Vec<String>,
    /// It runs already, since this instant
    #[arg(long, requires_all = ["adopted_stage", "reason"])]
    adopted_since: Option<String>,
    /// Where it runs: registered, staging or production
    #[arg(long)]
    adopted_stage: Option<String>,
    /// Why it is recorded without evidence
    #[arg(long)]
    reason: Option<String>,
    #[command(flatten)]
    connection: Connection,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Source {
    /// A platform's own model string
    #[arg(long, num_args = 2, value_names = ["PLATFORM", "NATIVE_ID"])]
    hosted: Option<Vec<String>>,
    /// Where the weights are
    #[arg(long, requires = "digest")]
    weights: Option<String>,
    /// Words, for what has neither
    #[arg(long)]
    opaque: Option<String>,
}

pub async fn run(command: Command) -> Result<(), Trouble> {
    match command {
        Command::List(command) => list(*command).await,
        Command::Show {
            version,
            connection,
        } => show(&version, &connection).await,
        Command::Register(command) => register(*command).await,
        Command::Alias {
            version,
            alias,
            connection,
        } => alias_to(&version, &alias, &connection).await,
    }
}

fn source_text(version: &Value) -> String {
    let source = &version["source"];
    match source["kind"].as_str() {
        Some("hosted") => format!(
            "{} {}",
            field(source, "/platform"),
            field(source, "/native_id")
        ),
        Some("weights") => field(source, "/uri"),
        Some(_) | None => field(source, "/text"),
    }
}

async fn list(command: List) -> Result<(), Trouble> {
    let api = Api::new(&command.connection);
    let model = match &command.model {
        Some(model) => Some(label::id(&label::model(&api, model).await?)?),
        None => None,
    };
    let pairs = [
        ("model", model),
        ("stage", command.stage),
        ("source", command.source),
        ("platform", command.platform),
        ("native_id", command.native_id),
        ("tag", command.tag),
        ("alias", command.alias),
        ("q", command.text),
        ("hidden", command.hidden),
    ];
    let answer = api.query("/versions", &pairs).await?;
    if !output::json(&api, &answer) {
        let rows = output::rows(&answer, |version| {
            let aliases = version["aliases"].as_array().into_iter().flatten();
            let aliases: Vec<&str> = aliases.filter_map(Value::as_str).collect();
            vec![
                field(version, "/model/name"),
                field(version, "/number"),
                field(version, "/stage"),
                source_text(version),
                aliases.join(", "),
            ]
        });
        output::table(&["model", "number", "stage", "source", "aliases"], rows);
    }
    Ok(())
}

async fn show(version: &str, connection: &Connection) -> Result<(), Trouble> {
    let api = Api::new(connection);
    let answer = label::version(&api, version).await?;
    if output::json(&api, &answer) {
        return Ok(());
    }
    let body = &answer.body;
    println!(
        "{}/{}: allowed up to {}",
        field(body, "/model/name"),
        field(body, "/number"),
        field(body, "/stage")
    );
    println!("source      {}", source_text(body));
    for (name, pointer) in [
        ("region", "/source/region"),
        ("deployment", "/source/deployment_type"),
        ("digest", "/source/digest"),
        ("prompt", "/configuration/prompt_template_digest"),
        ("about", "/description"),
        ("adopted", "/adopted_since"),
    ] {
        let text = field(body, pointer);
        if !text.is_empty() {
            println!("{name:<12}{text}");
        }
    }
    for tag in body["tags"].as_array().into_iter().flatten() {
        println!(
            "tag         {}={}",
            field(tag, "/key"),
            field(tag, "/value")
        );
    }
    println!(
        "registered  {} by {}",
        field(body, "/created_at"),
        field(body, "/registered_by/name")
    );
    for serve in body["serves"].as_array().into_iter().flatten() {
        let route = &serve["route"];
        let share = output::share(&serve["slots"]);
        println!(
            "serves      {}/{} {share}",
            field(route, "/environment"),
            field(route, "/key")
        );
    }
    Ok(())
}

async fn register(command: Register) -> Result<(), Trouble> {
    let api = Api::new(&command.connection);
    let model = label::id(&label::model(&api, &command.model).await?)?;
    let mut body = json!({
        "source": source(&command),
        "configuration": configuration(&command)?,
        "description": command.description,
        "tags": tags(&command.tags)?,
    });
    if let Some([parent, kind]) = command.parent.as_deref() {
        let parent = label::id(&label::version(&api, parent).await?.body)?;
        body["lineage"] = json!([{"kind": kind, "parent_version_id": parent}]);
    }
    if let Some(since) = &command.adopted_since {
        body["adopted"] =
            json!({"since": since, "reason": command.reason, "stage": command.adopted_stage});
    }
    let answer = api
        .post(&format!("/models/{model}/versions"), &body)
        .await?;
    if !output::json(&api, &answer) {
        let body = &answer.body;
        println!(
            "Registered {}/{}, allowed up to {} ({}).",
            field(body, "/model/name"),
            field(body, "/number"),
            field(body, "/stage"),
            field(body, "/id")
        );
    }
    Ok(())
}

fn source(command: &Register) -> Value {
    match (&command.source.hosted, &command.source.weights) {
        (Some(hosted), _) => json!({
            "kind": "hosted", "platform": hosted[0], "native_id": hosted[1],
            "region": command.region, "deployment_type": command.deployment_type,
        }),
        (None, Some(uri)) => json!({"kind": "weights", "uri": uri, "digest": command.digest}),
        (None, None) => json!({"kind": "opaque", "text": command.source.opaque}),
    }
}

fn configuration(command: &Register) -> Result<Value, Trouble> {
    let parameters: Value = match &command.parameters {
        Some(text) => serde_json::from_str(text)
            .map_err(|error| Trouble::Local(format!("--parameters is not JSON: {error}")))?,
        None => json!({}),
    };
    let served_as = command
        .served_as
        .as_ref()
        .map(|served| json!({"platform": served[0], "model": served[1]}));
    Ok(json!({
        "parameters": parameters,
        "prompt_template_digest": command.prompt_template_digest,
        "served_as": served_as,
    }))
}

async fn alias_to(version: &str, alias: &str, connection: &Connection) -> Result<(), Trouble> {
    let api = Api::new(connection);
    let version = label::version(&api, version).await?.body;
    let path = format!("/models/{}/aliases", field(&version, "/model/id"));
    let answer = api
        .post(&path, &json!({"alias": alias, "version_id": version["id"]}))
        .await?;
    if !output::json(&api, &answer) {
        println!(
            "{alias} points at {}/{}.",
            field(&version, "/model/name"),
            field(&version, "/number")
        );
    }
    Ok(())
}
