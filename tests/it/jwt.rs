//! JSON Web Tokens of an issuer whose keys are fetched: who gets in, who does not, and what happens when keys change.

use std::sync::{Arc, Mutex};

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpResponse, HttpServer, web};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use tenure::ground::config::{Config, Issuer};
use tenure::ground::identity::Role;

use crate::support::client::Answered;
use crate::support::{Client, Tenure};

const AUDIENCE: &str = "tenure";
/// Later than every instant of these tests.
pub const FAR: i64 = 4_000_000_000;

/// A key of an issuer.
pub struct Key {
    kid: &'static str,
    pkcs8: Vec<u8>,
    public: Vec<u8>,
}

impl Key {
    pub fn new(kid: &'static str) -> Self {
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref()).unwrap();
        Self {
            kid,
            pkcs8: pkcs8.as_ref().to_vec(),
            public: pair.public_key().as_ref().to_vec(),
        }
    }

    fn jwk(&self) -> Value {
        // An uncompressed point: 4, x, y.
        let part = |from: usize| URL_SAFE_NO_PAD.encode(&self.public[from..from + 32]);
        json!({"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.kid,
               "x": part(1), "y": part(33)})
    }

    pub fn sign(&self, claims: &Value) -> String {
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(self.kid.into());
        encode(&header, claims, &EncodingKey::from_ec_der(&self.pkcs8)).unwrap()
    }
}

/// What the issuer answers, and how often it was asked.
#[derive(Default)]
struct Asked {
    status: u16,
    body: String,
    times: usize,
}

/// An issuer on this machine.
pub struct Authority {
    pub url: String,
    asked: Arc<Mutex<Asked>>,
    handle: ServerHandle,
}

impl Authority {
    pub fn start(keys: &[&Key]) -> Self {
        let asked = Arc::new(Mutex::new(Asked::default()));
        let shared = web::Data::new(asked.clone());
        let server = HttpServer::new(move || {
            let answer = |asked: web::Data<Arc<Mutex<Asked>>>| async move {
                let mut asked = asked.lock().unwrap();
                asked.times += 1;
                HttpResponse::build(asked.status.try_into().unwrap()).body(asked.body.clone())
            };
            App::new()
                .app_data(shared.clone())
                .default_service(web::to(answer))
        })
        .workers(1)
        .disable_signals()
        .bind("127.0.0.1:0")
        .unwrap();
        let url = format!("http://{}", server.addrs()[0]);
        let server = server.run();
        let handle = server.handle();
        tokio::spawn(server);
        let authority = Self { url, asked, handle };
        authority.publish(keys);
        authority
    }

    fn publish(&self, keys: &[&Key]) {
        let keys: Vec<Value> = keys.iter().map(|key| key.jwk()).collect();
        self.answer(200, json!({"keys": keys}).to_string());
    }

    fn answer(&self, status: u16, body: String) {
        let mut asked = self.asked.lock().unwrap();
        asked.status = status;
        asked.body = body;
    }

    pub async fn stop(&self) {
        self.handle.stop(false).await;
    }

    fn times(&self) -> usize {
        self.asked.lock().unwrap().times
    }

    pub fn claims(&self, subject: &str) -> Value {
        json!({"iss": self.url, "aud": AUDIENCE, "sub": subject, "exp": FAR})
    }
}

/// A service that trusts the authority, and knows one of its subjects.
pub async fn trusting(authority: &Authority) -> Tenure {
    let config = Config {
        issuers: vec![Issuer {
            issuer: authority.url.clone(),
            audience: AUDIENCE.into(),
            jwks: format!("{}/keys", authority.url),
        }],
        ..Config::default()
    };
    let tenure = Tenure::start_with(config).await;
    let kim = tenure.member("Kim Reyes", &[Role::Contributor]).await;
    let me = kim.get("/session").await.ok();
    let path = format!(
        "/members/{}/identities",
        me["principal"]["id"].as_str().unwrap()
    );
    let identity = json!({"issuer": authority.url, "subject": "kim"});
    let known = tenure.admin.post(&path, identity).await;
    assert!(known.status.is_success(), "{}", known.text);
    tenure
}

pub async fn ask(tenure: &Tenure, token: &str) -> Answered {
    Client::new(&tenure.base, Some(token)).get("/session").await
}

/// Without padding, as tokens have it.
fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

#[actix_web::test]
async fn a_token_of_a_trusted_issuer_is_the_person_that_its_subject_is_known_as() {
    let key = Key::new("one");
    let authority = Authority::start(&[&key]);
    let tenure = trusting(&authority).await;
    let me = ask(&tenure, &key.sign(&authority.claims("kim"))).await.ok();
    assert_eq!(me["principal"]["name"], "Kim Reyes");
    let stranger = ask(&tenure, &key.sign(&authority.claims("nobody"))).await;
    assert_eq!(stranger.problem(), (403, "unknown_principal".into()));
    ask(&tenure, &key.sign(&authority.claims("kim"))).await.ok();
    assert_eq!(authority.times(), 1, "the keys are kept");
    authority.stop().await;
    tenure.done().await;
}

#[actix_web::test]
async fn what_is_forged_old_or_for_somebody_else_does_not_get_in() {
    let (key, other) = (Key::new("one"), Key::new("one"));
    let authority = Authority::start(&[&key]);
    let tenure = trusting(&authority).await;
    let good = authority.claims("kim");
    let with = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        key.sign(&claims)
    };
    let without = |name: &str| {
        let mut claims = good.clone();
        claims.as_object_mut().unwrap().remove(name);
        key.sign(&claims)
    };
    // RFC 8725: no algorithm, and a public key used as the secret of an HMAC.
    let none = format!("{}.{}.", part(&json!({"alg": "none"})), part(&good));
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some("one".into());
    let confused = encode(&header, &good, &EncodingKey::from_secret(&key.public)).unwrap();
    let mut cut = key.sign(&good);
    cut.truncate(cut.len() - 4);
    for (what, token, code) in [
        ("signed by another key", other.sign(&good), "token_invalid"),
        ("no signature", none, "token_invalid"),
        ("a public key as a secret", confused, "token_invalid"),
        ("cut", cut, "token_invalid"),
        (
            "for another audience",
            with("aud", json!("elsewhere")),
            "token_invalid",
        ),
        (
            "of another issuer",
            with("iss", json!("https://id.example.org")),
            "token_invalid",
        ),
        ("not yet", with("nbf", json!(FAR)), "token_invalid"),
        (
            "expired",
            with("exp", json!(1_000_000_000)),
            "token_expired",
        ),
        ("without an end", without("exp"), "token_invalid"),
        ("without a subject", without("sub"), "token_invalid"),
        ("without an audience", without("aud"), "token_invalid"),
        (
            "too long",
            with("more", json!("x".repeat(9_000))),
            "token_invalid",
        ),
        ("not a token", "a.b.c".to_owned(), "token_invalid"),
    ] {
        let answered = ask(&tenure, &token).await;
        assert_eq!(answered.problem(), (401, code.into()), "{what}");
    }
    assert!(authority.times() < 3, "asked {} times", authority.times());
    authority.stop().await;
    tenure.done().await;
}

#[actix_web::test]
async fn clocks_may_be_half_a_minute_apart_and_no_more() {
    let key = Key::new("one");
    let authority = Authority::start(&[&key]);
    let tenure = trusting(&authority).await;
    let now = tenure.app.clock.coarse().timestamp();
    let with = |name: &str, value: i64| {
        let mut claims = authority.claims("kim");
        claims[name] = json!(value);
        key.sign(&claims)
    };
    for (token, code) in [
        (with("exp", now - 29), None),
        (with("exp", now - 30), Some("token_expired")),
        (with("nbf", now + 30), None),
        (with("nbf", now + 31), Some("token_invalid")),
    ] {
        let answered = ask(&tenure, &token).await;
        match code {
            None => drop(answered.ok()),
            Some(code) => assert_eq!(answered.problem(), (401, code.into())),
        }
    }
    authority.stop().await;
    tenure.done().await;
}

#[actix_web::test]
async fn of_many_keys_the_named_one_is_taken_and_a_token_that_names_none_is_tried_with_a_few() {
    let keys: Vec<Key> = (0..40).map(|_| Key::new("old")).collect();
    let (early, late) = (Key::new("early"), Key::new("late"));
    let mut all: Vec<&Key> = vec![&early];
    all.extend(&keys);
    all.push(&late);
    let authority = Authority::start(&all);
    let tenure = trusting(&authority).await;
    ask(&tenure, &late.sign(&authority.claims("kim")))
        .await
        .ok();
    let nameless = |key: &Key| {
        let header = Header::new(Algorithm::ES256);
        let secret = EncodingKey::from_ec_der(&key.pkcs8);
        encode(&header, &authority.claims("kim"), &secret).unwrap()
    };
    ask(&tenure, &nameless(&early)).await.ok();
    let answered = ask(&tenure, &nameless(&late)).await;
    assert_eq!(answered.problem(), (401, "token_invalid".into()));
    authority.stop().await;
    tenure.done().await;
}

#[actix_web::test]
async fn unknown_keys_make_the_service_ask_so_often_and_no_more() {
    let key = Key::new("one");
    let authority = Authority::start(&[&key]);
    let tenure = trusting(&authority).await;
    let lost = Key::new("lost").sign(&authority.claims("kim"));
    let began = std::time::Instant::now();
    for _ in 0..40 {
        assert_eq!(ask(&tenure, &lost).await.problem().0, 401);
    }
    // At most every 50 ms here, and once at the beginning.
    let allowed = 2 + began.elapsed().as_millis() / 50;
    let times = u128::try_from(authority.times()).unwrap();
    assert!(times <= allowed, "asked {times} times, {allowed} allowed");
    authority.stop().await;
    tenure.done().await;
}

#[actix_web::test]
async fn a_key_for_encryption_signs_nobody_in() {
    let key = Key::new("one");
    let authority = Authority::start(&[]);
    let mut jwk = key.jwk();
    jwk["use"] = json!("enc");
    authority.answer(200, json!({"keys": [jwk]}).to_string());
    let tenure = trusting(&authority).await;
    let answered = ask(&tenure, &key.sign(&authority.claims("kim"))).await;
    assert_eq!(answered.problem(), (401, "token_invalid".into()));
    authority.stop().await;
    tenure.done().await;
}

#[actix_web::test]
async fn keys_rotate_and_an_issuer_that_is_away_leaves_its_keys_in_force() {
    let (old, new) = (Key::new("old"), Key::new("new"));
    let authority = Authority::start(&[&old]);
    let tenure = trusting(&authority).await;
    ask(&tenure, &old.sign(&authority.claims("kim"))).await.ok();
    let early = ask(&tenure, &new.sign(&authority.claims("kim"))).await;
    assert_eq!(early.problem(), (401, "token_invalid".into()));
    authority.publish(&[&old, &new]);
    let late = wait_for(&tenure, &new.sign(&authority.claims("kim"))).await;
    assert_eq!(
        late.status, 200,
        "an unknown key is asked for: {}",
        late.text
    );
    for (status, body) in [
        (500, String::new()),
        (200, "not keys".into()),
        (
            200,
            format!("{{\"keys\": [], \"x\": \"{}\"}}", "x".repeat(300_000)),
        ),
        (302, String::new()),
    ] {
        authority.answer(status, body);
        // A key that nobody knows makes the service ask again; the answer is of no use.
        wait_for(&tenure, &Key::new("lost").sign(&authority.claims("kim"))).await;
        ask(&tenure, &new.sign(&authority.claims("kim"))).await.ok();
    }
    authority.publish(&[&new]);
    wait_for(&tenure, &Key::new("lost").sign(&authority.claims("kim"))).await;
    let gone = ask(&tenure, &old.sign(&authority.claims("kim"))).await;
    assert_eq!(
        gone.problem(),
        (401, "token_invalid".into()),
        "a key that is gone is out"
    );
    authority.stop().await;
    tenure.done().await;
}

#[actix_web::test]
async fn an_issuer_that_was_never_reached_is_said_to_be_away() {
    let key = Key::new("one");
    let authority = Authority::start(&[&key]);
    let tenure = trusting(&authority).await;
    authority.answer(503, String::new());
    let answered = ask(&tenure, &key.sign(&authority.claims("kim"))).await;
    assert_eq!(answered.problem(), (503, "keys_unavailable".into()));
    authority.publish(&[&key]);
    let later = wait_for(&tenure, &key.sign(&authority.claims("kim"))).await;
    assert_eq!(later.status, 200);
    authority.stop().await;
    tenure.done().await;
}

/// Asks until the service has asked the issuer once more: it does so at most every 50 ms here.
async fn wait_for(tenure: &Tenure, token: &str) -> Answered {
    let mut answered = ask(tenure, token).await;
    for _ in 0..3 {
        tokio::time::sleep(std::time::Duration::from_millis(60)).await;
        answered = ask(tenure, token).await;
        if answered.status.is_success() {
            break;
        }
    }
    answered
}
