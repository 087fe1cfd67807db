#![no_main]

tenure_fuzz::fuzz!("inspect_archive");
