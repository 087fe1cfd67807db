//! What a caller may do with a member or a token, and if not, why: from the same rules as the commands.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};

use crate::domain::access::commands::administers;
use crate::domain::access::rules::{self, MemberFacts};
use crate::domain::access::store;
use crate::ground::http::{Actions, Path, action, page};
use crate::ground::identity::{Authorized, Permit, may};
use crate::ground::kernel::{App, Failure, PrincipalId, TokenId};

/// List what can be done with a member
#[utoipa::path(
    tag = "people",
    params(("member" = PrincipalId, Path, description = "The member's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The actions.", body = Actions),
    )
)]
#[get("/members/{member}/actions")]
pub async fn member_actions(
    app: Data<App>,
    caller: Authorized<may::Read>,
    Path(id): Path<PrincipalId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    let member = store::member(&mut conn, id).await?;
    let facts = MemberFacts {
        kind: member.kind,
        state: member.state,
        is_admin: administers(&member.grants),
        other_admins: store::count_admins_besides(&mut conn, id).await?,
    };
    let manage = caller.lacking(may::ManageMembers::PERMISSION, None, None);
    let with = |decided: Result<(), Vec<_>>| {
        let mut reasons = manage.clone();
        reasons.extend(decided.err().unwrap_or_default());
        reasons
    };
    let items = vec![
        action("add_grant", "R1", manage.clone()),
        action("suspend", "R2", with(rules::suspend(&facts))),
        action("resume", "R1", with(rules::resume(&facts))),
    ];
    Ok(page(&Actions { items }))
}

/// List what can be done with a token
#[utoipa::path(
    tag = "people",
    params(("token" = TokenId, Path, description = "The token's id.")),
    security(("token" = ["token.own"])),
    responses(
        (status = 200, description = "The actions.", body = Actions),
    )
)]
#[get("/tokens/{token}/actions")]
pub async fn token_actions(
    app: Data<App>,
    caller: Authorized<may::ManageOwnTokens>,
    Path(id): Path<TokenId>,
) -> Result<HttpResponse, Failure> {
    let token = store::token(&mut *app.read().await?, id).await?;
    if !rules::sees_token(&caller, token.principal_id, token.responsible) {
        return Err(Failure::NotFound { kind: "token" });
    }
    let refusals = rules::revoke_token(token.revoked_at.is_some()).err();
    let items = vec![action("revoke", "R2", refusals.into_iter().collect())];
    Ok(page(&Actions { items }))
}
