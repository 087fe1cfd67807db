//! The readers of result files and the checks of `tests/readers`, for libFuzzer: one target for each of its targets.
//!
//! The readers are taken from where they stand, without the rest of the product: a target is built in a minute, and
//! nothing but readers is watched.

extern crate self as tenure;

#[path = "../../src/ground/kernel/decimal.rs"]
mod decimal;
#[path = "../../src/ground/kernel/digest.rs"]
mod digest;
#[path = "../../src/domain/evaluations/import/mod.rs"]
pub mod import;
#[path = "../../src/domain/evaluations/item.rs"]
mod item;

use item::ITEM_TEXT_BYTES_MAX;

/// As the product calls it.
pub mod ground {
    /// As the product calls it.
    pub mod kernel {
        pub use crate::decimal::{Decimal, DecimalError};
        pub use crate::digest::Sha256;
    }
}

/// As the product calls it.
pub mod domain {
    /// As the product calls it.
    pub mod evaluations {
        pub use crate::import;
        pub use crate::item::{ITEM_HASH_BYTES_MAX, ITEM_TEXT_BYTES_MAX, Item};
    }
}

#[path = "../../tests/readers/checks.rs"]
mod checks;
#[path = "../../tests/readers/reorder.rs"]
mod reorder;
#[path = "../../tests/readers/targets.rs"]
pub mod targets;

/// Feeds a target. What turned into another format is not kept, so that the corpus stays about this one.
#[macro_export]
macro_rules! fuzz {
    ($name:literal) => {
        libfuzzer_sys::fuzz_target!(|bytes: &[u8]| -> libfuzzer_sys::Corpus {
            if tenure_fuzz::targets::Target::named($name).check(bytes) {
                libfuzzer_sys::Corpus::Keep
            } else {
                libfuzzer_sys::Corpus::Reject
            }
        });
    };
}
