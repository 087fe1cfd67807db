//! Many looks at once. For exploring only: where all must pass, each is tested at its own level, without correction
//! (intersection-union).

use super::count;

/// Holm's adjusted p values, in the order given: they hold the chance of a single false finding.
///
/// Source: Holm, Scandinavian Journal of Statistics 6 (1979); checked against statsmodels `multipletests("holm")`.
#[must_use]
pub fn holm(p: &[f64]) -> Vec<f64> {
    let order = ascending(p);
    let mut adjusted = vec![1.0; p.len()];
    let mut least = 0.0_f64;
    for (rank, index) in order.iter().enumerate() {
        least = least.max((length(p.len() - rank) * p[*index]).min(1.0));
        adjusted[*index] = least;
    }
    adjusted
}

/// The adjusted p values of Benjamini and Hochberg, in the order given: they hold the share of false findings.
///
/// Source: Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995); checked against statsmodels
/// `multipletests("fdr_bh")`.
#[must_use]
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let order = ascending(p);
    let mut adjusted = vec![1.0; p.len()];
    let mut most = 1.0_f64;
    for (rank, index) in order.iter().enumerate().rev() {
        most = most.min(length(p.len()) * p[*index] / length(rank + 1));
        adjusted[*index] = most;
    }
    adjusted
}

fn ascending(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    order
}

fn length(of: usize) -> f64 {
    u64::try_from(of).map_or(f64::INFINITY, count)
}
