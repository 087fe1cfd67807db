//! The company: its teams and people, and what it asks of a version.

use chrono::Weekday::{Mon, Thu, Wed};

use super::super::act::{Act, Beat, week};
use super::{ANA, CI, CLAIRE, DANIEL, INES, JONAS, LEE, MINA, PRIYA, SOFIA, TOMAS, YUKI};
use crate::ground::identity::Role;

const fn join(
    handle: &'static str,
    name: &'static str,
    email: &'static str,
    roles: &'static [(Role, Option<&'static str>)],
) -> Act {
    Act::Join {
        handle,
        name,
        email,
        roles,
    }
}

const SUPPORT: Option<&str> = Some("support");
const CLAIMS: Option<&str> = Some("claims");
const SEARCH: Option<&str> = Some("search");
const PLATFORM: Option<&str> = Some("platform");

#[rustfmt::skip] // a table: one line, one beat
pub const BEATS: &[Beat] = &[
    Beat(week(26, Mon, 8, 2), ANA, join(ANA, "Ana Ruiz", "", &[])),
    Beat(week(26, Mon, 8, 5), ANA, Act::Team("support", "Support")),
    Beat(week(26, Mon, 8, 5), ANA, Act::Team("claims", "Claims")),
    Beat(week(26, Mon, 8, 6), ANA, Act::Team("search", "Search")),
    Beat(week(26, Mon, 8, 6), ANA, Act::Team("platform", "Platform")),
    Beat(
        week(26, Mon, 8, 20),
        ANA,
        join(INES, "Ines Costa", "ines.costa@nordhaven.example", &[
            (Role::Contributor, SUPPORT),
            (Role::Contributor, PLATFORM),
        ]),
    ),
    Beat(
        week(26, Mon, 8, 22),
        ANA,
        join(LEE, "Lee Park", "lee.park@nordhaven.example", &[(Role::Reviewer, None)]),
    ),
    Beat(
        week(26, Mon, 8, 23),
        ANA,
        join(MINA, "Mina Okafor", "mina.okafor@nordhaven.example", &[(Role::Reviewer, None)]),
    ),
    Beat(
        week(26, Mon, 8, 25),
        ANA,
        join(TOMAS, "Tomas Berg", "tomas.berg@nordhaven.example", &[
            (Role::Operator, None),
            (Role::Steward, None),
        ]),
    ),
    Beat(
        week(26, Mon, 8, 31),
        ANA,
        join(JONAS, "Jonas Weber", "jonas.weber@nordhaven.example", &[(Role::Contributor, CLAIMS)]),
    ),
    Beat(
        week(26, Mon, 8, 32),
        ANA,
        join(PRIYA, "Priya Nair", "priya.nair@nordhaven.example", &[(Role::Contributor, SEARCH)]),
    ),
    Beat(
        week(26, Mon, 8, 34),
        ANA,
        join(SOFIA, "Sofia Lind", "sofia.lind@nordhaven.example", &[
            (Role::Operator, SUPPORT),
            (Role::Operator, CLAIMS),
        ]),
    ),
    Beat(
        week(26, Mon, 8, 40),
        ANA,
        join(DANIEL, "Daniel Osei", "daniel.osei@nordhaven.example", &[(Role::Contributor, SUPPORT)]),
    ),
    Beat(
        week(26, Mon, 8, 41),
        ANA,
        join(YUKI, "Yuki Tanaka", "yuki.tanaka@nordhaven.example", &[
            (Role::Contributor, PLATFORM),
            (Role::Reviewer, SEARCH),
        ]),
    ),
    Beat(
        week(26, Mon, 8, 44),
        ANA,
        join(CLAIRE, "Claire Moreau", "claire.moreau@nordhaven.example", &[(Role::Auditor, None)]),
    ),
    Beat(week(26, Mon, 9, 10), ANA, Act::Machine(CI, Role::Contributor)),
    Beat(week(26, Mon, 10, 0), ANA, Act::Policy("staging-basics", None)),
    Beat(week(26, Mon, 10, 4), ANA, Act::Policy("production-basics", None)),
    Beat(week(26, Mon, 13, 30), ANA, Act::Policy("ticket-routing", SUPPORT)),
    Beat(week(26, Mon, 13, 41), ANA, Act::Policy("customer-answers", SUPPORT)),
    Beat(week(26, Mon, 13, 55), ANA, Act::Policy("claims-care", CLAIMS)),
    // Later the gates get stricter.
    Beat(week(21, Thu, 14, 10), ANA, Act::Republish("production-basics")),
    Beat(week(9, Wed, 13, 25), ANA, Act::Republish("ticket-routing")),
];
