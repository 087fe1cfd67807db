//! One command: lock, read the clock, decide, write, commit with one event for each changed entity.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Serialize;
use sqlx::PgConnection;
use tokio::sync::Notify;
use uuid::Uuid;

use super::answer::Answer;
use super::changes::Changes;
use super::event::{ActorPart, BODY_VERSION, EntityPart, EventBody, leaf_hash, leaf_text};
use super::idempotency::claim;
use super::planned::PlannedChange;
use crate::ground::http::{IdempotencyKey, json_response};
use crate::ground::identity::Caller;
use crate::ground::kernel::{
    App, Clock, Failure, Ids, Instant, Revision, StoreError, StoredAnswer, TextDigest, Writing,
};

#[derive(Clone)]
struct Head {
    seq: i32,
    leaf: String,
}

/// One write transaction: one caller, one instant, one commit.
pub struct UnitOfWork {
    tx: Writing,
    clock: Clock,
    ids: Ids,
    actor: ActorPart,
    request: Option<String>,
    key: Option<IdempotencyKey>,
    now: Option<Instant>,
    heads: HashMap<Uuid, Head>,
    texts: BTreeSet<TextDigest>,
    told: Arc<Notify>,
}

impl UnitOfWork {
    /// Opens the transaction. When the request carries an idempotency key, its answer is looked up here.
    ///
    /// # Errors
    /// The key is in use, was used for something else, or already has an answer ([`Failure::Replayed`]).
    pub async fn begin(app: &App, caller: &Caller) -> Result<Self, Failure> {
        let mut tx = app.begin().await?;
        let key = caller.request.idempotency();
        if let Some(key) = &key {
            claim(tx.conn(), caller.principal, key).await?;
        }
        Ok(Self {
            tx,
            clock: app.clock.clone(),
            ids: app.ids.clone(),
            actor: ActorPart {
                id: caller.principal,
                kind: caller.kind.as_str().into(),
                roles: caller.role_names(),
            },
            request: caller.request.id(),
            key,
            now: None,
            heads: HashMap::new(),
            texts: BTreeSet::new(),
            told: app.told(),
        })
    }

    /// The connection, to lock, read and write with.
    pub fn conn(&mut self) -> &mut PgConnection {
        self.tx.conn()
    }

    /// A new id.
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        self.ids.next().into()
    }

    /// The command's instant: read once, after the locks, and later than the last change of each of `entities`.
    ///
    /// # Errors
    /// The database is away.
    pub async fn decide_at(&mut self, entities: &[Uuid]) -> Result<Instant, Failure> {
        if let Some(now) = self.now {
            self.load_heads(entities).await?;
            return Ok(now);
        }
        let last = self.load_heads(entities).await?;
        let clock = match self.clock.shown() {
            Some(shown) => shown.into(),
            None => {
                sqlx::query_scalar!(r#"select clock_timestamp() as "now!: Instant""#)
                    .fetch_one(self.tx.conn())
                    .await?
            }
        };
        let after_last = last.map(|last| Instant(last.0 + chrono::Duration::microseconds(1)));
        let now = after_last.map_or(clock, |last| last.max(clock));
        self.now = Some(now);
        Ok(now)
    }

    /// Keeps a text outside the log and gives the digest that names it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn text(&mut self, name: &'static str, value: &str) -> Result<TextDigest, Failure> {
        let salt = TextDigest::salt();
        let digest = TextDigest::of(&salt, name, value);
        sqlx::query!(
            "insert into text (digest, salt, name, value) values ($1, $2, $3, $4)",
            digest.0,
            salt,
            name,
            value,
        )
        .execute(self.tx.conn())
        .await?;
        self.texts.insert(digest.clone());
        Ok(digest)
    }

    /// Ends one of several parts of a command: the texts that it kept belong to its changes and to no others, so that
    /// no event grows with what else the command does.
    pub fn part(&mut self, mut changes: Changes) -> Changes {
        let texts = std::mem::take(&mut self.texts);
        for change in &mut changes.all {
            change.texts.clone_from(&texts);
        }
        changes
    }

    /// Commits what turned out to change operational rows only: sessions, one-time links.
    /// An audited row would need its event; the database refuses it here.
    ///
    /// # Errors
    /// The database refused; nothing is changed.
    pub async fn finish_operational(self) -> Result<(), Failure> {
        self.commit().await
    }

    async fn commit(self) -> Result<(), Failure> {
        self.tx.commit().await?;
        self.told.notify_one();
        Ok(())
    }

    /// The end of the decision: what changed, and what the caller gets.
    pub fn decided<T>(self, changes: Changes, outcome: T) -> Decided<T> {
        Decided {
            uow: self,
            changes,
            outcome,
        }
    }

    /// Reads the last events of entities; answers the latest instant among them.
    async fn load_heads(&mut self, entities: &[Uuid]) -> Result<Option<Instant>, Failure> {
        let missing: Vec<Uuid> = entities
            .iter()
            .filter(|id| !self.heads.contains_key(id))
            .copied()
            .collect();
        if missing.is_empty() {
            return Ok(None);
        }
        let rows = sqlx::query!(
            r#"
            select h.entity_id, h.entity_seq, h.leaf as "leaf!", h.at as "at!"
              from unnest($1::uuid[]) as wanted (id)
             cross join lateral (
                select entity_id, entity_seq, at,
                       sha256('\x00'::bytea || convert_to(body, 'UTF8')) as leaf
                  from audit_event
                 where entity_id = wanted.id
                 order by entity_seq desc
                 limit 1
             ) h
            "#,
            &missing,
        )
        .fetch_all(self.tx.conn())
        .await?;
        let mut last = None;
        for row in rows {
            let at = row.at.parse::<Instant>().ok();
            last = last.max(at);
            let head = Head {
                seq: row.entity_seq,
                leaf: leaf_text(&row.leaf),
            };
            self.heads.insert(row.entity_id, head);
        }
        Ok(last)
    }

    async fn write_events(&mut self, changes: Changes) -> Result<(), Failure> {
        if let Some(error) = changes.error {
            return Err(error.into());
        }
        let ids: Vec<Uuid> = changes
            .all
            .iter()
            .filter(|change| change.entity.seq > 1)
            .map(|change| change.entity.id)
            .collect();
        let now = self.decide_at(&ids).await?;
        let reason_sd = match &changes.reason {
            Some(reason) => Some(self.text("reason", reason).await?),
            None => None,
        };
        let command: Uuid = self.new_id();
        let mut written = Written::default();
        for change in changes.all {
            let prev = self.previous(&change.entity)?;
            let body = EventBody {
                v: BODY_VERSION,
                event: self.new_id(),
                kind: change.kind.into(),
                at: now.to_string(),
                entity: change.entity.clone(),
                prev,
                actor: self.actor.clone(),
                request: self.request.clone(),
                reason_sd: reason_sd.clone(),
                evidence: change.evidence,
                effective: None,
                after: change.after,
                sd: change.texts.union(&self.texts).cloned().collect(),
            };
            let text = body.canonical()?;
            let head = Head {
                seq: change.entity.seq,
                leaf: leaf_text(&leaf_hash(&text).0),
            };
            self.heads.insert(change.entity.id, head);
            written.push(change.entity, text);
        }
        sqlx::query!(
            "insert into audit_event (command_id, entity_kind, entity_id, entity_seq, body)
             select $1, kind, id, seq, body
               from unnest($2::text[], $3::uuid[], $4::int[], $5::text[]) as e (kind, id, seq, body)",
            command,
            &written.kinds,
            &written.ids,
            &written.seqs,
            &written.bodies,
        )
        .execute(self.tx.conn())
        .await?;
        Ok(())
    }

    fn previous(&self, entity: &EntityPart) -> Result<Option<String>, StoreError> {
        match self.heads.get(&entity.id) {
            Some(head) if head.seq + 1 == entity.seq => Ok(Some(head.leaf.clone())),
            None if entity.seq == 1 => Ok(None),
            Some(_) | None => Err(StoreError::Inconsistent(format!(
                "{} {} jumps to revision {}",
                entity.kind, entity.id, entity.seq
            ))),
        }
    }

    async fn store_answer(
        &mut self,
        answer: Option<StoredAnswer>,
        status: u16,
    ) -> Result<(), Failure> {
        let Some(key) = &self.key else { return Ok(()) };
        let now = self.now.unwrap_or_else(|| self.clock.coarse().into());
        let (etag, location, body) = match answer {
            Some(answer) => (answer.etag, answer.location, Some(answer.body)),
            None => (None, None, None),
        };
        sqlx::query!(
            "insert into idempotency (principal_id, key, request_hash, status, etag, location, body, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            self.actor.id.0,
            key.key,
            &key.request_hash.0[..],
            i16::try_from(status).unwrap_or(200),
            etag,
            location,
            body,
            now.0,
        )
        .execute(self.tx.conn())
        .await?;
        Ok(())
    }
}

#[derive(Default)]
struct Written {
    kinds: Vec<String>,
    ids: Vec<Uuid>,
    seqs: Vec<i32>,
    bodies: Vec<String>,
}

impl Written {
    fn push(&mut self, entity: EntityPart, body: String) {
        self.kinds.push(entity.kind);
        self.ids.push(entity.id);
        self.seqs.push(entity.seq);
        self.bodies.push(body);
    }
}

/// A decision that is written but not committed. Dropping it undoes everything.
#[must_use = "a decision that is not committed has no effect"]
pub struct Decided<T> {
    uow: UnitOfWork,
    changes: Changes,
    outcome: T,
}

impl<T> Decided<T> {
    /// What was decided, before it is committed.
    pub const fn outcome(&self) -> &T {
        &self.outcome
    }

    /// Writes the events and commits.
    ///
    /// # Errors
    /// The database refused; nothing is changed.
    pub async fn commit(mut self) -> Result<T, Failure> {
        self.uow.write_events(self.changes).await?;
        self.uow.commit().await?;
        Ok(self.outcome)
    }

    /// A dry run: undoes everything and gives what would have been.
    ///
    /// # Errors
    /// The database is away.
    pub async fn discard(self) -> Result<T, Failure> {
        self.uow.tx.rollback().await?;
        Ok(self.outcome)
    }

    /// A dry run: undoes everything and gives what would have been written.
    pub(super) async fn undo(self) -> Result<Vec<PlannedChange>, Failure> {
        self.uow.tx.rollback().await?;
        self.changes.planned()
    }

    /// Writes the events, builds the answer inside the transaction, keeps it for the idempotency key, commits.
    ///
    /// # Errors
    /// The database refused; nothing is changed.
    pub async fn answer<V: Serialize>(
        mut self,
        status: StatusCode,
        view: impl AsyncFnOnce(&mut PgConnection, T) -> Result<Answer<V>, Failure>,
    ) -> Result<HttpResponse, Failure> {
        self.uow.write_events(self.changes).await?;
        let answer = view(self.uow.tx.conn(), self.outcome).await?;
        let body = serde_json::to_string(&answer.body)
            .map_err(|error| Failure::inconsistent(format!("answer is not JSON: {error}")))?;
        let answered = StoredAnswer {
            status: status.as_u16(),
            etag: answer.revision.map(Revision::etag),
            location: answer.location,
            body,
        };
        let kept = (!answer.secret).then(|| answered.clone());
        self.uow.store_answer(kept, status.as_u16()).await?;
        self.uow.commit().await?;
        Ok(json_response(&answered, false))
    }
}
