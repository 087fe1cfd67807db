#![no_main]

tenure_fuzz::fuzz!("hugging_face_card");
