//! Permissions as types: a handler that takes [`super::Authorized<may::SwitchRoute>`] says what it needs.

use super::Role;
use crate::ground::kernel::{Reason, Remedy};

/// A permission and the roles that hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission {
    /// `<resource>.<verb>`: stands in the OpenAPI document as the scope of the operation.
    pub name: &'static str,
    /// The roles that hold it; empty means every signed-in caller.
    pub roles: &'static [Role],
}

impl Permission {
    /// Why somebody may not, for want of a role that holds it.
    #[must_use]
    pub fn lacking(self) -> Reason {
        let roles: Vec<&str> = self.roles.iter().map(|role| role.as_str()).collect();
        let message = format!("This needs the role {} on the team.", roles.join(" or "));
        Reason::new("not_permitted", message)
            .with("permission", self.name)
            .with("roles", roles)
            .remedy(Remedy::text(
                "Ask somebody who holds it, or an administrator.",
            ))
    }
}

/// A type that stands for a permission.
pub trait Permit: 'static {
    /// The permission.
    const PERMISSION: Permission;
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $text:literal: $($role:ident),*;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy)]
            pub struct $name;
            impl Permit for $name {
                const PERMISSION: Permission =
                    Permission { name: $text, roles: &[$(Role::$role),*] };
            }
        )*
        /// Every permission there is, in the order of the documentation.
        pub const ALL: &[Permission] = &[$($name::PERMISSION),*];
    };
}

permissions! {
    /// Read what every member reads.
    Read = "read":;
    /// Ask which version to call.
    Resolve = "resolve":;
    /// Create teams.
    ManageTeams = "team.manage": Admin;
    /// Invite people, grant and revoke roles, suspend.
    ManageMembers = "member.manage": Admin;
    /// Make and revoke tokens of oneself.
    ManageOwnTokens = "token.own":;
    /// Make and revoke tokens of machines.
    ManageTokens = "token.manage": Admin;
    /// List and revoke sessions of oneself.
    ManageOwnSessions = "session.own":;
    /// Say which machines come in by their tokens' claims.
    ManageClaimRules = "claim_rule.manage": Admin;
    /// Register models and versions, label them, move aliases.
    RegisterModels = "model.register": Contributor, Admin;
    /// Record what already runs as adopted, without evidence.
    AdoptVersions = "version.adopt": Operator, Admin;
    /// Define suites.
    ManageSuites = "suite.manage": Contributor, Admin;
    /// Import and record evaluations.
    ReportEvaluations = "evaluation.report": Contributor, Admin;
    /// Download raw result files.
    ReadArtefacts = "artefact.read": Contributor, Reviewer, Auditor, Admin;
    /// Publish policies.
    ManagePolicies = "policy.manage": Admin;
    /// Open, withdraw and apply promotions.
    OpenPromotions = "promotion.open": Contributor, Operator, Admin;
    /// Approve and reject promotions.
    ApprovePromotions = "promotion.approve": Reviewer;
    /// Comment on promotions: those who ask and those who approve.
    CommentPromotions = "promotion.comment": Contributor, Reviewer, Operator, Admin;
    /// Let a version move without one of the requirements.
    GrantWaivers = "waiver.grant": Reviewer, Admin;
    /// Deprecate and archive versions.
    MoveStages = "version.stage": Contributor, Operator, Admin;
    /// Revoke versions.
    RevokeVersions = "version.revoke": Operator, Admin;
    /// Describe applications.
    ManageApplications = "application.manage": Contributor, Operator, Admin;
    /// Create routes, switch, roll back, pin.
    SwitchRoutes = "route.switch": Operator;
    /// Kill versions on routes.
    KillVersions = "route.kill": Operator;
    /// Assign, acknowledge and close findings.
    ManageFindings = "finding.manage": Contributor, Operator, Steward, Admin;
    /// Export the audit log.
    ExportAudit = "audit.export": Auditor, Admin;
}
