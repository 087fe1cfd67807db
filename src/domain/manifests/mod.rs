//! What a company has as documents in files: exported, compared with what is there, applied by the commands that
//! everybody uses. Invariant: a document says what a thing is, never where it stands or what it serves.

mod document;
mod label;
mod planned;

pub mod rules;

pub mod store;

pub mod commands;

pub mod http;

pub use document::{
    ApplicationDocument, ClaimRuleDocument, Document, ModelDocument, PolicyDocument, RouteDocument,
    SuiteDocument, TeamDocument,
};
pub use label::{DocumentKind, Label};
pub use planned::{Action, Counts, FieldChange, LeftAlone, Manifest, PlannedDocument};
