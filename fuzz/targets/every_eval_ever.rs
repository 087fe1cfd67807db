#![no_main]

tenure_fuzz::fuzz!("every_eval_ever");
