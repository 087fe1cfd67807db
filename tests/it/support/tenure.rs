//! A running service with people in it. Ends by asking the doctor.

use chrono::Duration;
use serde::Serialize;
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use tenure::domain::access::{self, Grant, Principal, PrincipalState};
use tenure::ground::audit::{Changes, Entity, UnitOfWork};
use tenure::ground::config::Config;
use tenure::ground::identity::{Caller, PrincipalKind, Role, Secret, SecretKind};
use tenure::ground::kernel::{
    App, Clock, GrantId, Ids, Instant, PrincipalId, Revision, TeamId, TokenId,
};
use tenure::server::Listening;
use uuid::Uuid;

use super::client::Client;
use super::database::{TestDatabase, fresh};

/// When every test begins.
pub const START: &str = "2026-11-24T12:00:00.000000Z";

pub struct Tenure {
    pub app: App,
    /// The database behind the service's back.
    pub pool: PgPool,
    pub base: String,
    /// Holds every role.
    pub admin: Client,
    server: Listening,
    database: TestDatabase,
}

impl Tenure {
    pub async fn start() -> Self {
        let database = fresh().await;
        let pool = PgPoolOptions::new()
            .max_connections(12)
            .connect(&database.url)
            .await
            .unwrap();
        let clock = Clock::injected(START.parse::<Instant>().unwrap().0);
        let app = App::new(pool.clone(), clock, Ids::Random, Config::default());
        tenure::server::install(&app).await.unwrap();
        let server =
            tenure::server::listen(app.clone(), "127.0.0.1:0".parse().unwrap(), 2).unwrap();
        let base = format!("http://{}", server.address);
        let admin = Client::new(&base, None);
        let mut tenure = Self {
            app,
            pool,
            base,
            admin,
            server,
            database,
        };
        tenure.admin = tenure.member("Ana Ruiz", &Role::ALL).await;
        tenure
    }

    /// A person with roles everywhere, and a client that acts as this person.
    pub async fn member(&self, name: &str, roles: &[Role]) -> Client {
        self.member_of(name, roles, None).await
    }

    /// A person with roles in a team.
    pub async fn member_of(&self, name: &str, roles: &[Role], team: Option<TeamId>) -> Client {
        let mut uow = UnitOfWork::begin(&self.app, &Caller::system())
            .await
            .unwrap();
        let now = uow.decide_at(&[]).await.unwrap();
        let person = Principal {
            id: uow.new_id(),
            kind: PrincipalKind::User,
            responsible_user: None,
            state: PrincipalState::Active,
            created_at: now,
            revision: Revision::FIRST,
        };
        access::store::insert_principal(&mut uow, &person, name, None)
            .await
            .unwrap();
        let mut changes = Changes::of("principal.created", &person);
        for role in roles {
            let grant = Grant {
                id: uow.new_id::<GrantId>(),
                principal_id: person.id,
                role: *role,
                team_id: team,
                environment: None,
                created_at: now,
                revoked_at: None,
                revision: Revision::FIRST,
            };
            access::store::insert_grant(&mut uow, &grant).await.unwrap();
            changes = changes.and("grant.added", &grant);
        }
        let secret = Secret::new(SecretKind::Personal);
        let token = TokenState::new(uow.new_id(), person.id, name, &secret, now);
        token.insert(&mut uow, &secret).await;
        changes = changes.and("token.created", &token);
        uow.decided(changes, ()).commit().await.unwrap();
        Client::new(&self.base, Some(secret.reveal()))
    }

    /// Moves the clock.
    pub fn later(&self, by: Duration) {
        self.app.clock.advance(by);
    }

    /// Ends the test: the doctor finds nothing, and the database goes.
    pub async fn done(self) {
        let findings = tenure::server::doctor::examine(&self.app).await.unwrap();
        assert!(findings.is_empty(), "the doctor found {findings:#?}");
        self.server.stop().await;
        self.app.close().await;
        self.pool.close().await;
        drop(self.database);
    }
}

#[derive(Serialize)]
struct TokenState {
    id: TokenId,
    kind: &'static str,
    principal_id: PrincipalId,
    name: String,
    prefix: String,
    may_approve: bool,
    application_id: Option<Uuid>,
    environment: Option<String>,
    expires_at: Instant,
    created_at: Instant,
    revoked_at: Option<Instant>,
    revision: Revision,
}

impl TokenState {
    fn new(id: TokenId, owner: PrincipalId, name: &str, secret: &Secret, now: Instant) -> Self {
        Self {
            id,
            kind: "personal",
            principal_id: owner,
            name: name.into(),
            prefix: secret.prefix().into(),
            may_approve: true,
            application_id: None,
            environment: None,
            expires_at: Instant(now.0 + Duration::days(365)),
            created_at: now,
            revoked_at: None,
            revision: Revision::FIRST,
        }
    }

    async fn insert(&self, uow: &mut UnitOfWork, secret: &Secret) {
        sqlx::query(
            "insert into access_token (id, kind, principal_id, name, secret_sha256, prefix, may_approve,
                                       expires_at, created_at, revision)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        )
        .bind(self.id.0)
        .bind(self.kind)
        .bind(self.principal_id.0)
        .bind(&self.name)
        .bind(&secret.sha256().0[..])
        .bind(&self.prefix)
        .bind(self.may_approve)
        .bind(self.expires_at.0)
        .bind(self.created_at.0)
        .execute(uow.conn())
        .await
        .unwrap();
    }
}

impl Entity for TokenState {
    const KIND: &'static str = "token";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
