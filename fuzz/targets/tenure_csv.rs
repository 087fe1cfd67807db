#![no_main]

tenure_fuzz::fuzz!("tenure_csv");
