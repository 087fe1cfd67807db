//! The published facts that the story stands on: vendors' dates, and scores as their publishers print them.

use anyhow::Context;
use serde::Deserialize;

use crate::domain::models::Tag;

const OFFERINGS: &str = include_str!("data/offerings.csv");
const SCORES: &str = include_str!("data/scores.csv");

/// A row of a vendor's deprecation page.
#[derive(Debug, Clone, Deserialize)]
pub struct Offering {
    /// Who serves it.
    pub vendor: String,
    /// The vendor's id.
    pub model_id: String,
    /// When the vendor said so; empty: the page does not say.
    pub announced_on: String,
    /// When it ends, or before which day it does not.
    pub shutdown_on: String,
    /// `firm`, `floor`, `earliest`, `none`.
    pub kind: String,
    /// What the vendor recommends.
    pub replacement: String,
    /// The page.
    pub source_url: String,
}

/// A published score.
#[derive(Debug, Clone, Deserialize)]
pub struct Score {
    /// What was measured: a vendor's id, a base model, or a compressed variant of one.
    pub subject: String,
    /// With what.
    pub benchmark: String,
    /// In percent; empty: only the recovery is published.
    pub percent: String,
    /// What is left of the base model's score, in percent; empty for a base model.
    pub recovery_pct: String,
    /// With which harness.
    pub harness: String,
    /// Who printed it.
    pub publisher: String,
    /// Where.
    pub source: String,
}

fn rows<T: for<'de> Deserialize<'de>>(text: &str) -> anyhow::Result<Vec<T>> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .context("a table of facts")
}

/// What the vendor of a platform says about an id.
///
/// # Errors
/// The table says nothing about it.
pub fn offering_of(of: &str, id: &str) -> anyhow::Result<Offering> {
    rows::<Offering>(OFFERINGS)?
        .into_iter()
        .find(|row| platform(&row.vendor) == of && row.model_id == id)
        .with_context(|| format!("{of} {id} is not in offerings.csv"))
}

impl Offering {
    /// The row as tags of a version.
    pub fn tags(&self) -> Vec<Tag> {
        let shutdown = match self.kind.as_str() {
            "floor" => format!("not sooner than {}", self.shutdown_on),
            "earliest" => format!("{} at the earliest", self.shutdown_on),
            _ => self.shutdown_on.clone(),
        };
        let pairs = [
            ("vendor-announced", &self.announced_on),
            ("vendor-replacement", &self.replacement),
            ("vendor-shutdown", &shutdown),
            ("vendor-source", &self.source_url),
        ];
        pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| Tag {
                key: key.into(),
                value: value.clone(),
            })
            .collect()
    }
}

/// What was published about a subject.
///
/// # Errors
/// The table says nothing about it.
pub fn scores(subject: &str) -> anyhow::Result<Vec<Score>> {
    let mut scores = rows::<Score>(SCORES)?;
    scores.retain(|score| score.subject == subject);
    anyhow::ensure!(!scores.is_empty(), "{subject} is not in scores.csv");
    Ok(scores)
}

/// How we write a vendor as a platform.
#[must_use]
pub fn platform(vendor: &str) -> &'static str {
    match vendor {
        "Anthropic" => "anthropic",
        "OpenAI" => "openai",
        "Azure AI Foundry" => "azure-foundry",
        "Google Gemini API" => "gemini",
        "Mistral" => "mistral",
        _ => "other",
    }
}
