//! The metrics (Prometheus text format 0.0.4).
//!
//! Invariant: every label has few values that no request can choose: the id of an operation, a class of status, an
//! environment's slug, a fixed word. No id, no name, no key, no model.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use prometheus::proto::MetricFamily;
use prometheus::{
    HistogramOpts, HistogramVec, IntCounterVec, Opts, Registry, TEXT_FORMAT, TextEncoder,
};

use super::families::{Labels, counters, gauges, histogram};
use super::operations::Operations;
use super::process;
use crate::domain::routes::http::Hot;
use crate::domain::routes::memory::{BOUNDS, Memory, OUTCOMES};
use crate::ground::http::Traffic;
use crate::ground::kernel::{App, Failure};

/// Upper bounds of how long requests take, in seconds.
const SECONDS: [f64; 11] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 20.0,
];
/// The label of counts of requests that found no route.
const NO_ENVIRONMENT: &str = "none";

/// Everything that is counted and read.
pub(in crate::server) struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    durations: HistogramVec,
    operations: Operations,
    app: App,
    memory: Arc<Memory>,
    traffic: Arc<Traffic>,
}

impl Metrics {
    /// Nothing is counted yet.
    ///
    /// # Errors
    /// A name or a label is not one that Prometheus takes.
    pub(in crate::server) fn new(
        app: App,
        memory: Arc<Memory>,
        traffic: Arc<Traffic>,
    ) -> prometheus::Result<Self> {
        let registry = Registry::new();
        let requests = IntCounterVec::new(
            Opts::new(
                "tenure_requests_total",
                "Requests that were answered, the hot path's apart.",
            ),
            &["operation", "status"],
        )?;
        let durations = HistogramVec::new(
            HistogramOpts::new(
                "tenure_request_duration_seconds",
                "How long answers took, the hot path's apart.",
            )
            .buckets(SECONDS.to_vec()),
            &["operation"],
        )?;
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(durations.clone()))?;
        Ok(Self {
            registry,
            requests,
            durations,
            operations: Operations::of(crate::server::document()),
            app,
            memory,
            traffic,
        })
    }

    /// Counts one request.
    pub(super) fn count(&self, method: &str, template: Option<&str>, status: u16, took: Duration) {
        let operation = self.operations.id(method, template);
        let requests = [operation, class(status)];
        self.requests.with_label_values(&requests).inc();
        let durations = self.durations.with_label_values(&[operation]);
        durations.observe(took.as_secs_f64());
    }

    fn families(&self) -> Vec<MetricFamily> {
        let mut families = self.registry.gather();
        families.extend(self.hot());
        let connections = self.app.connections();
        let version = [("version", env!("CARGO_PKG_VERSION"))];
        let number = |name, help, value| gauges(name, help, &[(&[], value)]);
        families.extend([
            gauges("tenure_build_info", "What runs.", &[(&version, 1.0)]),
            number(
                "tenure_snapshot_age_seconds",
                "Since when what is in memory is not known to be current.",
                self.memory.age().as_secs_f64(),
            ),
            number(
                "tenure_log_position",
                "Up to where this process knows the log.",
                float(self.memory.position()),
            ),
            number(
                "tenure_connections",
                "Clients that are connected.",
                float(self.traffic.open()),
            ),
            gauges(
                "tenure_database_connections",
                "Connections to the database.",
                &[
                    (&[("state", "in_use")], float(connections.in_use)),
                    (&[("state", "idle")], float(connections.idle)),
                ],
            ),
        ]);
        families.extend(process::resident_bytes().map(|bytes| {
            number(
                "process_resident_memory_bytes",
                "Resident memory.",
                float(bytes),
            )
        }));
        families.extend(process::cpu_seconds().map(|seconds| {
            counters(
                "process_cpu_seconds_total",
                "Processor time, of user and system.",
                &[(&[], seconds)],
            )
        }));
        families
    }

    /// What the workers of the hot path counted.
    fn hot(&self) -> [MetricFamily; 2] {
        let tally = self.memory.tally();
        let mut labels = Vec::new();
        for (environment, counts) in &tally.outcomes {
            let environment = environment.as_deref().unwrap_or(NO_ENVIRONMENT);
            for (outcome, count) in OUTCOMES.into_iter().zip(counts) {
                if *count > 0 {
                    let pair = [("environment", environment), ("outcome", outcome)];
                    labels.push((pair, float(*count)));
                }
            }
        }
        let values: Vec<(Labels<'_>, f64)> = labels
            .iter()
            .map(|(pair, count)| (&pair[..], *count))
            .collect();
        [
            counters(
                "tenure_resolves_total",
                "Answers of the hot path, by environment and reason.",
                &values,
            ),
            histogram(
                "tenure_resolve_duration_seconds",
                "How long answers of the hot path took.",
                &BOUNDS,
                &tally.durations,
                tally.seconds,
            ),
        ]
    }
}

/// `2xx`, `3xx`, `4xx` or `5xx`.
const fn class(status: u16) -> &'static str {
    match status {
        0..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        500.. => "5xx",
    }
}

/// A count as Prometheus keeps it: exact up to 2^53.
fn float(count: impl TryInto<i64>) -> f64 {
    let count = count.try_into().unwrap_or(i64::MAX);
    #[expect(clippy::cast_precision_loss, reason = "as said")]
    let float = count as f64;
    float
}

/// The metrics, for whoever holds a token that is bound to no application and no environment. Answered from memory:
/// also while the database is away.
#[get("/metrics")]
pub(in crate::server) async fn get_metrics(
    hot: Data<Hot>,
    metrics: Data<Metrics>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let who = hot.identify(&request).await?;
    if who.application_id.is_some() || who.environments.is_some() {
        return Err(Failure::Forbidden {
            permission: "read",
            message: "This needs a token that is bound to no application and no environment."
                .into(),
        });
    }
    let text = TextEncoder::new()
        .encode_to_string(&metrics.families())
        .map_err(|error| Failure::inconsistent(format!("metrics: {error}")))?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, TEXT_FORMAT))
        .body(text))
}
