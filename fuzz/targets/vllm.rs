#![no_main]

tenure_fuzz::fuzz!("vllm");
