//! Families of metrics whose values are read when somebody asks.

use prometheus::proto::{
    Bucket, Counter, Gauge, Histogram, LabelPair, Metric, MetricFamily, MetricType,
};

/// Labels of one value.
pub(super) type Labels<'a> = &'a [(&'static str, &'a str)];

fn family(name: &str, help: &str, kind: MetricType, metrics: Vec<Metric>) -> MetricFamily {
    let mut family = MetricFamily::default();
    family.set_name(name.into());
    family.set_help(help.into());
    family.set_field_type(kind);
    family.set_metric(metrics);
    family
}

fn labelled(labels: Labels<'_>) -> Metric {
    let pairs = labels.iter().map(|(name, value)| {
        let mut pair = LabelPair::default();
        pair.set_name((*name).into());
        pair.set_value((*value).into());
        pair
    });
    let mut metric = Metric::default();
    metric.set_label(pairs.collect());
    metric
}

/// Values that go up and down.
pub(super) fn gauges(name: &str, help: &str, values: &[(Labels<'_>, f64)]) -> MetricFamily {
    let metrics = values.iter().map(|(labels, value)| {
        let mut gauge = Gauge::default();
        gauge.set_value(*value);
        let mut metric = labelled(labels);
        metric.set_gauge(gauge);
        metric
    });
    family(name, help, MetricType::GAUGE, metrics.collect())
}

/// Values that only rise.
pub(super) fn counters(name: &str, help: &str, values: &[(Labels<'_>, f64)]) -> MetricFamily {
    let metrics = values.iter().map(|(labels, value)| {
        let mut counter = Counter::default();
        counter.set_value(*value);
        let mut metric = labelled(labels);
        metric.set_counter(counter);
        metric
    });
    family(name, help, MetricType::COUNTER, metrics.collect())
}

/// A distribution: `counts` up to each bound and longer than the one before, the last beyond all.
pub(super) fn histogram(
    name: &str,
    help: &str,
    bounds: &[f64],
    counts: &[u64],
    sum: f64,
) -> MetricFamily {
    let mut all = 0;
    let buckets = bounds.iter().zip(counts).map(|(bound, count)| {
        all += count;
        let mut bucket = Bucket::default();
        bucket.set_upper_bound(*bound);
        bucket.set_cumulative_count(all);
        bucket
    });
    let mut histogram = Histogram::default();
    histogram.set_bucket(buckets.collect());
    histogram.set_sample_count(counts.iter().sum());
    histogram.set_sample_sum(sum);
    let mut metric = labelled(&[]);
    metric.set_histogram(histogram);
    family(name, help, MetricType::HISTOGRAM, vec![metric])
}
