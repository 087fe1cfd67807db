//! The binary: arguments to library.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Many small, short-lived values on several threads: less CPU a request than the system's allocator.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[actix_web::main]
async fn main() -> ExitCode {
    tenure::cli::run().await
}
