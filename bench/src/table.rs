//! Figures and how they are printed.

/// The middle of some figures, with the lowest and the highest.
#[derive(Debug, Clone, Copy)]
pub struct Spread {
    pub median: f64,
    low: f64,
    high: f64,
}

impl Spread {
    pub fn of(mut figures: Vec<f64>) -> Self {
        figures.sort_by(f64::total_cmp);
        Self {
            median: figures[figures.len() / 2],
            low: figures[0],
            high: figures[figures.len() - 1],
        }
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { median, low, high } = self;
        write!(f, "{median:.2} ({low:.2} to {high:.2})")
    }
}

/// What is wanted of a figure.
#[derive(Clone, Copy)]
pub enum Target {
    AtLeast(f64),
    AtMost(f64),
    None,
}

/// Prints the head of the table.
pub fn head() {
    println!("| What | Figure | Median (spread) | Target | |\n|---|---|---|---|---|");
}

/// Prints one row.
pub fn row(what: &str, figure: &str, spread: Spread, target: Target) {
    let (wanted, met) = match target {
        Target::AtLeast(least) => (format!(">= {least}"), spread.median >= least),
        Target::AtMost(most) => (format!("<= {most}"), spread.median <= most),
        Target::None => (String::new(), true),
    };
    let verdict = if met { "" } else { "missed" };
    println!("| {what} | {figure} | {spread} | {wanted} | {verdict} |");
}
