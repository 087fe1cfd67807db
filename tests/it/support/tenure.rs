//! A running service with people in it. Ends by asking the doctor.

use std::sync::Arc;

use chrono::Duration;
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use tenure::domain::access::{self, Grant, Principal, PrincipalState, Token, TokenKind};
use tenure::domain::routes::memory::Memory;
use tenure::ground::audit::{Changes, UnitOfWork};
use tenure::ground::config::Config;
use tenure::ground::identity::{Caller, Gate, KeySets, PrincipalKind, Role, Secret, SecretKind};
use tenure::ground::kernel::{App, Clock, GrantId, Ids, Instant, Revision, TeamId};
use tenure::server::Listening;

use super::client::Client;
use super::database::{TestDatabase, fresh};

/// When every test begins.
pub const START: &str = "2026-11-24T12:00:00.000000Z";

pub struct Tenure {
    pub app: App,
    /// The database behind the service's back.
    pub pool: PgPool,
    pub base: String,
    pub memory: Arc<Memory>,
    pub gate: Arc<Gate>,
    /// Holds every role.
    pub admin: Client,
    server: Listening,
    database: TestDatabase,
}

impl Tenure {
    pub async fn start() -> Self {
        Self::start_with(Config::default()).await
    }

    /// With an administrator.
    pub async fn start_with(config: Config) -> Self {
        let mut tenure = Self::bare_with(config).await;
        tenure.admin = tenure.member("Ana Ruiz", &Role::ALL).await;
        tenure
    }

    /// Nobody is there yet.
    pub async fn bare() -> Self {
        Self::bare_with(Config::default()).await
    }

    async fn bare_with(config: Config) -> Self {
        Self::on(fresh().await, config).await
    }

    /// On a database that holds something already; nobody is asked for.
    pub async fn on(database: TestDatabase, config: Config) -> Self {
        let pool = PgPoolOptions::new()
            .max_connections(12)
            .connect(&database.url)
            .await
            .unwrap();
        let clock = Clock::injected(START.parse::<Instant>().unwrap().0);
        let app = App::new(pool.clone(), clock, Ids::Random, config);
        tenure::server::install(&app).await.unwrap();
        let memory = Memory::empty(None);
        memory.start(&app).await.unwrap();
        let address = "127.0.0.1:0".parse().unwrap();
        let keys = KeySets::asking_every(std::time::Duration::from_millis(50));
        let gate = Arc::new(Gate::new(keys, access::commands::admission));
        let server =
            tenure::server::listen(app.clone(), memory.clone(), address, 2, gate.clone()).unwrap();
        let base = format!("http://{}", server.address);
        let admin = Client::new(&base, None);
        Self {
            app,
            pool,
            base,
            memory,
            gate,
            admin,
            server,
            database,
        }
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
        let token = Token {
            id: uow.new_id(),
            kind: TokenKind::Personal,
            principal_id: person.id,
            name: "for a test".into(),
            prefix: secret.prefix().into(),
            may_approve: true,
            application_id: None,
            environment: None,
            expires_at: Instant(now.0 + Duration::days(365)),
            created_at: now,
            revoked_at: None,
            revision: Revision::FIRST,
        };
        access::store::insert_token(&mut uow, &token, secret.sha256())
            .await
            .unwrap();
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
