#![no_main]

tenure_fuzz::fuzz!("lm_eval_samples");
