//! What all measurements stand on: a database with a route in it, and a key that signs JSON Web Tokens.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use sqlx::{Connection as _, PgConnection};
use tempfile::TempDir;
use tenure::server::embedded_postgres::{Cluster, Durability};
use url::Url;

use crate::load::{Connection, Request};
use crate::program::Server;

const ISSUER: &str = "https://bench.example";
/// Seconds since 1970, far from now.
const FAR: i64 = 4_000_000_000;

/// The stage.
pub struct Stage {
    /// The product's binary.
    pub tenure: PathBuf,
    /// A directory that goes with the stage.
    pub home: TempDir,
    /// Where the issuers are.
    pub issuers: PathBuf,
    key: EncodingKey,
    cluster: Cluster,
}

/// One database of the stage, with a token for everything.
pub struct Database {
    /// Its URL.
    pub url: String,
    /// May do everything that is measured.
    pub token: String,
}

impl Stage {
    /// Either without waiting for a disk, so that what remains is work, or as the product runs.
    pub async fn new(tenure: &Path, durability: Durability) -> anyhow::Result<Self> {
        let home = tempfile::Builder::new().prefix("tenure-bench-").tempdir()?;
        // PostgreSQL does not run as root; its user has to pass through.
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(home.path(), open)?;
        let data = home.path().join("data");
        let cluster =
            tokio::task::spawn_blocking(move || Cluster::start(&data, durability)).await??;
        let (key, jwk) = key()?;
        let keys = home.path().join("keys.json");
        std::fs::write(&keys, json!({"keys": [jwk]}).to_string())?;
        let issuers = home.path().join("issuers.json");
        let issuer = json!([{"issuer": ISSUER, "audience": "tenure", "jwks": keys}]);
        std::fs::write(&issuers, issuer.to_string())?;
        Ok(Self {
            tenure: tenure.to_owned(),
            home,
            issuers,
            key,
            cluster,
        })
    }

    /// A database of this name, migrated, with a token.
    pub async fn database(&self, name: &str) -> anyhow::Result<Database> {
        let mut server = PgConnection::connect(&self.cluster.url("postgres")).await?;
        let create = format!("create database {name} template template0 encoding 'UTF8'");
        sqlx::raw_sql(sqlx::AssertSqlSafe(create))
            .execute(&mut server)
            .await?;
        let url = self.cluster.url(name);
        self.said(&url, &["migrate"])?;
        let token = self.said(&url, &["token", "bench", "--role", "admin"])?;
        Ok(Database { url, token })
    }

    /// A copy of a database to which nobody is connected.
    pub async fn copy(&self, database: &Database, name: &str) -> anyhow::Result<Database> {
        let mut server = PgConnection::connect(&self.cluster.url("postgres")).await?;
        let from = Url::parse(&database.url)?;
        let from = from.path().trim_start_matches('/');
        let create = format!("create database {name} template {from}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(create))
            .execute(&mut server)
            .await?;
        Ok(Database {
            url: self.cluster.url(name),
            token: database.token.clone(),
        })
    }

    /// Where PostgreSQL writes what it has to say.
    pub fn log(&self) -> PathBuf {
        self.home.path().join("data/postgres.log")
    }

    /// What a command of the product prints.
    pub fn said(&self, url: &str, arguments: &[&str]) -> anyhow::Result<String> {
        let mut command = Command::new(&self.tenure);
        let done = command
            .args(arguments)
            .env("TENURE_DATABASE_URL", url)
            .output()?;
        let error = String::from_utf8_lossy(&done.stderr);
        anyhow::ensure!(done.status.success(), "{arguments:?}: {error}");
        Ok(String::from_utf8(done.stdout)?.trim().to_owned())
    }

    /// The product on a database.
    pub fn serve(&self, database: &Database) -> anyhow::Result<Server> {
        Server::tenure(&self.tenure, &database.url, &self.issuers)
    }

    /// The bare server on a database.
    pub fn bare(&self, database: &Database) -> anyhow::Result<Server> {
        let mut command = Command::new(std::env::current_exe()?);
        Server::start(command.args(["bare", &database.url]))
    }

    /// A JSON Web Token of the one subject that is known; each number gives another one.
    pub fn jwt(&self, number: usize) -> anyhow::Result<String> {
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some("bench".into());
        let claims =
            json!({"iss": ISSUER, "aud": "tenure", "sub": "bench", "exp": FAR, "jti": number});
        Ok(encode(&header, &claims, &self.key)?)
    }
}

fn key() -> anyhow::Result<(EncodingKey, Value)> {
    let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new())?;
    let pair = EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref())?;
    // An uncompressed point: 4, x, y.
    let point = pair.public_key().as_ref();
    let part = |from: usize| URL_SAFE_NO_PAD.encode(&point[from..from + 32]);
    let jwk = json!({"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "bench",
                     "x": part(1), "y": part(33)});
    Ok((EncodingKey::from_ec_der(pkcs8.as_ref()), jwk))
}

impl Database {
    /// Makes the subject of the JSON Web Tokens known as whoever the token is of.
    pub async fn know_subject(&self) -> anyhow::Result<()> {
        let mut conn = PgConnection::connect(&self.url).await?;
        sqlx::query(
            "insert into external_identity (issuer, subject, principal_id, created_at)
             select $1, 'bench', principal_id, created_at from access_token limit 1",
        )
        .bind(ISSUER)
        .execute(&mut conn)
        .await?;
        Ok(conn.close().await?)
    }
}

/// Asks for something and gives a field of the answer.
pub fn made(connection: &mut Connection, request: &Request) -> anyhow::Result<String> {
    let answer: Value = serde_json::from_slice(&connection.ask(request)?)?;
    Ok(answer["id"].as_str().context("an id")?.to_owned())
}
