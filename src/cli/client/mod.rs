//! Client commands: the public API and nothing else.

mod api;
mod applications;
mod audit;
mod claim_rules;
mod compare;
mod evaluations;
mod evidence;
mod findings;
mod kill;
mod label;
mod manifests;
mod match_rules;
mod models;
mod output;
mod policies;
mod promotions;
mod routes;
mod serving;
mod suites;
mod turns;
mod versions;

use std::process::ExitCode;

use clap::Subcommand;

/// What clients do.
#[derive(Debug, Subcommand)]
pub enum ClientCommand {
    /// List, register, rename and hide models
    #[command(subcommand)]
    Models(models::Command),
    /// List, show and register versions; move aliases
    #[command(subcommand)]
    Versions(versions::Command),
    /// Import, record and list evaluations
    #[command(subcommand)]
    Evaluations(evaluations::Command),
    /// Ask whether a version is worse than another
    Compare(compare::Compare),
    /// Ask what a run of so many items can show, before it is run
    Plan(compare::Plan),
    /// Say which version a model's name in result files means
    #[command(subcommand)]
    MatchRules(match_rules::Command),
    /// List, define, change, rename and hide suites
    #[command(subcommand)]
    Suites(suites::Command),
    /// List, show, rename and hide applications
    #[command(subcommand)]
    Applications(applications::Command),
    /// Create, publish, turn on and off, rename, hide and list policies
    #[command(subcommand)]
    Policies(policies::Command),
    /// Say which machines come in by the claims of their tokens
    #[command(subcommand)]
    ClaimRules(claim_rules::Command),
    /// Ask whether a version may go up, and move it when nothing is missing
    Promote(promotions::Promote),
    /// Approve a promotion as it stands
    Approve(promotions::Approve),
    /// Say something about a promotion
    Comment(promotions::Comment),
    /// Let a version move without one requirement, for a while
    Waive(findings::Waive),
    /// List and close what the service noticed
    #[command(subcommand)]
    Findings(findings::Command),
    /// Create, list, switch and hide routes; describe applications
    #[command(subcommand)]
    Routes(routes::Command),
    /// Ask which version an application must call right now
    Which(serving::Which),
    /// Take a version off its routes at once
    Kill(kill::Kill),
    /// Ask what ran at an instant or over an interval
    Ran(serving::Ran),
    /// Pack a promotion, or a route over an interval, for who has to check it
    Evidence(evidence::Evidence),
    /// Make things as files say: all of it or nothing
    Apply(manifests::Apply),
    /// Write what is there as files that apply takes
    Export(manifests::Export),
    /// List or export the audit log
    Audit(audit::Audit),
}

/// Runs a client command and gives its exit code.
pub async fn run(command: ClientCommand) -> ExitCode {
    let done = match command {
        ClientCommand::Models(command) => models::run(command).await,
        ClientCommand::Versions(command) => versions::run(command).await,
        ClientCommand::Evaluations(command) => evaluations::run(command).await,
        ClientCommand::MatchRules(command) => match_rules::run(command).await,
        ClientCommand::Suites(command) => suites::run(command).await,
        ClientCommand::Applications(command) => applications::run(command).await,
        ClientCommand::Compare(command) => compare::compare(command).await,
        ClientCommand::Plan(command) => compare::plan(command).await,
        ClientCommand::Policies(command) => policies::run(command).await,
        ClientCommand::ClaimRules(command) => claim_rules::run(command).await,
        ClientCommand::Promote(command) => promotions::promote(command).await,
        ClientCommand::Approve(command) => promotions::approve(command).await,
        ClientCommand::Comment(command) => promotions::comment(command).await,
        ClientCommand::Waive(command) => findings::waive(command).await,
        ClientCommand::Findings(command) => findings::run(command).await,
        ClientCommand::Routes(command) => routes::run(command).await,
        ClientCommand::Which(command) => serving::which(command).await,
        ClientCommand::Kill(command) => kill::run(command).await,
        ClientCommand::Ran(command) => serving::ran(command).await,
        ClientCommand::Evidence(command) => evidence::run(command).await,
        ClientCommand::Apply(command) => manifests::apply(command).await,
        ClientCommand::Export(command) => manifests::export(command).await,
        ClientCommand::Audit(command) => audit::run(command).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let words = error.to_string();
            if !words.is_empty() {
                eprintln!("{words}");
            }
            ExitCode::from(error.code())
        }
    }
}
