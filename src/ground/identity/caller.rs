//! The caller: a principal, its roles, and how it proved itself.

use uuid::Uuid;

use super::may::{Permit, Resolve};
use super::{Permission, Role};
use crate::ground::http::RequestContext;
use crate::ground::kernel::{ApplicationId, Failure, PrincipalId, Reason, SessionId, TeamId};

/// The service itself.
pub const SYSTEM: PrincipalId =
    PrincipalId(Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001));

/// What kind of principal.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum PrincipalKind {
    /// A person.
    User,
    /// A machine; a person answers for it.
    Machine,
    /// The service itself.
    System,
}

impl PrincipalKind {
    /// As in JSON and SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Machine => "machine",
            Self::System => "system",
        }
    }
}

/// A role with what it is bound to.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Binding {
    /// The role.
    pub role: Role,
    /// `None`: every team.
    pub team_id: Option<TeamId>,
    /// `None`: every environment.
    pub environment: Option<String>,
}

/// How the caller proved itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// The console's cookie.
    Session,
    /// An API token that acts as a person.
    PersonalToken,
    /// An API token of a machine.
    MachineToken,
    /// A JSON Web Token of a configured issuer.
    Jwt,
    /// The service's own work, or a command on the server.
    Internal,
}

/// Who is asking.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who.
    pub principal: PrincipalId,
    /// What kind.
    pub kind: PrincipalKind,
    /// The person answerable: for a person, itself.
    pub responsible: PrincipalId,
    /// Its roles.
    pub bindings: Vec<Binding>,
    /// How it proved itself.
    pub means: Means,
    /// Whether it may approve at all: people do, machines never, personal tokens when they were made for it.
    pub may_approve: bool,
    /// A token of one application resolves the routes of this application and does nothing else.
    pub application: Option<ApplicationId>,
    /// Acts in these environments only; `None`: in all.
    pub environments: Option<Vec<String>>,
    /// The session it came with.
    pub session: Option<SessionId>,
    /// The request.
    pub request: RequestContext,
}

impl Caller {
    /// The service itself: jobs, and commands given on the server.
    #[must_use]
    pub fn system() -> Self {
        let bindings = Role::ALL.into_iter().map(|role| Binding {
            role,
            team_id: None,
            environment: None,
        });
        Self {
            principal: SYSTEM,
            kind: PrincipalKind::System,
            responsible: SYSTEM,
            bindings: bindings.collect(),
            means: Means::Internal,
            may_approve: false,
            application: None,
            environments: None,
            session: None,
            request: RequestContext::default(),
        }
    }

    /// Whether some role of the caller holds the permission for this team and environment.
    /// `None` asks for a binding to everything.
    #[must_use]
    pub fn may(
        &self,
        permission: Permission,
        team: Option<TeamId>,
        environment: Option<&str>,
    ) -> bool {
        if !self.reaches(permission) {
            return false;
        }
        if permission.roles.is_empty() {
            return true;
        }
        let token_fits = match (&self.environments, environment) {
            (Some(bound), Some(asked)) => bound.iter().any(|bound| bound == asked),
            (Some(_) | None, None) | (None, Some(_)) => true,
        };
        token_fits
            && self.bindings.iter().any(|binding| {
                permission.roles.contains(&binding.role)
                    && (binding.team_id.is_none() || binding.team_id == team)
                    && match (&binding.environment, environment) {
                        (Some(bound), Some(asked)) => bound == asked,
                        (Some(_), None) => false,
                        (None, _) => true,
                    }
            })
    }

    /// Whether the caller holds a role for this team, in every environment.
    #[must_use]
    pub fn holds(&self, role: Role, team: Option<TeamId>) -> bool {
        self.bindings.iter().any(|binding| {
            binding.role == role
                && binding.environment.is_none()
                && (binding.team_id.is_none() || binding.team_id == team)
        })
    }

    /// Whether some role of the caller holds the permission for anything at all.
    #[must_use]
    pub fn may_somewhere(&self, permission: Permission) -> bool {
        let held = || {
            let mut roles = self.bindings.iter().map(|binding| binding.role);
            roles.any(|role| permission.roles.contains(&role))
        };
        self.reaches(permission) && (permission.roles.is_empty() || held())
    }

    /// Whether this kind of caller comes into question at all: a token of one application only resolves.
    fn reaches(&self, permission: Permission) -> bool {
        self.application.is_none() || permission == Resolve::PERMISSION
    }

    /// Refuses unless [`Caller::may`].
    ///
    /// # Errors
    /// [`Failure::Forbidden`] that names the permission.
    pub fn require(
        &self,
        permission: Permission,
        team: Option<TeamId>,
        environment: Option<&str>,
    ) -> Result<(), Failure> {
        if self.may(permission, team, environment) {
            Ok(())
        } else {
            Err(self.forbidden(permission))
        }
    }

    /// The answer for a permission that is missing.
    pub(super) fn forbidden(&self, permission: Permission) -> Failure {
        let message = if self.reaches(permission) {
            let roles: Vec<&str> = permission.roles.iter().map(|role| role.as_str()).collect();
            format!(
                "This needs the role {} on the team it concerns.",
                roles.join(" or ")
            )
        } else {
            "A token of one application resolves its routes and does nothing else.".into()
        };
        Failure::Forbidden {
            permission: permission.name,
            message,
        }
    }

    /// Why the caller may not, for want of a role, in the words of [`crate::ground::http::Action`]; empty when it may.
    #[must_use]
    pub fn lacking(
        &self,
        permission: Permission,
        team: Option<TeamId>,
        environment: Option<&str>,
    ) -> Vec<Reason> {
        if self.may(permission, team, environment) {
            return Vec::new();
        }
        vec![permission.lacking()]
    }

    /// The names of the caller's roles, sorted, each once.
    #[must_use]
    pub fn role_names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .bindings
            .iter()
            .map(|binding| binding.role.as_str().to_owned())
            .collect();
        names.sort();
        names.dedup();
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::identity::may::{KillVersions, Read};

    fn caller(team: Option<u128>, environment: Option<&str>) -> Caller {
        let team_id = team.map(|id| TeamId(Uuid::from_u128(id)));
        let environment = environment.map(str::to_owned);
        Caller {
            bindings: vec![Binding {
                role: Role::Operator,
                team_id,
                environment,
            }],
            ..Caller::system()
        }
    }

    fn may(caller: &Caller, team: Option<u128>, environment: Option<&str>) -> bool {
        caller.may(
            KillVersions::PERMISSION,
            team.map(|id| TeamId(Uuid::from_u128(id))),
            environment,
        )
    }

    #[test]
    fn a_role_bound_to_a_team_holds_for_that_team_only() {
        let bound = caller(Some(1), None);
        assert!(may(&bound, Some(1), None));
        assert!(!may(&bound, Some(2), None));
        assert!(!may(&bound, None, None));
        assert!(may(&caller(None, None), Some(2), None));
    }

    #[test]
    fn a_role_bound_to_an_environment_holds_there_only() {
        let bound = caller(None, Some("staging"));
        assert!(may(&bound, Some(1), Some("staging")));
        assert!(!may(&bound, Some(1), Some("production")));
        assert!(!may(&bound, Some(1), None));
    }

    #[test]
    fn a_token_bound_to_an_environment_narrows_every_role() {
        let mut token = caller(None, None);
        token.environments = Some(vec!["staging".into()]);
        assert!(may(&token, Some(1), Some("staging")));
        assert!(!may(&token, Some(1), Some("production")));
    }

    #[test]
    fn a_token_of_one_application_resolves_and_does_nothing_else() {
        let mut token = caller(None, None);
        token.application = Some(ApplicationId(Uuid::from_u128(3)));
        assert!(token.may(Resolve::PERMISSION, None, None));
        assert!(token.may_somewhere(Resolve::PERMISSION));
        for permission in [Read::PERMISSION, KillVersions::PERMISSION] {
            assert!(!token.may(permission, Some(TeamId(Uuid::from_u128(1))), None));
            assert!(!token.may_somewhere(permission));
        }
    }

    #[test]
    fn without_a_role_nothing_but_reading_is_allowed() {
        let nobody = Caller {
            bindings: vec![],
            ..Caller::system()
        };
        assert!(nobody.may(Read::PERMISSION, None, None));
        assert!(!may(&nobody, Some(1), None));
        assert!(!nobody.may_somewhere(KillVersions::PERMISSION));
    }
}
