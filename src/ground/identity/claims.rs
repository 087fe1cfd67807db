//! Rules over the claims of a token: which machines of a trusted issuer come in, and as what. Pure.
//!
//! A pattern is the whole value, in which `*` stands for any characters, none too; nothing else is special.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Binding, Role};
use crate::ground::kernel::{ClaimRuleId, PrincipalId, TeamId};

/// One claim and what it looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The claim's name; with a leading `/` a JSON pointer into nested claims (RFC 6901).
    #[schema(example = "repository")]
    pub claim: String,
    /// The whole value; `*` stands for any characters. Of a list one member is enough.
    #[schema(example = "acme/support-*")]
    pub pattern: String,
}

impl Condition {
    fn holds(&self, claims: &Map<String, Value>) -> bool {
        let value = match self.claim.strip_prefix('/') {
            None => claims.get(&self.claim),
            Some(path) => {
                let (first, rest) = path.split_once('/').map_or((path, None), |(first, rest)| {
                    (first, Some(format!("/{rest}")))
                });
                let inside = claims.get(&first.replace("~1", "/").replace("~0", "~"));
                match rest {
                    None => inside,
                    Some(rest) => inside.and_then(|value| value.pointer(&rest)),
                }
            }
        };
        value.is_some_and(|value| self.fits(value))
    }

    fn fits(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => fits(&self.pattern, text),
            Value::Bool(yes) => fits(&self.pattern, &yes.to_string()),
            Value::Number(number) => fits(&self.pattern, &number.to_string()),
            Value::Array(all) => all.iter().any(|one| !one.is_array() && self.fits(one)),
            Value::Null | Value::Object(_) => false,
        }
    }
}

/// Whether the pattern is the whole text. Each part between stars is looked for once.
fn fits(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    let inside = text
        .strip_prefix(first)
        .and_then(|text| text.strip_suffix(last));
    let left = inside.and_then(|text| {
        let mut parts = middle.split('*');
        parts.try_fold(text, |text, part| Some(text.split_once(part)?.1))
    });
    left.is_some()
}

/// A rule in force, with what it gives.
#[derive(Debug, Clone)]
pub struct RuleInForce {
    /// Its id.
    pub id: ClaimRuleId,
    /// What people call it.
    pub name: String,
    /// All of them hold.
    pub conditions: Vec<Condition>,
    /// The role that it gives.
    pub role: Role,
    /// On which team; `None`: everywhere.
    pub team_id: Option<TeamId>,
    /// In which environment; `None`: everywhere.
    pub environment: Option<String>,
    /// Who made it.
    pub responsible: PrincipalId,
}

impl RuleInForce {
    /// The conditions that these claims do not fit.
    pub fn unmet(&self, claims: &Map<String, Value>) -> impl Iterator<Item = &Condition> {
        let all = self.conditions.iter();
        all.filter(|condition| !condition.holds(claims))
    }

    /// Whether it lets in who shows these claims.
    #[must_use]
    pub fn admits(&self, claims: &Map<String, Value>) -> bool {
        self.unmet(claims).next().is_none()
    }

    pub(super) fn binding(&self) -> Binding {
        Binding {
            role: self.role,
            team_id: self.team_id,
            environment: self.environment.clone(),
        }
    }
}

/// The environments that all rules together give; `None`: some rule gives all of them.
pub(super) fn environments(rules: &[RuleInForce]) -> Option<Vec<String>> {
    let mut all: Vec<String> = rules
        .iter()
        .map(|rule| rule.environment.clone())
        .collect::<Option<_>>()?;
    all.sort();
    all.dedup();
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_pattern_is_the_whole_value_and_only_a_star_is_special() {
        for (pattern, text) in [
            ("main", "main"),
            ("repo:acme/app:*", "repo:acme/app:ref:refs/heads/main"),
            (
                "repo:acme/*:ref:refs/heads/main",
                "repo:acme/a/b:ref:refs/heads/main",
            ),
            ("*-ci", "-ci"),
            ("a*b*c", "a--b--b--c"),
            ("a**b", "ab"),
            ("a?", "a?"),
            ("[a]", "[a]"),
        ] {
            assert!(fits(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("main", "main2"),
            ("main", "xmain"),
            ("Main", "main"),
            ("repo:acme/app:*", "xrepo:acme/app:ref"),
            ("*/main", "refs/heads/main2"),
            ("ab*ba", "aba"),
            ("a*b*c", "a--c--b"),
            ("a.b", "acb"),
            ("a?", "ab"),
        ] {
            assert!(!fits(pattern, text), "{pattern} {text}");
        }
    }

    fn holds(claim: &str, pattern: &str) -> bool {
        let claims = json!({
            "sub": "system:serviceaccount:ci:runner", "groups": ["dev", "ci-prod"], "run": 7, "protected": true,
            "nothing": null, "kubernetes.io": {"namespace": "ci", "serviceaccount": {"name": "runner"}},
            "a/b": "slash",
        });
        let condition = Condition {
            claim: claim.into(),
            pattern: pattern.into(),
        };
        condition.holds(claims.as_object().unwrap())
    }

    #[test]
    fn a_condition_reads_texts_lists_numbers_and_nested_claims() {
        assert!(holds("sub", "system:serviceaccount:ci:*"));
        assert!(holds("groups", "ci-*"));
        assert!(holds("run", "7"));
        assert!(holds("protected", "true"));
        assert!(holds("/kubernetes.io/namespace", "ci"));
        assert!(holds("/kubernetes.io/serviceaccount/name", "runner"));
        assert!(holds("/a~1b", "slash"));
        for (claim, pattern) in [
            ("groups", "ops"),
            ("absent", "*"),
            ("nothing", "*"),
            ("kubernetes.io", "*"),
            ("/kubernetes.io/absent", "*"),
            ("/sub/0", "*"),
        ] {
            assert!(!holds(claim, pattern), "{claim} {pattern}");
        }
    }
}
