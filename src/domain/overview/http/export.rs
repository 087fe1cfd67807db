//! The log as a file: CSV or JSON Lines, streamed, carrying filter, instant and position.

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpResponse, get};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::event::{EventView, Read, labels};
use crate::ground::audit::{EventFilter, LogHead, Position, entries, resolve_known};
use crate::ground::http::Query;
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, Failure, Instant, PrincipalId};

/// Events read and written at once.
const ROWS: i64 = 500;

/// The kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// RFC 4180, with one comment line before the header.
    Csv,
    /// One JSON object on each line; the first one describes the export.
    Jsonl,
}

/// Which events, and how.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ExportEvents {
    /// csv or jsonl.
    #[param(inline)]
    format: Format,
    /// Of this entity.
    entity: Option<Uuid>,
    /// Of entities of this kind.
    entity_kind: Option<String>,
    /// By this principal.
    actor: Option<PrincipalId>,
    /// Of this kind: `route.switched`; `route.` means all kinds that begin so.
    kind: Option<String>,
    /// Of this command.
    command: Option<Uuid>,
    /// Decided at or after this instant.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Instant>,
    /// Decided before this instant.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Instant>,
    /// The log as it was: a position such as `@42`, or an instant. Without it: now.
    known: Option<String>,
}

/// Export events
///
/// Oldest first. The same request with the same `known` gives the same file for ever.
#[utoipa::path(
    tag = "audit",
    params(ExportEvents),
    security(("token" = ["audit.export"])),
    responses(
        (status = 200, description = "The file.", content(
            (String = "text/csv"),
            (String = "application/jsonl"),
        )),
    )
)]
#[get("/events/export")]
pub async fn export_events(
    app: Data<App>,
    caller: Authorized<may::ExportAudit>,
    Query(query): Query<ExportEvents>,
) -> Result<HttpResponse, Failure> {
    drop(caller);
    let known = resolve_known(&app, query.known.as_deref()).await?;
    let filter = EventFilter {
        entity: query.entity,
        entity_kind: query.entity_kind.clone(),
        actor: query.actor,
        kind: query.kind.clone(),
        command: query.command,
        from: query.from,
        to: query.to,
    };
    let (media_type, extension) = match query.format {
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
        Format::Jsonl => ("application/jsonl", "jsonl"),
    };
    let name = format!(
        "attachment; filename=\"tenure-audit-{}.{extension}\"",
        known.position
    );
    let job = Job {
        app: app.get_ref().clone(),
        filter,
        format: query.format,
        known,
        beyond: -1,
        begun: false,
    };
    let body = stream::try_unfold(job, step);
    Ok(HttpResponse::Ok()
        .content_type(media_type)
        .insert_header((CONTENT_DISPOSITION, name))
        .insert_header(("x-tenure-position", known.position.to_string()))
        .streaming(body))
}

struct Job {
    app: App,
    filter: EventFilter,
    format: Format,
    known: LogHead,
    beyond: i64,
    begun: bool,
}

/// Writes the head of the file, then one batch after the other.
async fn step(mut job: Job) -> Result<Option<(Bytes, Job)>, Failure> {
    if !job.begun {
        job.begun = true;
        let head = head(&job)?;
        return Ok(Some((Bytes::from(head), job)));
    }
    let mut conn = job.app.read().await?;
    let known = Position(job.known.position);
    let rows = entries(&mut conn, &job.filter, false, Some(job.beyond), known, ROWS).await?;
    let Some(last) = rows.last() else {
        return Ok(None);
    };
    job.beyond = last.position.0;
    let reads = rows
        .into_iter()
        .map(Read::of)
        .collect::<Result<Vec<_>, _>>()?;
    let labels = labels(&mut conn, &reads).await?;
    let mut out = Vec::new();
    for read in reads {
        let body = read.entry.body.clone();
        let view = EventView::new(read, &labels);
        match job.format {
            Format::Csv => csv_row(&mut out, &view)?,
            Format::Jsonl => jsonl_row(&mut out, &view, &body)?,
        }
    }
    Ok(Some((Bytes::from(out), job)))
}

const COLUMNS: [&str; 14] = [
    "position",
    "at",
    "integrated_at",
    "kind",
    "entity_kind",
    "entity_id",
    "entity",
    "revision",
    "actor_id",
    "actor",
    "reason",
    "sentence",
    "command_id",
    "request_id",
];

fn head(job: &Job) -> Result<Vec<u8>, Failure> {
    let about = json!({
        "export": "audit",
        "filter": job.filter,
        "as_of": job.known.integrated_at,
        "position": job.known.position,
    });
    match job.format {
        Format::Jsonl => Ok(format!("{about}\n").into_bytes()),
        Format::Csv => {
            let mut out = format!("# {about}\r\n").into_bytes();
            write_row(&mut out, COLUMNS.iter().map(|name| (*name).to_owned()))?;
            Ok(out)
        }
    }
}

fn csv_row(out: &mut Vec<u8>, view: &EventView) -> Result<(), Failure> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let fields = [
        view.position.0.to_string(),
        view.at.clone(),
        view.integrated_at.to_string(),
        view.kind.clone(),
        view.entity.kind.clone(),
        view.entity.id.to_string(),
        harmless(&view.entity.label),
        view.entity.seq.to_string(),
        view.actor.id.to_string(),
        harmless(&text(&view.actor.name)),
        harmless(&text(&view.reason)),
        harmless(&view.sentence.message),
        view.command_id.to_string(),
        text(&view.request_id),
    ];
    write_row(out, fields.into_iter())
}

fn write_row(out: &mut Vec<u8>, fields: impl Iterator<Item = String>) -> Result<(), Failure> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    writer
        .write_record(fields)
        .and_then(|()| writer.flush().map_err(csv::Error::from))
        .map_err(|error| Failure::inconsistent(format!("csv: {error}")))
}

/// A spreadsheet runs cells that begin like a formula; an apostrophe makes them text.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The event as it is shown, with the exact body that was hashed.
fn jsonl_row(out: &mut Vec<u8>, view: &EventView, body: &str) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Line<'a> {
        #[serde(flatten)]
        event: &'a EventView,
        body: &'a str,
    }
    serde_json::to_writer(&mut *out, &Line { event: view, body })
        .map_err(|error| Failure::inconsistent(format!("json: {error}")))?;
    out.push(b'\n');
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_a_spreadsheet_would_run_becomes_text() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("@SUM"), "'@SUM");
        assert_eq!(harmless("plain"), "plain");
    }
}
