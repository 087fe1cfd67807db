//! Teams, people, machines.

use anyhow::Context;

use super::{Teller, found};
use crate::domain::access::TokenKind;
use crate::domain::access::commands::{
    AddGrant, CreateToken, Invite, add_grant, create_team, create_token, enter, first_link, invite,
};
use crate::ground::http::RequestContext;
use crate::ground::identity::{Caller, Role, Secret, store};
use crate::ground::kernel::App;
use crate::server::demo::act::Act;

/// Days that a machine's token is good.
const TOKEN_DAYS: u16 = 365;

impl Teller {
    /// The first one comes by the first link; all others are invited by whom the beat names.
    pub(super) async fn join(&mut self, who: &'static str, act: Act) -> anyhow::Result<()> {
        let Act::Join {
            handle,
            name,
            email,
            roles,
        } = act
        else {
            anyhow::bail!("not somebody who joins");
        };
        let app = self.app.clone();
        let link = if who == handle {
            first_link(&app).await?.context("the first administrator")?
        } else {
            let by = self.person(who)?.clone();
            let ((first, team), more) = roles
                .split_first()
                .map(|(first, more)| (*first, more))
                .context("a role")?;
            let team_id = |team: Option<&str>| -> anyhow::Result<_> {
                team.map(|slug| found(&self.teams, slug).copied())
                    .transpose()
            };
            let invitation = Invite {
                name: name.into(),
                email: Some(email.into()),
                role: first,
                team: team_id(team)?,
            };
            let invited = invite(&app, &by, invitation).await?.commit().await?;
            for (role, team) in more {
                let grant = AddGrant {
                    principal: invited.principal,
                    role: *role,
                    team: team_id(*team)?,
                    environment: None,
                };
                add_grant(&app, &by, grant).await?.commit().await?;
            }
            invited.link
        };
        let (_, secret) = link.split_once("#token=").context("a link")?;
        let entered = enter(&app, secret, Some(name), None).await?;
        let mut conn = app.read().await?;
        let secret = entered.session.sha256();
        let context = RequestContext::default();
        let caller = store::by_session(&mut conn, secret, self.now(), context).await?;
        self.people.insert(handle, caller);
        Ok(())
    }

    pub(super) async fn people_act(
        &mut self,
        app: &App,
        by: &Caller,
        act: Act,
    ) -> anyhow::Result<()> {
        match act {
            Act::Team(slug, name) => {
                let team = create_team(app, by, slug.into(), name.into()).await?;
                self.teams.insert(slug, team.commit().await?.id);
            }
            Act::Machine(handle, role) => {
                let caller = machine(app, by, handle, role, self.now()).await?;
                self.people.insert(handle, caller);
            }
            _ => anyhow::bail!("not about people"),
        }
        Ok(())
    }
}

async fn machine(
    app: &App,
    by: &Caller,
    name: &str,
    role: Role,
    now: chrono::DateTime<chrono::Utc>,
) -> anyhow::Result<Caller> {
    let command = CreateToken {
        kind: TokenKind::Machine,
        name: name.into(),
        role: Some(role),
        team: None,
        environment: None,
        application: None,
        may_approve: false,
        days: TOKEN_DAYS,
    };
    let created = create_token(app, by, command).await?.commit().await?;
    let secret: &Secret = &created.secret;
    let mut conn = app.read().await?;
    let context = RequestContext::default();
    Ok(store::by_token(&mut conn, secret.sha256(), now, context).await?)
}
