//! What a file says about the run: model, seeds, time, tool. What it does not say stays unknown; the time in a
//! file's name is local to the machine that wrote it and is not read.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::super::json::{Node, Object};
use super::super::reading::{Remarks, arguments, seconds_since_1970, sha256, text};

/// Arguments that name the model, the first that is there counts.
const MODEL_ARGUMENTS: &[&str] = &["pretrained", "model", "engine"];
const SEEDS: &[&str] = &["random_seed", "numpy_seed", "torch_seed", "fewshot_seed"];

/// What a file says about the run.
#[derive(Debug, Default)]
pub struct Header {
    pub tool_version: Option<String>,
    pub tool_commit: Option<String>,
    pub model_ref: Option<String>,
    pub model_args: Option<Value>,
    pub gen_params: Option<Value>,
    pub seeds: BTreeMap<String, i64>,
    pub run_at: Option<DateTime<Utc>>,
    pub chat_template_digest: Option<String>,
    pub system_config_digest: Option<String>,
}

/// Reads what a file says about the run.
pub fn read(root: &Object<'_>, remarks: &mut Remarks) -> Header {
    let nothing = Object::default();
    let config = root.object("config").unwrap_or(&nothing);
    Header {
        tool_version: text(root.get("lm_eval_version"), &["lm_eval_version"], remarks),
        tool_commit: text(root.get("git_hash"), &["git_hash"], remarks),
        model_ref: model_ref(root, config, remarks),
        model_args: arguments(
            config.some("model_args"),
            &["config", "model_args"],
            remarks,
        ),
        gen_params: arguments(
            config.some("gen_kwargs"),
            &["config", "gen_kwargs"],
            remarks,
        ),
        seeds: SEEDS
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), config.get(name)?.integer()?)))
            .collect(),
        run_at: run_at(root, remarks),
        chat_template_digest: digest(root, "chat_template_sha", remarks),
        system_config_digest: digest(root, "system_instruction_sha", remarks),
    }
}

fn model_ref(root: &Object<'_>, config: &Object<'_>, remarks: &mut Remarks) -> Option<String> {
    let at = ["config", "model_args"];
    let argument = |name: &str, remarks: &mut Remarks| match config.get("model_args")? {
        Node::Text(stated) => {
            let value = stated.split(',').find_map(|part| {
                let (key, value) = part.split_once('=')?;
                (key.trim() == name).then_some(value)
            })?;
            text(Some(&Node::Text(value.into())), &at, remarks)
        }
        Node::Object(stated) => text(stated.get(name), &at, remarks),
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::NotANumber(_) | Node::Array(_) => None,
    };
    if argument("peft", remarks).is_some() {
        let message =
            "the run put an adapter on the model: the version is the model with its adapter";
        remarks.note("adapter_in_arguments", message, &at);
    }
    let named = text(root.get("model_name"), &["model_name"], remarks).or_else(|| {
        MODEL_ARGUMENTS
            .iter()
            .find_map(|name| argument(name, remarks))
    });
    if named.is_none() {
        remarks.note(
            "model_not_named",
            "the file does not say which model ran",
            &[],
        );
    }
    named
}

/// `date`: seconds since 1970, with a fraction; read from its characters and cut to microseconds.
fn run_at(root: &Object<'_>, remarks: &mut Remarks) -> Option<DateTime<Utc>> {
    seconds_since_1970(root.some("date"), &["date"], remarks)
}

/// A SHA-256 that the harness writes as bare hex.
fn digest(root: &Object<'_>, key: &str, remarks: &mut Remarks) -> Option<String> {
    let stated = text(root.get(key), &[key], remarks)?;
    let digest = sha256(&stated);
    if digest.is_none() {
        remarks.note(
            "digest_not_read",
            "this is no SHA-256 of 64 hex digits",
            &[key],
        );
    }
    digest
}
