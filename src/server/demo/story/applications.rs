//! Who calls the routes, and what is at stake there.

use chrono::Weekday::{Fri, Tue, Wed};

use super::super::act::{Act, Beat, week};
use super::{ANA, DANIEL, INES, JONAS, PRIYA, YUKI};
use crate::domain::routes::{Criticality, DataClass, RiskTier};

const fn application(
    team: &'static str,
    name: &'static str,
    purpose: &'static str,
    stakes: (Criticality, DataClass, RiskTier),
    class: Option<&'static str>,
) -> Act {
    Act::Application {
        team,
        name,
        purpose,
        criticality: stakes.0,
        data: stakes.1,
        risk: stakes.2,
        class,
    }
}

const TRANSPARENCY: Option<&str> = Some("eu-ai-act:transparency");
const HIGH_RISK: Option<&str> = Some("eu-ai-act:high-risk");

#[rustfmt::skip] // a table: one line, one beat
pub const BEATS: &[Beat] = &[
    Beat(week(26, Tue, 14, 0), INES, application(
        "support",
        "helpdesk-web",
        "Answers customers in the web chat; an agent can take over at any time",
        (Criticality::High, DataClass::Confidential, RiskTier::Limited),
        TRANSPARENCY,
    )),
    Beat(week(26, Tue, 14, 5), INES, application(
        "support",
        "ticket-router",
        "Sends each ticket to the desk that can solve it",
        (Criticality::High, DataClass::Confidential, RiskTier::Limited),
        None,
    )),
    Beat(week(26, Tue, 14, 9), DANIEL, application(
        "support",
        "agent-assist",
        "Drafts replies that an agent reads, edits and sends",
        (Criticality::Medium, DataClass::Confidential, RiskTier::Limited),
        None,
    )),
    Beat(week(26, Tue, 15, 0), JONAS, application(
        "claims",
        "claims-desk",
        "Reads letters of claim and sums files up for the person who decides",
        (Criticality::Critical, DataClass::Restricted, RiskTier::High),
        HIGH_RISK,
    )),
    Beat(week(26, Tue, 15, 4), JONAS, application(
        "claims",
        "fraud-review",
        "Writes the first note on a suspicious claim; people investigate",
        (Criticality::High, DataClass::Restricted, RiskTier::High),
        HIGH_RISK,
    )),
    Beat(week(26, Tue, 15, 20), PRIYA, application(
        "search",
        "search-api",
        "Answers questions from the public help pages, with the page",
        (Criticality::Medium, DataClass::Public, RiskTier::Minimal),
        TRANSPARENCY,
    )),
    Beat(week(26, Wed, 9, 0), YUKI, application(
        "platform",
        "code-review",
        "Comments on changes before a colleague reads them",
        (Criticality::Low, DataClass::Internal, RiskTier::Minimal),
        None,
    )),
    Beat(week(12, Fri, 9, 30), ANA, application(
        "platform",
        "docs-portal",
        "Translates help pages; a translator signs off the German ones",
        (Criticality::Low, DataClass::Public, RiskTier::Minimal),
        None,
    )),
];
