#![no_main]

tenure_fuzz::fuzz!("lighteval");
