//! Sends a pack: result files are read and packed piece by piece, so memory holds one piece of one of them.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY};
use actix_web::web::Bytes;
use futures_util::stream;

use crate::domain::evidence_pack::archive::Archive;
use crate::domain::evidence_pack::contents::Pack;
use crate::domain::evidence_pack::page::policy;
use crate::domain::evidence_pack::{Content, Entry};
use crate::ground::audit::LogHead;
use crate::ground::content;
use crate::ground::kernel::{App, Failure, Sha256};

/// They may hold prompts and answers: no cache keeps them.
const CACHE: &str = "private, no-store";

/// The page alone.
pub(super) fn page(page: String, known: LogHead) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CACHE_CONTROL, CACHE))
        .insert_header((
            CONTENT_SECURITY_POLICY,
            format!("{}; frame-ancestors 'none'", policy()),
        ))
        .insert_header(("x-tenure-position", known.position.to_string()))
        .body(page)
}

/// The whole pack.
pub(super) fn zip(app: &App, pack: Pack, known: LogHead) -> HttpResponse {
    let disposition = format!("attachment; filename=\"{}.zip\"", pack.name);
    let job = Job {
        app: app.clone(),
        archive: Archive::new(),
        entries: pack.entries.into_iter(),
        reading: None,
    };
    HttpResponse::Ok()
        .content_type("application/zip")
        .insert_header((CACHE_CONTROL, CACHE))
        .insert_header((CONTENT_DISPOSITION, disposition))
        .insert_header(("x-tenure-position", known.position.to_string()))
        .streaming(stream::try_unfold(Some(job), step))
}

struct Job {
    app: App,
    archive: Archive,
    entries: std::vec::IntoIter<Entry>,
    reading: Option<Reading>,
}

/// A result file that is being read.
struct Reading {
    sha256: Sha256,
    /// The next chunk.
    number: i32,
    /// Bytes that are still to come.
    left: u64,
}

/// Packs one file, or one piece of a result file.
async fn step(job: Option<Job>) -> Result<Option<(Bytes, Option<Job>)>, Failure> {
    let Some(mut job) = job else { return Ok(None) };
    if let Some(mut reading) = job.reading.take() {
        let mut conn = job.app.read().await?;
        let bytes = content::chunk(&mut conn, &reading.sha256, reading.number).await?;
        // What was deleted meanwhile ends the answer: a pack never holds less than its manifest says.
        let bytes = bytes.ok_or(Failure::NotFound { kind: "artefact" })?;
        job.archive.write(&bytes).map_err(broken)?;
        reading.number += 1;
        reading.left = reading.left.saturating_sub(bytes.len() as u64);
        job.reading = (reading.left > 0).then_some(reading);
    } else if let Some(entry) = job.entries.next() {
        job.archive.begin(&entry.name).map_err(broken)?;
        match entry.content {
            Content::Bytes(bytes) => job.archive.write(&bytes).map_err(broken)?,
            Content::Kept if entry.size == 0 => {}
            Content::Kept => {
                job.reading = Some(Reading {
                    sha256: entry.sha256,
                    number: 0,
                    left: entry.size,
                });
            }
        }
    } else {
        let rest = job.archive.finish().map_err(broken)?;
        return Ok(Some((Bytes::from(rest), None)));
    }
    let bytes = Bytes::from(job.archive.take());
    Ok(Some((bytes, Some(job))))
}

fn broken(error: std::io::Error) -> Failure {
    Failure::inconsistent(format!("a pack: {error}"))
}
